package org.teldav.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Who says, or said, that a number is theirs (propagation.md, rule 3); keys are E.164 plus extension. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Claims {
    /** Until the transaction ends, nobody else decides whose the number is. */
    void lock(String key);

    /** Claims on the number that hold now. Locks nothing. */
    List<Claim> on(String key);

    /** All claims on the number there ever were, oldest first; of users who are no more those that were verified only. */
    List<Claim> historyOf(String key);

    /**
     * Whether somebody else has a claim on one of these numbers, or ever had: who has not can't be about to replace it. Found by index.
     *
     * @param user whose claims don't count
     */
    boolean isAnyOther(Collection<String> keys, long user);

    /** Claims of the user that hold now, by key. */
    List<Claim> of(long user);

    /** Claims that wait for a decision (rule 3), oldest first. @param limit at most so many */
    List<Claim> waiting(int limit);

    /** Opens a claim; where the user has one on that key that holds, only its state is set. */
    void open(long user, String key, Claim.State state, Instant now);

    /** Ends the user's claim on the key, where it holds one. */
    void end(long user, String key, Instant now);

    /** Deletes what is kept of users who are no more, where it ended before that time. @return how many of at most that many */
    int forgetRemoved(Instant before, int limit);
}
