package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Changes, their work and their journal. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Changes {
    /**
     * Writes a change; its number positions are as in the list.
     *
     * @param course of which the first day's part is kept: notBefore, outAt and adds
     * @return its id
     */
    long add(long user, Instant at, Change.State state, List<Change.Number> numbers, Change.Course course);

    Optional<Change> find(long id);

    /** How far each of these is that there is: counted, which takes the longer the more cards they concern. */
    Map<Long, Change.Tally> tallies(Collection<Long> changes);

    /** Newest first. */
    List<Change> list(int limit);

    /** Newest first. */
    List<Change> listOf(long user, int limit);

    /** All of the user's that wait for a code or an administrator, newest first: there are no more than numbers in an own card. */
    List<Change> waiting(long user);

    /** The user's newest that brings this number. */
    Optional<Change> lastWith(long user, String newKey);

    /** The newest pending change of the user before that one: a change stands behind it (rule 9). */
    OptionalLong pendingBefore(long user, long change);

    /** Withdrawn numbers of the user that no later change took up, since then, oldest first (rule 2, grace time). */
    List<Withdrawn> withdrawn(long user, Instant since);

    record Withdrawn(long change, Change.Number number) {}

    /** Users who replaced one of these numbers since then, found by index (rule 12). Changes that did not go out don't count. */
    List<Long> replacedBy(Collection<String> keys, Instant since);

    /** Those of the cards with a number that somebody else than their holder replaced since then, as {@link #replacedBy}; in their order. */
    List<CardId> replacedIn(List<CardId> cards, Instant since);

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

    /** Whom a change that is done was for: who comes late is told of it only then. */
    void setTold(long change, ChangerChoice.Audience told);

    /** A change that waited is pending from now on. @param course of which notBefore is kept */
    void release(long change, Change.Course course, Instant now);

    /** The user's changes that have reached nobody and will not before that time, newest first: those that wait, and those whose time has not come. */
    List<Change> held(long user, Instant now, int limit);

    /**
     * Ends a change that no worker has had, whatever it waits for. Compare-and-set: a worker gets it, or this.
     *
     * @param whole whether its withdrawn numbers wait for no successor any more (rule 2), either
     * @return false where it has begun, or is over
     */
    boolean cancel(long change, boolean whole, Instant now);

    /** When the user's newest changes with something to tell went out or will, the latest first; not those that wait or are cancelled. */
    List<Instant> departures(long user, Instant since, int limit);

    /**
     * Takes the oldest pending change that no live worker has, whose time has come, that nobody holds, and before which no change of the same user is
     * pending; for a time, after which another worker may take it. Compare-and-set: two workers never get the same.
     */
    Optional<Change> lease(String worker, Instant now, Duration time);

    /** Prolongs a lease. @return false where it was lost, or the change or everything is paused */
    boolean renew(long change, String worker, Instant now, Duration time);

    /** Gives a lease back, so that another worker may take it at once. */
    void giveBack(long change, String worker, Instant now);

    /** Says how many cards a change concerns, where nobody has said it yet. */
    void count(long change, long total);

    /** Whether some change can be carried now, or is being carried. */
    boolean isAnyDue(Instant now);

    /** When the next change's time comes, of those whose time has not. */
    Optional<Instant> nextDue(Instant now);

    /** Since when the oldest change that can be carried now, or is being carried, could be: since its edit, since its time came, or since it was let go before it began. */
    Optional<Instant> dueSince(Instant now);

    /** Since when the oldest change that waits for a proof has been there. */
    Optional<Instant> waitingSince();

    /** Holds a change that is not over, wherever it stands. @return false where it is over, or held already */
    boolean pause(long change);

    /** Lets it go on; it and what stood behind it go out now if they had not begun. @return false where it was not held */
    boolean resume(long change, Instant now);

    /** Holds everything, on all servers. @return false where everything is held already */
    boolean pauseAll(Instant now);

    /** @return false where not everything was held */
    boolean resumeAll(Instant now);

    /** Since when everything is held. */
    Optional<Instant> pausedSince();

    /**
     * The next holders of a change, in the order of their keys, found by the index: entries with one of the keys, in books of users who shared a group
     * with the changer {@link Change#asOf as of} the change, not in own cards, about the changer already or (where the key is among the proved) about nobody known; and
     * without those that have a journal row of this change.
     *
     * @param keys all old keys of the change that are to be replaced
     * @param proved those of them whose claim was proved
     * @param after the last card of the page before
     * @param limit the most cards
     */
    List<Holding> holders(
            Change change, Collection<String> keys, Collection<String> proved, Optional<CardId> after, int limit);

    /** A holder's card, and its size in octets when it was found. */
    record Holding(CardId card, int size) {}

    /**
     * Writes a journal row, in the transaction of the rewrite itself.
     *
     * @param uid the card's: the row is of that contact, wherever it goes (rule 11)
     * @return to be asked in the same transaction, best after others: false where this change has a row for the card already; then the card must not be
     *     rewritten again (rule 8)
     */
    BooleanSupplier record(Rewrite rewrite, String uid);

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
