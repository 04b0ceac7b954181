package org.teldav.accounts;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * So few at a time do what takes much memory, and so few wait for their turn, each in a thread that others need: one more is refused. In the order in which
 * they came. Thread-safe.
 */
final class Turns {
    private final Semaphore working;
    private final Semaphore here;
    private final int waiting;
    private final Duration patience;

    /** @param waiting the most who wait for a turn that may be refused. @param patience how long each of them does */
    Turns(int atATime, int waiting, Duration patience) {
        this.working = new Semaphore(atATime, true);
        this.here = new Semaphore(atATime + waiting);
        this.waiting = waiting;
        this.patience = patience;
    }

    /** The most who wait for a turn that may be refused. */
    int waiting() {
        return waiting;
    }

    /** @throws LoginBusyException where too many wait, or it took too long; nothing is done then */
    <T> T take(Supplier<T> work) {
        if (!here.tryAcquire()) {
            throw new LoginBusyException("too many passwords are to be looked at");
        }
        try {
            await(working, patience, "no password was looked at");
            return done(work);
        } finally {
            here.release();
        }
    }

    /** However long it takes. */
    <T> T insist(Supplier<T> work) {
        working.acquireUninterruptibly();
        return done(work);
    }

    /** @param what happened meanwhile. @throws LoginBusyException where the turn did not come in time */
    static void await(Semaphore turn, Duration patience, String what) {
        try {
            if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new LoginBusyException(what + " for " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginBusyException("interrupted");
        }
    }

    private <T> T done(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            working.release();
        }
    }
}
