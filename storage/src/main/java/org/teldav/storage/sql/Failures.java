package org.teldav.storage.sql;

import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.StorageException;
import org.teldav.storage.StorageFullException;

/** What the database's errors mean. */
final class Failures {
    private static final Pattern PASSING = Pattern.compile("08...|57P0.|25006|57014|53[23]..|40...");
    private static final Pattern LOST = Pattern.compile("08...|57P0[12]|25006");
    private static final Pattern COMING = Pattern.compile("(?!08004)08...|57P0.|53300");
    private static final String DOUBLE = "23505";
    private static final String DISK_FULL = "53100";
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
        if (isFull(e)) {
            return new StorageFullException("the disk of the database is full", e);
        }
        String state = sqlState(e).map(each -> " (SQLSTATE " + each + ")").orElse("");
        return isAway(e)
                ? new DatabaseAwayException("the database does not answer" + state, e)
                : new StorageException("the database failed" + state, e);
    }

    /**
     * Whether it passes by itself: no connection (class 08; none of the pool's free in time; one that the pool has closed, which has no SQLSTATE), a server that ends or begins (57P0x) or became a standby
     * (25006), a statement that took too long (57014), too many connections or too little memory (53xxx), or all tries lost in races (class 40).
     */
    static boolean isAway(Throwable e) {
        return causes(e).anyMatch(cause -> cause instanceof SQLTransientConnectionException)
                || failure(e)
                        .filter(sql -> sql.getSQLState() == null
                                || PASSING.matcher(sql.getSQLState()).matches())
                        .isPresent();
    }

    /** Whether the engine itself has said that it has no room; it goes on reading. */
    static boolean isFull(Throwable e) {
        return sqlState(e).filter(DISK_FULL::equals).isPresent();
    }

    /** Whether a server that can't be connected to now may be there soon. */
    static boolean isComing(SQLException e) {
        boolean forGood = causes(e)
                .anyMatch(cause -> cause instanceof GeneralSecurityException || cause instanceof FileNotFoundException);
        return !forGood && sqlState(e).filter(COMING.asMatchPredicate()).isPresent();
    }

    /** Whether all connections that were made before are better made anew: one broke, or leads to a server that is the primary no more. */
    static boolean isLost(SQLException e) {
        return Optional.ofNullable(e.getSQLState())
                .filter(LOST.asMatchPredicate())
                .isPresent();
    }

    /**
     * Class 40 is a deadlock or a serialization failure, but for 40003, after which nobody knows whether the work was done. A double key (23505) is here
     * a race that was lost: each insert looks first, and in the next run it will see the winner.
     */
    static boolean isTransient(Throwable e) {
        return sqlState(e)
                .filter(state -> state.startsWith("40") && !state.equals("40003") || state.equals(DOUBLE))
                .isPresent();
    }

    /** Whether a row of that key was there. */
    static boolean isDouble(Throwable e) {
        return sqlState(e).filter(DOUBLE::equals).isPresent();
    }

    private static Optional<String> sqlState(Throwable e) {
        return failure(e).map(SQLException::getSQLState);
    }

    private static Optional<SQLException> failure(Throwable e) {
        return causes(e)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }

    private static void pause(int attempt) {
        long micros = ThreadLocalRandom.current().nextLong(PAUSE_MICROS << Math.min(attempt, 6));
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
