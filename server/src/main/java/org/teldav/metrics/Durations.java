package org.teldav.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;

/** How long things of some kinds took. Thread-safe. */
public final class Durations {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Histogram histogram;

    Durations(Histogram histogram) {
        this.histogram = histogram;
    }

    /** @param labels a value for each label, out of few that are known beforehand: each combination is kept for good */
    public void observe(long nanos, String... labels) {
        histogram.labelValues(labels).observe(nanos / NANOS);
    }
}
