package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Cards that came into a book with a number that somebody in a group of its owner has replaced (rule 12), until a worker has looked at them. Not
 * thread-safe: it belongs to its {@link Transaction}.
 */
public interface LateComers {
    /** Nothing where the card is there already. */
    void add(CardId card, Instant now);

    /** The oldest first. */
    List<CardId> list(int limit);

    /**
     * Takes the oldest that no other worker is at, out of the table: it is back where the transaction fails. Several workers each take another, and none
     * waits.
     */
    Optional<CardId> take();

    /** @return false where it is not there any more */
    boolean remove(CardId card);

    /** Puts one at the end after a failure. @return how often it has failed by now */
    int failed(CardId card, Instant now);
}
