package org.teldav.bench.torture;

import java.util.concurrent.atomic.AtomicLong;

/** How many writes whose answer was lost were found done, and how many not. Thread-safe. */
record Flights(AtomicLong landed, AtomicLong lost) {
    Flights() {
        this(new AtomicLong(), new AtomicLong());
    }

    void ended(boolean done) {
        (done ? landed : lost).incrementAndGet();
    }
}
