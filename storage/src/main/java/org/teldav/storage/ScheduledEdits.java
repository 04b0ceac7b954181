package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Edits of own cards that are to be made at a time. Not thread-safe: it belongs to its {@link Transaction}. */
public interface ScheduledEdits {
    /** Plans an edit. @return its id */
    long plan(long user, String oldKey, String newKey, Instant now, Instant due, OptionalLong returnOf);

    Optional<ScheduledEdit> find(long user, long id);

    /** The user's, those that are planned first, each part by its time. */
    List<ScheduledEdit> of(long user, int limit);

    long countPlanned(long user);

    /**
     * Takes the earliest whose time has come and that no other worker is at, until the transaction ends: several workers each take another, and none waits. A
     * user's own go one after the other.
     */
    Optional<ScheduledEdit> take(Instant now);

    /** The time of the next one, come or not. */
    Optional<Instant> next();

    /** The one that takes this one back. */
    Optional<ScheduledEdit> returnOf(long user, long id);

    /** Since when it is planned that a number comes into the user's own card; the earliest where there are several. */
    Optional<Instant> planned(long user, String newKey);

    /**
     * Says what became of it. Compare-and-set: of two servers that make it at once, one does.
     *
     * @return false where it is not in that state any more
     */
    boolean settle(long user, long id, ScheduledEdit.State from, ScheduledEdit.State state, String reason);

    /** Deletes the oldest of the user's that are over, but for so many. */
    void forget(long user, int keep);
}
