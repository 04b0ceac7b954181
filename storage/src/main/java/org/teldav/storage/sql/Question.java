package org.teldav.storage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A statement that is sent when its outcome is wanted, or before with others. Not thread-safe. */
final class Question<T> implements Supplier<T> {
    private final String sql;
    private final Object[] arguments;
    private final boolean rows;
    private final Outcome<T> outcome;
    private final Consumer<Question<T>> send;
    private boolean sent;
    private Optional<T> answer = Optional.empty();

    /** Reads what a statement has come to: the result it stands at. */
    interface Outcome<T> {
        T read(PreparedStatement statement) throws SQLException;

        static <T> Outcome<List<T>> all(RowReader<T> reader) {
            return statement -> {
                List<T> all = new ArrayList<>();
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        all.add(reader.read(rows));
                    }
                }
                return all;
            };
        }

        static <T> Outcome<Optional<T>> first(RowReader<T> reader) {
            return statement -> {
                try (ResultSet rows = statement.getResultSet()) {
                    return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
                }
            };
        }
    }

    /**
     * @param rows whether it has rows for an answer
     * @param send sends this, behind all that was asked before and waits
     */
    Question(String sql, Object[] arguments, boolean rows, Outcome<T> outcome, Consumer<Question<T>> send) {
        this.sql = sql;
        this.arguments = arguments;
        this.rows = rows;
        this.outcome = outcome;
        this.send = send;
    }

    /** All of them as one statement; of a single one it is its own text, whose hash is known. */
    static String text(List<Question<?>> questions) {
        return questions.size() == 1
                ? questions.get(0).sql
                : questions.stream().map(question -> question.sql).collect(Collectors.joining("; "));
    }

    static Object[] arguments(List<Question<?>> questions) {
        return questions.size() == 1
                ? questions.get(0).arguments
                : questions.stream()
                        .flatMap(question -> Arrays.stream(question.arguments))
                        .toArray();
    }

    boolean hasRows() {
        return rows;
    }

    /** Whether the database may have heard of it. */
    boolean isSent() {
        return sent;
    }

    void sent() {
        sent = true;
    }

    void read(PreparedStatement statement) throws SQLException {
        answer = Optional.of(outcome.read(statement));
    }

    @Override
    public T get() {
        if (!sent) {
            send.accept(this);
        }
        return answer.orElseThrow(() -> new IllegalStateException("a statement failed, and its outcome is asked for"));
    }
}
