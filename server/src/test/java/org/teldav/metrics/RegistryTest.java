package org.teldav.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry = new Registry();

    @Test
    void what_is_counted_is_read_by_its_name_and_by_prometheus_with_a_prefix() throws IOException {
        Counter cups = registry.counter("cups", "cups of tea");
        cups.increment();
        cups.increment();
        registry.gauge("guests", "guests at the table", () -> 3);
        assertThat(registry.read()).containsExactly(new Metrics.Sample("cups", 2), new Metrics.Sample("guests", 3));
        assertThat(text())
                .contains("# HELP teldav_cups_total cups of tea\n", "# TYPE teldav_cups_total counter\n")
                .contains("\nteldav_cups_total 2.0\n", "\nteldav_guests 3.0\n");
    }

    @Test
    void durations_fall_into_buckets_of_their_labels() throws IOException {
        Durations durations = registry.durations("tea_seconds", "how long it took", "kind");
        durations.observe(2_000_000, "green");
        durations.observe(3_000_000_000L, "green");
        assertThat(text())
                .contains("teldav_tea_seconds_bucket{kind=\"green\",le=\"0.001\"} 0\n")
                .contains("teldav_tea_seconds_bucket{kind=\"green\",le=\"0.0025\"} 1\n")
                .contains("teldav_tea_seconds_bucket{kind=\"green\",le=\"+Inf\"} 2\n")
                .contains("teldav_tea_seconds_sum{kind=\"green\"} 3.002\n");
    }

    @Test
    void a_gauge_that_can_t_be_read_is_left_out_with_those_behind_it_and_all_else_is_there() throws IOException {
        registry.counter("cups", "cups of tea");
        registry.gauges("seats", "seats by state", () -> Map.of(Map.of("state", "free"), 1L));
        registry.gauge("guests", "guests at the table", () -> {
            throw new IllegalStateException("away");
        });
        registry.gauge("late", "asked after one that is away", () -> {
            throw new AssertionError("asked");
        });
        assertThat(text())
                .contains("teldav_cups_total 0.0\n", "teldav_seats{state=\"free\"} 1.0\n")
                .doesNotContain("teldav_guests", "teldav_late");
    }

    private String text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        registry.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
