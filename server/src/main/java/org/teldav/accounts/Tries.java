package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** How often something may be tried, by keys; those used of late are remembered, 10,000 at the most. Thread-safe. */
final class Tries {
    private static final int REMEMBERED = 10_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final List<Limit> limits;
    private final TimeMeter time;

    /** So many in that time, at once or spread over it. */
    record Limit(int tries, Duration time) {}

    /** @param limits all of which hold. @param nanos as {@link System#nanoTime} */
    Tries(List<Limit> limits, LongSupplier nanos) {
        this.limits = limits;
        this.time = new Meter(nanos);
    }

    /** Takes one, if one is left. */
    boolean take(String key) {
        return bucket(key).tryConsume(1);
    }

    /** It was none after all. */
    void giveBack(String key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(String key) {
        return buckets.get(key, any -> full());
    }

    private Bucket full() {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(time);
        for (Limit limit : limits) {
            builder.addLimit(bandwidth -> bandwidth.capacity(limit.tries).refillGreedy(limit.tries, limit.time));
        }
        return builder.build();
    }

    private record Meter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
