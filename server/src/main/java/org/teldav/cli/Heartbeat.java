package org.teldav.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at each interval how far something is that doesn't say it itself, until it is closed. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** @param line asked each time, in a thread of its own; where it fails, nothing is said any more */
    Heartbeat(PrintStream out, Duration interval, Supplier<String> line) {
        thread = new Thread(
                () -> {
                    while (!isClosedAfter(interval) && isSaid(out, line)) {
                        LOG.trace("said");
                    }
                },
                "heartbeat");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean isSaid(PrintStream out, Supplier<String> line) {
        try {
            out.println(line.get());
            return true;
        } catch (RuntimeException e) {
            LOG.debug("it can't be told how far it is", e);
            return false;
        }
    }

    private boolean isClosedAfter(Duration interval) {
        try {
            return closed.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Nothing is said after it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
