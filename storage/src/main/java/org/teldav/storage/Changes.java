package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Changes, their work and their journal. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Changes {
    /** Writes a change; its number positions are as in the list. @return its id */
    long add(long user, Instant at, Change.State state, List<Change.Number> numbers);

    Optional<Change> find(long id);

    /** Newest first. */
    List<Change> list(int limit);

    /** Newest first. */
    List<Change> listOf(long user, int limit);

    /** Withdrawn numbers of the user that no later change took up, since then, oldest first (rule 2, grace time). */
    List<Withdrawn> withdrawn(long user, Instant since);

    record Withdrawn(long change, Change.Number number) {}

    /** Users who replaced one of these numbers since then, found by index (rule 12). Changes that did not go out don't count. */
    List<Long> replacedBy(Collection<String> keys, Instant since);

    /** What a user replaced since then, in the order of the edits. Changes that did not go out don't count. */
    List<Replacement> replacements(long user, Instant since);

    /**
     * Cards with a number that was replaced since then, found by index: those of the user, by another member of the group; those of the other members, by
     * the user. As the groups are now.
     */
    List<CardId> withReplaced(long group, long user, Instant since);

    /** The journal's lines of a contact, by its UID, wherever in the home its card is or was. */
    List<Rewrite> rewritesOf(long home, String uid);

    /** Marks a withdrawn number as taken up by a later change. */
    void pair(long change, int position);

    void setState(long change, Change.State state, Instant now);

    /**
     * Takes the oldest pending change that no live worker has and before which no change of the same user is pending; for a time, after which another
     * worker may take it. Compare-and-set: two workers never get the same.
     */
    Optional<Change> lease(String worker, Instant now, Duration time);

    /** Prolongs a lease. @return false where it was lost */
    boolean renew(long change, String worker, Instant now, Duration time);

    /**
     * The next holders of a change, in the order of their keys, found by the index: entries with one of the keys, in books of users who shared a group
     * with the changer at the change's time, not in own cards, about the changer already or (where the key is among the proved) about nobody known; and
     * without those that have a journal row of this change.
     *
     * @param keys all old keys of the change that are to be replaced
     * @param proved those of them whose claim was proved
     * @param after the last card of the page before
     * @param limit the most cards
     */
    List<Holding> holders(
            Change change, Collection<String> keys, Collection<String> proved, Optional<CardId> after, int limit);

    /** How many cards {@link #holders} would find in all. */
    long countHolders(Change change, Collection<String> keys, Collection<String> proved);

    /** A holder's card and the positions of the TEL entries in it that may be rewritten. */
    record Holding(CardId card, List<Integer> positions) {}

    /**
     * Writes a journal row, in the transaction of the rewrite itself.
     *
     * @return false where this change has a row for the card already: then the card must not be rewritten again (rule 8)
     */
    boolean record(Rewrite rewrite);

    /** The line of a change and a card. */
    Optional<Rewrite> rewrite(long change, CardId card);

    /**
     * Writes a line anew, provided it is still in that state: of two who accept, refuse or undo at once, one does.
     *
     * @param rewrite with the change and card of the line
     * @return false where it is not
     */
    boolean settle(Rewrite rewrite, Rewrite.State from);

    /** What waits in the holder's inbox, oldest first. */
    List<Rewrite> offers(long home, int limit);

    /** The holder's journal, newest first. */
    List<Rewrite> journal(long home, int limit);

    /** The rewrites of one change, in the order of their keys. */
    List<Rewrite> rewrites(long change, int limit);
}
