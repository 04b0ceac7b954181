package org.teldav.bench.torture;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets actors work, holds them while there is an inspection, and counts what was acknowledged: the clock of the whole run. Thread-safe. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private boolean open;
    private boolean ended;
    private int inside;
    private long writes;
    private long changes;

    /**
     * Waits until the gate is open and so many writes were acknowledged in all.
     *
     * @return false where the run is over
     */
    boolean enter(long after) throws InterruptedException {
        lock.lock();
        try {
            while (!ended && (!open || writes < after)) {
                moved.await();
            }
            inside += ended ? 0 : 1;
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        moved(() -> inside--);
    }

    void open() {
        moved(() -> open = true);
    }

    /** Returns when nobody is inside. */
    void close() throws InterruptedException {
        lock.lock();
        try {
            open = false;
            while (inside > 0) {
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void end() {
        moved(() -> ended = true);
    }

    void acknowledgedWrite() {
        moved(() -> writes++);
    }

    void acknowledgedChange() {
        moved(() -> {
            writes++;
            changes++;
        });
    }

    long writes() {
        lock.lock();
        try {
            return writes;
        } finally {
            lock.unlock();
        }
    }

    long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for what actors bring about; it is looked at whenever one of them has moved.
     *
     * @return false where it took too long, or the run is over
     */
    boolean await(BooleanSupplier awaited, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!ended && left > 0 && !awaited.getAsBoolean()) {
                left = moved.awaitNanos(left);
            }
            return awaited.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void moved(Runnable move) {
        lock.lock();
        try {
            move.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
