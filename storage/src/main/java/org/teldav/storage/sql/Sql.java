package org.teldav.storage.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.teldav.storage.UnstorableTextException;

/**
 * Statements with positional parameters on one connection. An empty Optional is NULL. Not thread-safe.
 *
 * <p>What is only to be {@link #run} waits, where the engine is far, and goes with others in one round trip before the next statement whose outcome
 * matters.
 */
final class Sql {
    private final Handle handle;
    private final Dialect dialect;
    private StringJoiner waiting = new StringJoiner("; ");
    private final List<Object> waitingArguments = new ArrayList<>();

    Sql(Handle handle, Dialect dialect) {
        this.handle = handle;
        this.dialect = dialect;
    }

    void execute(String sql) {
        handle.execute(sql);
    }

    /** A statement whose outcome nobody asks for. */
    void run(String sql, Object... arguments) {
        if (!dialect.isFar()) {
            update(sql, arguments);
            return;
        }
        waiting.add(sql);
        waitingArguments.addAll(List.of(checked(arguments)));
    }

    /** Sends what waits: at the end of each work. */
    void flush() {
        if (waiting.length() > 0) {
            String sql = waiting.toString();
            Object[] arguments = waitingArguments.toArray();
            forget();
            update(sql, arguments);
        }
    }

    /** Drops what waits: its work is rolled back. */
    void forget() {
        waiting = new StringJoiner("; ");
        waitingArguments.clear();
    }

    <T> List<T> list(String sql, RowMapper<T> mapper, Object... arguments) {
        flush();
        try (Query query = handle.select(sql, checked(arguments))) {
            return query.map(mapper).list();
        }
    }

    <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... arguments) {
        flush();
        try (Query query = handle.select(sql, checked(arguments))) {
            return query.map(mapper).findFirst();
        }
    }

    /**
     * The first row that nobody else is about to take.
     *
     * @param sql of one table, ends with its LIMIT
     */
    <T> Optional<T> unlocked(String sql, RowMapper<T> mapper, Object... arguments) {
        return first(sql + dialect.unlocked(), mapper, arguments);
    }

    /**
     * The first rows along an index.
     *
     * @param sql ends with an ORDER BY of an index's columns, all of them, from the first
     * @param arguments the last is the limit
     */
    <T> List<T> page(String sql, RowMapper<T> mapper, Object... arguments) {
        return list(sql + dialect.limit(), mapper, arguments);
    }

    /**
     * The rows whose column is one of the values.
     *
     * @param sql ends with the column's name
     */
    <T> List<T> listAny(String sql, RowMapper<T> mapper, List<Object> arguments, Collection<?> values) {
        return values.isEmpty() ? List.of() : dialect.listAny(this, sql, mapper, arguments, values);
    }

    /** The one number that the query always has. */
    long number(String sql, Object... arguments) {
        return first(sql, (row, context) -> row.getLong(1), arguments).orElseThrow();
    }

    boolean exists(String sql, Object... arguments) {
        return first(sql, (row, context) -> Boolean.TRUE, arguments).isPresent();
    }

    /** @return how many rows it touched */
    int update(String sql, Object... arguments) {
        flush();
        try (Update update = handle.createUpdate(sql)) {
            bind(update, arguments);
            return update.execute();
        }
    }

    /** Inserts a row whose column {@code id} the database draws. */
    long insert(String sql, Object... arguments) {
        flush();
        try (Update update = handle.createUpdate(sql)) {
            bind(update, arguments);
            return update.executeAndReturnGeneratedKeys("id")
                    .map((row, context) -> row.getLong(1))
                    .one();
        }
    }

    void batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        flush();
        try (PreparedBatch batch = handle.prepareBatch(sql)) {
            rows.forEach(row -> batch.add(checked(row)));
            batch.execute();
        }
    }

    private static void bind(Update update, Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            check(arguments[i]);
            update.bind(i, arguments[i]);
        }
    }

    private static Object[] checked(Object... arguments) {
        for (Object argument : arguments) {
            check(argument);
        }
        return arguments;
    }

    private static void check(Object argument) {
        if (argument instanceof String text && !Text.isStorable(text)) {
            throw new UnstorableTextException("a text holds U+0000 or half a surrogate pair");
        }
        if (argument instanceof Optional<?> optional && optional.isPresent()) {
            check(optional.get());
        }
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
