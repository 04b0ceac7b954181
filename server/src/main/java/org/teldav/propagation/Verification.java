package org.teldav.propagation;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Transaction;

/** An administrator's word, or a code's, that a number is a user's (rule 3). Immutable, thread-safe. */
public final class Verification {
    private final Runnable wake;

    /** @param wake run after the commit where a change has work for the {@link PropagationWorker} now */
    public Verification(Runnable wake) {
        this.wake = wake;
    }

    /** Makes the claim a verified one, and lets go what waited for just that. Two users may hold one number verified: a family's landline. */
    public void verify(Transaction tx, long user, String key, Instant now) {
        tx.claims().open(user, key, Claim.State.VERIFIED, now);
        for (Change change : tx.changes().listOf(user, ChangeDraft.RECENT)) {
            if (change.state() == Change.State.WAITING) {
                release(tx, change, now);
            }
        }
    }

    private void release(Transaction tx, Change change, Instant now) {
        Change.State state =
                state(tx, change.user(), change.numbers(), change.course().adds());
        if (state != Change.State.WAITING) {
            tx.changes().setState(change.id(), state, now);
        }
        if (state == Change.State.PENDING) {
            tx.afterCommit(wake);
        }
    }

    /**
     * Where a change with these numbers stands: nothing at all is propagated while one of the new numbers is somebody else's.
     *
     * @param adds whether numbers that took no other's place are told, too
     */
    static Change.State state(Transaction tx, long user, List<Change.Number> numbers, boolean adds) {
        boolean waits = numbers.stream()
                .flatMap(number -> number.newKey().stream())
                .anyMatch(key -> Proof.waits(tx, user, key));
        if (waits) {
            return Change.State.WAITING;
        }
        return Audience.replaced(numbers).isEmpty() && !adds ? Change.State.DONE : Change.State.PENDING;
    }
}
