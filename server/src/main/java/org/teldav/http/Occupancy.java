package org.teldav.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many of something each of many has at a time, and no more than so many. Remembers nobody who has none. Thread-safe. */
public final class Occupancy<K> {
    private final int most;
    private final ConcurrentMap<K, Integer> held = new ConcurrentHashMap<>();

    public Occupancy(int most) {
        this.most = most;
    }

    /** @return false where the key has as many as it may; else it has to {@link #leave} */
    public boolean enter(K key) {
        if (held.merge(key, 1, Integer::sum) <= most) {
            return true;
        }
        leave(key);
        return false;
    }

    public void leave(K key) {
        held.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
