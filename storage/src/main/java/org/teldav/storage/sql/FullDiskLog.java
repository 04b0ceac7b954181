package org.teldav.storage.sql;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.StorageFullException;

/** Says that a full disk refuses writes, once a minute, and that it is over: a line for each write would fill what is left (docs/decisions/full-disk.md). Thread-safe. */
final class FullDiskLog implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(FullDiskLog.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Writer inner;
    private final LongSupplier nanos;
    /** When it was said last that the disk is full; 0 where it isn't. */
    private final AtomicLong said = new AtomicLong();

    FullDiskLog(Writer inner) {
        this(inner, System::nanoTime);
    }

    FullDiskLog(Writer inner, LongSupplier nanos) {
        this.inner = inner;
        this.nanos = nanos;
    }

    @Override
    public <T> T write(OptionalLong home, Function<Sql, T> work) {
        T result;
        try {
            result = inner.write(home, work);
        } catch (StorageFullException e) {
            refused(String.valueOf(e.getMessage()));
            throw e;
        } catch (JdbiException e) {
            if (Failures.isFull(e)) {
                refused("the disk of the database is full");
            }
            throw e;
        }
        if (said.get() != 0 && said.getAndSet(0) != 0) {
            LOG.warn("the database takes writes again");
        }
        return result;
    }

    private void refused(String why) {
        long last = said.get();
        long now = nanos.getAsLong();
        if ((last == 0 || now - last >= BETWEEN_LINES.toNanos()) && said.compareAndSet(last, now == 0 ? 1 : now)) {
            LOG.error("writes are refused: {}", why);
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
