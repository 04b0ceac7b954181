package org.teldav.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many of something each of many has at a time, and no more than so many. Where all of them share, each may have one, and further ones only while as many
 * are left for others: one has half of all, two a third each, and whoever comes next finds some. Remembers nobody who has none. Thread-safe.
 */
public final class Occupancy<K> {
    private final int most;
    private final int all;
    private final AtomicInteger together = new AtomicInteger();
    private final ConcurrentMap<K, Integer> held = new ConcurrentHashMap<>();

    /** Each of its own. */
    public Occupancy(int most) {
        this(most, Integer.MAX_VALUE);
    }

    /** @param most that each has @param all that they share */
    public Occupancy(int most, int all) {
        this.most = most;
        this.all = all;
    }

    /** @return false where the key has as many as it may; else it has to {@link #leave} */
    public boolean enter(K key) {
        AtomicBoolean in = new AtomicBoolean();
        held.compute(key, (same, count) -> {
            int own = count == null ? 1 : count + 1;
            in.set(own <= most && isLeft(own));
            return in.get() ? Integer.valueOf(own) : count;
        });
        return in.get();
    }

    /** Takes one more of what all share. */
    private boolean isLeft(int own) {
        int taken = together.get();
        while (own == 1 || own < all - taken) {
            if (together.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = together.get();
        }
        return false;
    }

    public void leave(K key) {
        together.decrementAndGet();
        held.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
