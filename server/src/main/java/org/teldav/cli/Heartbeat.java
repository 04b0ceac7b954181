package org.teldav.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says at each interval how far something is that doesn't say it itself, until it is closed. */
final class Heartbeat implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** @param line asked each time, in a thread of its own; where it fails, nothing is said any more */
    Heartbeat(PrintStream out, Duration interval, Supplier<String> line) {
        timer.scheduleWithFixedDelay(
                () -> out.println(line.get()), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nothing is said after it. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
