package org.teldav.storage.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Statements that go in one round trip, one or more. Where one fails, none behind it is made. */
record Round(List<Question<?>> questions) {
    /** Asks them, and reads what each has come to. */
    void make(StatementCache statements) throws SQLException {
        PreparedStatement statement = statements.prepared(Question.text(questions));
        Object[] arguments = Question.arguments(questions);
        Parameters.set(statement, arguments);
        questions.forEach(Question::sent);
        execute(statement);
        questions.get(0).read(statement);
        for (Question<?> other : questions.subList(1, questions.size())) {
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
    private static void forgetBytes(PreparedStatement statement, Object[] arguments) throws SQLException {
        for (Object argument : arguments) {
            if (argument instanceof byte[]) {
                statement.clearParameters();
            }
        }
    }
}
