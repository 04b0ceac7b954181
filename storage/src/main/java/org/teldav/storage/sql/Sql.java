package org.teldav.storage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.teldav.storage.CardId;

/**
 * Statements with positional parameters on one connection. An empty Optional is NULL. Not thread-safe.
 *
 * <p>What is only to be {@link #run} waits, where the engine is far, and goes with others in one round trip before the next statement whose outcome
 * matters.
 */
final class Sql {
    private final StatementCache statements;
    private final Dialect dialect;
    private final Consumer<SQLException> failures;
    private StringJoiner waiting = new StringJoiner("; ");
    private final List<Object> waitingArguments = new ArrayList<>();

    /** @param failures hears of each statement that failed */
    Sql(StatementCache statements, Dialect dialect, Consumer<SQLException> failures) {
        this.statements = statements;
        this.dialect = dialect;
        this.failures = failures;
    }

    void execute(String sql) {
        tried(() -> {
            try (Statement statement = statements.connection().createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** A statement whose outcome nobody asks for. */
    void run(String sql, Object... arguments) {
        if (!dialect.isFar()) {
            update(sql, arguments);
            return;
        }
        Parameters.check(arguments);
        waiting.add(sql);
        waitingArguments.addAll(List.of(arguments));
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

    <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        return queried(sql, arguments, rows -> {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        });
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        return queried(sql, arguments, rows -> rows.next() ? Optional.of(reader.read(rows)) : Optional.empty());
    }

    /** @param results reads all that it wants of the rows */
    private <T> T queried(String sql, Object[] arguments, RowReader<T> results) {
        flush();
        Parameters.check(arguments);
        return tried(() -> {
            PreparedStatement statement = statements.prepared(sql);
            Parameters.set(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                return results.read(rows);
            }
        });
    }

    /**
     * The first row that nobody else is about to take.
     *
     * @param sql of one table, ends with its LIMIT
     */
    <T> Optional<T> unlocked(String sql, RowReader<T> reader, Object... arguments) {
        return first(sql + dialect.unlocked(), reader, arguments);
    }

    /**
     * The first rows along an index.
     *
     * @param sql ends with an ORDER BY of an index's columns, all of them, from the first
     * @param arguments the last is the limit
     */
    <T> List<T> page(String sql, RowReader<T> reader, Object... arguments) {
        return list(sql + dialect.limit(), reader, arguments);
    }

    /**
     * The rows whose column is one of the values.
     *
     * @param sql ends with the column's name
     */
    <T> List<T> listAny(String sql, RowReader<T> reader, List<Object> arguments, Collection<?> values) {
        return values.isEmpty() ? List.of() : dialect.listAny(this, sql, reader, arguments, values);
    }

    /** The rows of these cards. @param query of a table {@code c}, ends before its conditions */
    <T> List<T> ofCards(String query, RowReader<T> reader, List<CardId> cards) {
        return cards.isEmpty() ? List.of() : dialect.ofCards(this, query, reader, cards);
    }

    /** The one number that the query always has. */
    long number(String sql, Object... arguments) {
        return first(sql, row -> row.getLong(1), arguments).orElseThrow();
    }

    boolean exists(String sql, Object... arguments) {
        return first(sql, row -> Boolean.TRUE, arguments).isPresent();
    }

    /** @return how many rows it touched */
    int update(String sql, Object... arguments) {
        flush();
        Parameters.check(arguments);
        return tried(() -> {
            PreparedStatement statement = statements.prepared(sql);
            Parameters.set(statement, arguments);
            int touched = statement.executeUpdate();
            forgetBytes(statement, arguments);
            return touched;
        });
    }

    /** Inserts a row whose column {@code id} the database draws. */
    long insert(String sql, Object... arguments) {
        flush();
        Parameters.check(arguments);
        return tried(() -> {
            PreparedStatement statement = statements.preparedInsert(sql);
            Parameters.set(statement, arguments);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        });
    }

    void batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        flush();
        rows.forEach(Parameters::check);
        tried(() -> {
            PreparedStatement statement = statements.prepared(sql);
            for (Object[] row : rows) {
                Parameters.set(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** A card of many megabytes is not kept until the statement is used again. */
    private static void forgetBytes(PreparedStatement statement, Object... arguments) throws SQLException {
        for (Object argument : arguments) {
            if (argument instanceof byte[]) {
                statement.clearParameters();
            }
        }
    }

    /** Something done with statements. */
    private interface Attempt<T> {
        T make() throws SQLException;
    }

    private <T> T tried(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (SQLException e) {
            failures.accept(e);
            throw new StatementFailedException(e);
        }
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
