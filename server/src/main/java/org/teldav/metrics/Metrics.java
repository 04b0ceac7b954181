package org.teldav.metrics;

import java.util.List;

/** What was counted since the start of this server, and what stands now. Thread-safe. */
public interface Metrics {
    /** In the order in which they were declared. */
    List<Sample> read();

    /**
     * One value.
     *
     * @param name words with underscores between them, and the unit last
     * @param help one line for people
     */
    record Sample(String name, String help, Kind kind, long value) {}

    /** What may become of a value. */
    enum Kind {
        /** It only grows, from 0 at the start. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }
}
