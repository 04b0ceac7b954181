package org.teldav.propagation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Transaction;

/** An administrator's word, or a code's, that a number is a user's (rule 3). Immutable, thread-safe. */
public final class Verification {
    private final PropagationRules rules;
    private final Runnable wake;

    /** What a change waits for. */
    public enum WaitsFor {
        /** One of its numbers has to be proved by the code that is sent to it. */
        CODE,
        /** One of its numbers is somebody else's, or can't be proved by a code. */
        ADMINISTRATOR
    }

    /** @param wake run after the commit where a change has work for the {@link PropagationWorker} now */
    public Verification(PropagationRules rules, Runnable wake) {
        this.rules = rules;
        this.wake = wake;
    }

    /**
     * Makes the claim a verified one, and lets go what waited for just that; unless other users hold the number verified and have not agreed to share it.
     *
     * @return these others; empty where it is verified now
     */
    public Set<Long> verify(Transaction tx, long user, String key, Instant now) {
        tx.claims().lock(key);
        Set<Long> others = Proof.others(tx, user, key);
        if (!others.isEmpty() && !Sharing.rely(tx, user, key, others)) {
            return others;
        }
        if (others.isEmpty()) {
            tx.consents().relyOnNobody(user, key);
        }
        confirm(tx, user, key, now);
        return Set.of();
    }

    /** The number is this user's, and nobody else's any more. */
    public void transfer(Transaction tx, long user, String key, Instant now) {
        tx.claims().lock(key);
        Proof.others(tx, user, key).forEach(other -> tx.claims().end(other, key, now));
        tx.consents().relyOnNobody(user, key);
        confirm(tx, user, key, now);
    }

    /**
     * The number is not this user's: a claim that waits ends, and so does what waited for it. Their own card stays as it is; taken out of it and written again, the number
     * is claimed anew. What was withdrawn beside it goes on waiting for its successor (rule 2), and what comes in the number's
     * place takes the place of the one before it (rule 9).
     *
     * @return how many changes ended; empty where no claim of the user's on it waits
     */
    public OptionalInt refuse(Transaction tx, long user, String key, Instant now) {
        tx.claims().lock(key);
        if (!Proof.waits(tx, user, key)) {
            return OptionalInt.empty();
        }
        tx.claims().end(user, key, now);
        int ended = 0;
        for (Change change : tx.changes().waiting(user)) {
            boolean waited = change.numbers().stream()
                    .anyMatch(number -> number.newKey().filter(key::equals).isPresent());
            ended += waited && tx.changes().cancel(change.id(), false, now) ? 1 : 0;
        }
        return OptionalInt.of(ended);
    }

    /** Whoever else may hold it. */
    void confirm(Transaction tx, long user, String key, Instant now) {
        tx.claims().open(user, key, Claim.State.VERIFIED, now);
        tx.changes().waiting(user).forEach(change -> release(tx, change, now));
    }

    private void release(Transaction tx, Change change, Instant now) {
        boolean adds = change.course().adds();
        Change.State state = state(tx, change.user(), change.numbers(), adds, rules);
        if (state == Change.State.PENDING) {
            tx.changes().release(change.id(), Departure.of(tx, change.user(), rules, change.at(), now), now);
            tx.afterCommit(wake);
        } else if (state == Change.State.DONE) {
            tx.changes().setState(change.id(), state, now);
        }
    }

    /**
     * Where a change with these numbers stands: nothing at all is propagated while one of the new numbers is somebody else's, or has to be proved by a
     * code and is not.
     *
     * @param adds whether numbers that took no other's place are told, too
     */
    static Change.State state(
            Transaction tx, long user, List<Change.Number> numbers, boolean adds, PropagationRules rules) {
        boolean waits = numbers.stream()
                .anyMatch(number -> number.newKey()
                                .filter(key -> Proof.waits(tx, user, key))
                                .isPresent()
                        || needsCode(tx, user, number, adds, rules));
        if (waits) {
            return Change.State.WAITING;
        }
        return Audience.replaced(numbers).isEmpty() && !adds ? Change.State.DONE : Change.State.PENDING;
    }

    /** What goes into other people's cards: a number that takes another's place, and any that is told though it does not. */
    static boolean needsCode(Transaction tx, long user, Change.Number number, boolean adds, PropagationRules rules) {
        return rules.codes()
                && (adds || number.oldKey().isPresent())
                && number.newKey()
                        .filter(key -> Proof.own(tx, user, key)
                                .filter(state -> state == Claim.State.VERIFIED)
                                .isEmpty())
                        .isPresent();
    }

    /** Whether a change goes out so late because its user had sent out as many in a day as they may. */
    public boolean isOverLimit(Change change) {
        return Departure.isOverLimit(change.course(), rules, change.at());
    }

    /** What a change waits for; empty where it doesn't wait. */
    public Optional<WaitsFor> waitsFor(Transaction tx, Change change) {
        if (change.state() != Change.State.WAITING) {
            return Optional.empty();
        }
        boolean code = rules.codes()
                && change.numbers().stream()
                        .flatMap(number -> number.newKey().stream())
                        .noneMatch(key -> Proof.waits(tx, change.user(), key) || !NumberCodes.reaches(key));
        return Optional.of(code ? WaitsFor.CODE : WaitsFor.ADMINISTRATOR);
    }
}
