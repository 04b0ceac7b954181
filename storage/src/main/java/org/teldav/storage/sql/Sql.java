package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.teldav.storage.CardId;

/**
 * Statements with positional parameters on one connection. An empty Optional is NULL. Not thread-safe.
 *
 * <p>Where the engine is far, what is only to be {@link #run}, or asked about later, waits, and goes in one round trip with the next statement whose outcome
 * matters.
 */
final class Sql {
    private static final int FEW = 20;
    private static final Object[] NONE = {};

    private final StatementCache statements;
    private final Dialect dialect;
    private final StatementAttempts attempts;
    private final Waiting waiting;
    private final Moves moves = new Moves();
    private boolean last;

    /**
     * @param failures hears of each statement that failed
     * @param waiting of works before in the same transaction
     */
    Sql(StatementCache statements, Dialect dialect, Consumer<SQLException> failures, Waiting waiting) {
        this.statements = statements;
        this.dialect = dialect;
        this.attempts = new StatementAttempts(failures);
        this.waiting = waiting;
    }

    /** Whether each statement is a round trip, so that fewer are better than smaller ones. */
    boolean isFar() {
        return dialect.isFar();
    }

    /** What the work that this is for has changed. */
    Moves moves() {
        return moves;
    }

    Connection connection() {
        return statements.connection();
    }

    /** At once, before what waits. */
    void execute(String sql) {
        attempts.make(() -> {
            try (Statement statement = statements.connection().createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** A statement whose outcome nobody asks for. */
    void run(String sql, Object... arguments) {
        Question<Integer> question = laterUpdate(sql, arguments);
        if (!isFar()) {
            question.get();
        }
    }

    /** Says that what is locked from now on is behind everything else in the order of locks: no other work may follow in the same transaction. */
    void last() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /**
     * The work is done. Where another follows, what waits goes with its first statements. Else it is sent, and the COMMIT with it in the same round trip, but
     * not where it is of works before, too: should that fail, they must run again, and that they may as long as no COMMIT was under way.
     *
     * @param closing whether no other work follows in the transaction
     * @return whether it is committed; if not, the commit is a round trip of its own
     * @throws JdbiException where a statement failed, even if the work went on: PostgreSQL answers the COMMIT of such a transaction by rolling it back,
     *     and its driver doesn't tell
     */
    boolean end(boolean closing) {
        attempts.check();
        if (waiting.isTorn()) {
            throw new IllegalStateException("what another work has written was not sent");
        }
        boolean commits = closing && waiting.isOfOneWork();
        if (commits) {
            later("COMMIT", NONE, false, Commit::certain);
        }
        if (closing || !waiting.carry()) {
            flush();
        }
        return commits;
    }

    /** Sends what waits. */
    void flush() {
        attempts.make(() -> {
            waiting.send(statements);
            return true;
        });
    }

    <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        return laterList(sql, reader, arguments).get();
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        return laterFirst(sql, reader, arguments).get();
    }

    /** @return how many rows it touched */
    int update(String sql, Object... arguments) {
        return laterUpdate(sql, arguments).get();
    }

    /** As {@link #list}, but it need not go alone: what is asked before the answer is wanted goes with it, in its order, where the engine is far. */
    <T> Question<List<T>> laterList(String sql, RowReader<T> reader, Object... arguments) {
        return later(sql, arguments, true, Question.Outcome.all(reader));
    }

    /** As {@link #first}, not alone. */
    <T> Question<Optional<T>> laterFirst(String sql, RowReader<T> reader, Object... arguments) {
        return later(sql, arguments, true, Question.Outcome.first(reader));
    }

    /** As {@link #update}, not alone. */
    Question<Integer> laterUpdate(String sql, Object... arguments) {
        return later(sql, arguments, false, PreparedStatement::getUpdateCount);
    }

    private <T> Question<T> later(String sql, Object[] arguments, boolean rows, Question.Outcome<T> outcome) {
        Parameters.check(arguments);
        if (!isFar()) {
            return new Question<>(sql, arguments, rows, outcome, this::send);
        }
        Question<T> question = new Question<>(sql, arguments, rows, outcome, any -> flush());
        waiting.add(question);
        return question;
    }

    private void send(Question<?> alone) {
        attempts.make(() -> {
            new Round(List.of(alone)).make(statements);
            return true;
        });
    }

    /** As {@link Dialect#unsought}. */
    String unsought(String column) {
        return dialect.unsought(column);
    }

    /**
     * The first rows that nobody else is about to take, locked.
     *
     * @param sql of one table, ends with its LIMIT
     */
    <T> List<T> unlocked(String sql, RowReader<T> reader, Object... arguments) {
        return list(sql + dialect.unlocked(), reader, arguments);
    }

    /**
     * The first rows along an index.
     *
     * @param sql ends with an ORDER BY of an index's columns, all of them, from the first
     * @param arguments the last is the limit
     */
    <T> List<T> page(String sql, RowReader<T> reader, Object... arguments) {
        return laterPage(sql, reader, arguments).get();
    }

    /** As {@link #page}, not alone. */
    <T> Question<List<T>> laterPage(String sql, RowReader<T> reader, Object... arguments) {
        return laterList(sql + dialect.limit(), reader, arguments);
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

    /** Inserts a row whose column {@code id} the database draws. */
    long insert(String sql, Object... arguments) {
        flush();
        Parameters.check(arguments);
        return attempts.make(() -> {
            PreparedStatement statement = statements.preparedInsert(sql);
            Parameters.set(statement, arguments);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        });
    }

    /**
     * Inserts a row where there is none of its key. It need not go alone.
     *
     * @param sql ends with its VALUES
     * @return whether there was none
     */
    BooleanSupplier insertNew(String sql, Object... arguments) {
        return dialect.insertNew(this, sql, arguments);
    }

    /** For an engine whose transaction goes on after a statement that failed. @return false where a row of its key is there */
    boolean tryInsert(String sql, Object... arguments) {
        return attempts.isDone(() -> update(sql, arguments));
    }

    /**
     * Inserts rows, which need not go alone where they are few.
     *
     * @param sql ends with VALUES
     * @param row its parameters, in parentheses
     */
    void insertAll(String sql, String row, List<Object[]> rows) {
        if (isFar() && !rows.isEmpty() && rows.size() <= FEW) {
            run(
                    sql + String.join(", ", Collections.nCopies(rows.size(), row)),
                    rows.stream().flatMap(Arrays::stream).toArray());
        } else {
            batch(sql + row, rows);
        }
    }

    void batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        flush();
        rows.forEach(Parameters::check);
        attempts.make(() -> {
            PreparedStatement statement = statements.prepared(sql);
            for (Object[] row : rows) {
                Parameters.set(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
