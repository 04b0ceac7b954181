package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One committed edit of a user's own numbers.
 *
 * @param id ascending in the order of commits of one user
 * @param at the time of the edit
 */
public record Change(
        long id, long user, Instant at, State state, List<Number> numbers, Optional<Instant> finished, Course course) {
    /** One that nothing holds. */
    public Change(long id, long user, Instant at, State state, List<Number> numbers, Optional<Instant> finished) {
        this(id, user, at, state, numbers, finished, Course.AT_ONCE);
    }

    /** The same with these numbers. */
    public Change with(List<Number> others) {
        return new Change(id, user, at, state, others, finished, course);
    }

    /**
     * How far a change is.
     *
     * @param rewritten how many cards have been rewritten so far
     * @param left how many were left as they are, or wait for their holder
     */
    public record Tally(long rewritten, long left) {
        public static final Tally NONE = new Tally(0, 0);
    }

    /** As of when groups are looked at (rule 4): one that waited does not go to people who left meanwhile. */
    public Instant asOf() {
        return course.outAt().orElse(at);
    }

    /** Whether it waits for its time: no worker has taken it, or will now. */
    public boolean isSettling(Instant now) {
        return state == State.PENDING
                && !course.begun()
                && course.notBefore().filter(time -> time.isAfter(now)).isPresent();
    }

    /**
     * When and whether it goes out.
     *
     * @param notBefore no worker takes it earlier
     * @param outAt when it was let out, where that is not when it was edited
     * @param paused the operator holds it
     * @param adds numbers that took no other's place are told, too
     * @param begun a worker has, or had it
     * @param total the cards that it concerned when a worker began; empty before
     */
    public record Course(
            Optional<Instant> notBefore,
            Optional<Instant> outAt,
            boolean paused,
            boolean adds,
            boolean begun,
            OptionalLong total) {
        public static final Course AT_ONCE =
                new Course(Optional.empty(), Optional.empty(), false, false, false, OptionalLong.empty());

        /** @param notBefore in the future of the edit */
        public static Course from(Instant notBefore) {
            return new Course(
                    Optional.of(notBefore), Optional.of(notBefore), false, false, false, OptionalLong.empty());
        }

        /** The same, with added numbers told or not. */
        public Course adding(boolean told) {
            return new Course(notBefore, outAt, paused, told, begun, total);
        }
    }

    /** Where a change is on its way. */
    public enum State {
        /** A worker will take it, or has it. */
        PENDING,
        /** A new number is held verified by somebody else, so that an administrator decides (rule 3), or has to be proved by a code. */
        WAITING,
        /** All holders are done, or there was nothing to do. */
        DONE,
        /** It reached nobody and never will: its user took it back, or a later edit is one with it. */
        CANCELLED
    }

    /**
     * One number of the change. Both keys: replaced; only the old: withdrawn; only the new: added.
     *
     * @param position the ordinal in the change, from 0
     * @param proved whether the changer's claim on the old number was verified at the time (rule 3)
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
