package org.teldav.storage.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.teldav.storage.StorageException;

/** What the database's errors mean. */
final class Failures {
    private static final int TRIES = 12;
    private static final long PAUSE_MICROS = 500;

    private Failures() {}

    /** Runs the work again where the engine asks for it; it must have been rolled back. */
    static <T> T retrying(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JdbiException e) {
                if (attempt == TRIES || !isTransient(e)) {
                    throw translated(e);
                }
                pause(attempt);
            }
        }
    }

    static StorageException translated(JdbiException e) {
        return new StorageException(
                "the database failed"
                        + sqlState(e).map(state -> " (SQLSTATE " + state + ")").orElse(""),
                e);
    }

    /**
     * Class 40 is a deadlock or a serialization failure. A double key (23505) is here a race that was lost: each insert looks first, and in the next run
     * it will see the winner.
     */
    static boolean isTransient(Throwable e) {
        return sqlState(e)
                .filter(state -> state.startsWith("40") || state.equals("23505"))
                .isPresent();
    }

    private static Optional<String> sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.ofNullable(sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    private static void pause(int attempt) {
        long micros = ThreadLocalRandom.current().nextLong(PAUSE_MICROS << Math.min(attempt, 6));
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
