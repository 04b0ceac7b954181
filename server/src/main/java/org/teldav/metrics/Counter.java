package org.teldav.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/** Something that is counted. Thread-safe. */
public final class Counter {
    private final CounterDataPoint count;

    Counter(CounterDataPoint count) {
        this.count = count;
    }

    public void increment() {
        count.inc();
    }

    long value() {
        return count.getLongValue();
    }
}
