package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One committed edit of a user's own numbers.
 *
 * @param id ascending in the order of commits of one user
 * @param at the time of the edit: groups are looked at as they were then (rule 4)
 * @param rewritten how many cards have been rewritten so far
 */
public record Change(
        long id,
        long user,
        Instant at,
        State state,
        List<Number> numbers,
        Optional<Instant> finished,
        long rewritten,
        long left) {
    /** Where a change is on its way. */
    public enum State {
        /** A worker will take it, or has it. */
        PENDING,
        /** A new number is held verified by somebody else, so that an administrator decides (rule 3), or has to be proved by a code. */
        WAITING,
        /** All holders are done, or there was nothing to do. */
        DONE
    }

    /**
     * One number of the change. Both keys: replaced; only the old: withdrawn; only the new: added.
     *
     * @param position the ordinal in the change, from 0
     * @param proved whether the changer's claim on the old number was verified, and nobody else's was, at the time (rule 3)
     * @param types the entry's TYPE set without PREF, VOICE and INTERNET, in upper case, sorted, comma-separated
     * @param label the entry's X-ABLabel, empty for none
     * @param paired a withdrawn number that a later change took up (rule 2)
     */
    public record Number(
            int position,
            Optional<String> oldKey,
            Optional<String> newKey,
            boolean proved,
            String types,
            String label,
            boolean paired) {}
}
