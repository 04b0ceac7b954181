package org.teldav.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What was counted since the start of this server, and what stands now. Thread-safe. */
public interface Metrics {
    /** Of what {@link #write} writes. */
    String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** Counters and gauges without labels, in the order in which they were declared. */
    List<Sample> read();

    /**
     * Writes all there is as Prometheus reads it. A gauge that can't be read is left out, and those declared behind it.
     *
     * @throws IOException where it can't be written
     */
    void write(OutputStream out) throws IOException;

    /**
     * One value.
     *
     * @param name words with underscores between them, and the unit last
     */
    record Sample(String name, long value) {}
}
