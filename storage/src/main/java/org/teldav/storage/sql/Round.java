package org.teldav.storage.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statements that go in one round trip, one or more. Where one fails, none behind it is made. */
record Round(List<Question<?>> questions) {
    /** Asks them, and reads what each has come to. */
    void make(StatementCache statements) throws SQLException {
        Question<?> first = questions.get(0);
        List<Question<?>> others = questions.subList(1, questions.size());
        StringBuilder text = new StringBuilder(first.sql());
        List<Object> arguments = new ArrayList<>(Arrays.asList(first.arguments()));
        for (Question<?> other : others) {
            text.append("; ").append(other.sql());
            arguments.addAll(Arrays.asList(other.arguments()));
        }
        PreparedStatement statement = statements.prepared(text.toString());
        Parameters.set(statement, arguments.toArray());
        questions.forEach(Question::sent);
        execute(statement);
        first.read(statement);
        for (Question<?> other : others) {
            statement.getMoreResults();
            other.read(statement);
        }
        forgetBytes(statement, arguments);
    }

    /** Where there are no rows, drivers save themselves the question what they are like. */
    private void execute(PreparedStatement statement) throws SQLException {
        if (questions.stream().anyMatch(Question::hasRows)) {
            statement.execute();
        } else {
            statement.executeUpdate();
        }
    }

    /** A card of many megabytes is not kept until the statement is used again. */
    private static void forgetBytes(PreparedStatement statement, List<Object> arguments) throws SQLException {
        for (Object argument : arguments) {
            if (argument instanceof byte[]) {
                statement.clearParameters();
            }
        }
    }
}
