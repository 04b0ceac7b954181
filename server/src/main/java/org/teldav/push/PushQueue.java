package org.teldav.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private boolean isOpen;

    /** What became of a message. */
    record Done(DuePush push, Delivery delivery) {}

    /** All of it. */
    record Content(Set<BookId> changed, List<Done> done) {}

    /** From now on somebody takes what comes; what came before is not kept, since they look at everything first. */
    void open() {
        fill(() -> isOpen = true);
    }

    @Override
    public void changed(Set<BookId> collections) {
        fill(() -> changed.addAll(isOpen ? collections : Set.of()));
    }

    void done(Done what) {
        fill(() -> done.add(what));
    }

    /** There is something else to look at. */
    void wake() {
        fill(() -> {});
    }

    private void fill(Runnable how) {
        lock.lock();
        try {
            how.run();
            isWoken = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that came since, as soon as something has, and not later than after that time. */
    Content take(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!isWoken && left > 0) {
                left = filled.awaitNanos(left);
            }
            Content content = new Content(changed, done);
            changed = new LinkedHashSet<>();
            done = new ArrayList<>();
            isWoken = false;
            return content;
        } finally {
            lock.unlock();
        }
    }
}
