package org.teldav.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.teldav.storage.BookId;
import org.teldav.storage.CollectionListener;
import org.teldav.storage.DuePush;

/**
 * What the worker has to look at: a collection that changes often is in it once. It is there before the store and the worker are, because the store
 * fills it and the worker needs the store. Thread-safe.
 */
public final class PushQueue implements CollectionListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private Set<BookId> changed = new LinkedHashSet<>();
    private List<Done> done = new ArrayList<>();
    private boolean isWoken;
    private boolean isLull;
    private boolean isOpen;

    /** What became of a message. */
    record Done(DuePush push, Delivery delivery) {}

    /** All of it. */
    record Content(Set<BookId> changed, List<Done> done) {}

    /** From now on somebody takes what comes; what came before is not kept, since they look at everything first. */
    void open() {
        wake(() -> isOpen = true);
    }

    @Override
    public void changed(Set<BookId> collections) {
        lock.lock();
        try {
            if (isOpen) {
                changed.addAll(collections);
            }
            if (!isLull) {
                filled.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void done(Done what) {
        wake(() -> done.add(what));
    }

    /** There is something else to look at. */
    void wake() {
        wake(() -> {});
    }

    private void wake(Runnable what) {
        lock.lock();
        try {
            what.run();
            isWoken = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * All that came since, as soon as something has, and not later than after that time.
     *
     * @param lull until it is over, what has changed wakes nobody
     */
    Content take(Duration time, Duration lull) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + time.toNanos();
            isLull = true;
            await(() -> isWoken, Math.min(lull.toNanos(), time.toNanos()));
            isLull = false;
            await(() -> isWoken || !changed.isEmpty(), end - System.nanoTime());
            Content content = new Content(changed, done);
            changed = new LinkedHashSet<>();
            done = new ArrayList<>();
            isWoken = false;
            return content;
        } finally {
            isLull = false;
            lock.unlock();
        }
    }

    private void await(BooleanSupplier what, long nanos) throws InterruptedException {
        for (long left = nanos; left > 0 && !what.getAsBoolean(); ) {
            left = filled.awaitNanos(left);
        }
    }
}
