package org.teldav.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Something that is counted. Thread-safe. */
public final class Counter {
    private final LongAdder count = new LongAdder();

    Counter() {}

    public void increment() {
        count.increment();
    }

    long value() {
        return count.sum();
    }
}
