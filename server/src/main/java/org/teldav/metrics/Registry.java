package org.teldav.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where counters and gauges are declared, once each. Thread-safe. */
public final class Registry implements Metrics {
    private final List<Supplier<Sample>> all = new CopyOnWriteArrayList<>();

    public Counter counter(String name, String help) {
        Counter counter = new Counter();
        all.add(() -> new Sample(name, help, Kind.COUNTER, counter.value()));
        return counter;
    }

    /** @param value asked at each reading, in the thread that reads */
    public void gauge(String name, String help, LongSupplier value) {
        all.add(() -> new Sample(name, help, Kind.GAUGE, value.getAsLong()));
    }

    @Override
    public List<Sample> read() {
        return all.stream().map(Supplier::get).toList();
    }
}
