package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows guessing: each key has ten wrong passwords to spend and gets one back every six seconds. The most recent 10,000 keys are remembered. Thread-safe.
 */
final class Attempts {
    private static final int MOST = 10;
    private static final long REFILL_NANOS = Duration.ofSeconds(6).toNanos();
    private static final int REMEMBERED = 10_000;

    private final Cache<String, Spent> spent =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final LongSupplier nanos;

    /** @param count of failures that are not forgiven yet at that time */
    private record Spent(double count, long at) {}

    /** @param nanos as {@link System#nanoTime} */
    Attempts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether one more password may be tried. */
    boolean allowed(String key) {
        Spent before = spent.getIfPresent(key);
        return before == null || left(before, nanos.getAsLong()) <= MOST - 1;
    }

    void failed(String key) {
        spent.asMap().compute(key, (same, before) -> {
            long now = nanos.getAsLong();
            return new Spent(before == null ? 1 : left(before, now) + 1, now);
        });
    }

    private static double left(Spent before, long now) {
        return Math.max(0, before.count - (double) (now - before.at) / REFILL_NANOS);
    }
}
