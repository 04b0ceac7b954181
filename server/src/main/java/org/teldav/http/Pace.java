package org.teldav.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How fast bytes come while they are waited for. Only the time of waiting counts, not what the server takes for itself; and the wait for the first bytes
 * is not counted, since who says nothing is idle. Thread-safe.
 */
final class Pace {
    private final Settings settings;
    private boolean begun;
    private long since;
    private boolean waiting;
    private long waited;
    private long bytes;

    /**
     * @param rate bytes a second; 0 for any
     * @param patience how long it may be slower
     */
    record Settings(int rate, Duration patience) {}

    Pace(Settings settings) {
        this.settings = settings;
    }

    /** Something new begins, and what was before is forgotten. */
    synchronized void begin() {
        begun = false;
        waited = 0;
        bytes = 0;
    }

    synchronized void awaits(long nanos) {
        since = nanos;
        waiting = true;
    }

    /** So many came. @return whether all that came so far came too slowly */
    synchronized boolean isTooSlow(long count, long nanos) {
        if (waiting && begun) {
            waited += nanos - since;
        }
        waiting = false;
        begun = true;
        bytes += count;
        double least = (double) settings.rate * waited / TimeUnit.SECONDS.toNanos(1);
        return settings.rate > 0 && waited > settings.patience.toNanos() && bytes < least;
    }
}
