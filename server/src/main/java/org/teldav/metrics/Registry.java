package org.teldav.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where counters, gauges and durations are declared, once each. What Prometheus reads has the names with {@code teldav_} before them. Thread-safe. */
public final class Registry implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final String PREFIX = "teldav_";
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

    private final PrometheusRegistry prometheus = new PrometheusRegistry();
    private final List<Supplier<Sample>> samples = new CopyOnWriteArrayList<>();
    private final List<Supplier<GaugeSnapshot>> gauges = new CopyOnWriteArrayList<>();

    public Registry() {
        prometheus.register(this::readGauges);
    }

    public Counter counter(String name, String help) {
        Counter counter = new Counter(io.prometheus.metrics.core.metrics.Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .withoutExemplars()
                .register(prometheus));
        samples.add(() -> new Sample(name, counter.value()));
        return counter;
    }

    /** @param value asked at each reading, in the thread that reads */
    public void gauge(String name, String help, LongSupplier value) {
        samples.add(() -> new Sample(name, value.getAsLong()));
        gauges(name, help, () -> Map.of(Map.of(), value.getAsLong()));
    }

    /** @param values by labels and their values; asked at each reading, in the thread that reads */
    public void gauges(String name, String help, Supplier<Map<Map<String, String>, Long>> values) {
        gauges.add(() -> {
            GaugeSnapshot.Builder snapshot =
                    GaugeSnapshot.builder().name(PREFIX + name).help(help);
            values.get()
                    .forEach((labels, value) -> snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(labels(labels))
                            .value(value)
                            .build()));
            return snapshot.build();
        });
    }

    private static Labels labels(Map<String, String> labels) {
        Labels.Builder built = Labels.builder();
        labels.forEach(built::label);
        return built.build();
    }

    /** A histogram. */
    public Durations durations(String name, String help, String... labels) {
        return new Durations(Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(prometheus));
    }

    /** Tells of the process and the Java machine too. At most once. */
    public void process() {
        JvmBufferPoolMetrics.builder().register(prometheus);
        JvmGarbageCollectorMetrics.builder().register(prometheus);
        JvmMemoryMetrics.builder().register(prometheus);
        JvmRuntimeInfoMetric.builder().register(prometheus);
        JvmThreadsMetrics.builder().register(prometheus);
        ProcessMetrics.builder().register(prometheus);
    }

    /** One that fails asks a database that is away: each further one would wait for it as long. */
    private MetricSnapshots readGauges() {
        MetricSnapshots.Builder read = MetricSnapshots.builder();
        try {
            gauges.forEach(gauge -> read.metricSnapshot(gauge.get()));
        } catch (RuntimeException e) {
            LOG.debug("a gauge can't be read", e);
        }
        return read.build();
    }

    @Override
    public List<Sample> read() {
        return samples.stream().map(Supplier::get).toList();
    }

    @Override
    public void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, prometheus.scrape());
    }
}
