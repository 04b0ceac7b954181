package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may have come too late for a change of numbers (rule 12), until a worker has looked at it: cards that came into a book, and users who came into a
 * group. The worker looks when that is committed. Not thread-safe: it belongs to its {@link Transaction}.
 */
public interface LateComers {
    /** Nothing where the card is there already. */
    void add(CardId card, Instant now);

    /** As {@link #add}, for a card that is made in this transaction: it goes with its rows. */
    void addNew(CardId card, Instant now);

    /** Adds the cards of a new book that have a number which another than its owner claims or claimed. @return whether there are any */
    boolean addNew(BookId book, Instant now);

    /** The oldest first. */
    List<CardId> list(int limit);

    /**
     * The oldest that no other worker is at, which are this one's until the transaction ends: several workers each get others, and none waits. The oldest
     * first.
     */
    List<CardId> lock(int limit);

    /** @return false where it is not there any more */
    boolean remove(CardId card);

    /** Those that are there. */
    void remove(List<CardId> cards);

    /** Puts one at the end after a failure. @return how often it has failed by now */
    int failed(CardId card, Instant now);

    /** A user who came into a group. */
    record Newcomer(long user, long group) {}

    /** Nothing where they are there already. */
    void add(Newcomer newcomer, Instant now);

    /** Adds those who came, after that time, into a group that the user is in; the user too. */
    void addNewcomers(long user, Instant since, Instant now);

    /** The oldest first. */
    List<Newcomer> newcomers(int limit);

    /** How many cards and newcomers there are. */
    long count();

    /** Takes the oldest that no other worker is at, out of the table: they are back where the transaction fails. */
    Optional<Newcomer> takeNewcomer();
}
