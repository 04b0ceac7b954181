package org.teldav.storage.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;

/** What one work tries with statements, and whether it failed. Not thread-safe. */
final class StatementAttempts {
    private final Consumer<SQLException> failures;
    private Optional<JdbiException> failure = Optional.empty();

    /** @param failures hears of each statement that failed */
    StatementAttempts(Consumer<SQLException> failures) {
        this.failures = failures;
    }

    /** Something done with statements. */
    interface Attempt<T> {
        T make() throws SQLException;
    }

    <T> T make(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (SQLException e) {
            failures.accept(e);
            StatementFailedException failed = new StatementFailedException(e);
            failure = Optional.of(failed);
            throw failed;
        }
    }

    /** @throws JdbiException where a statement failed, even if the work went on */
    void check() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** An insert that may fail. @return false where a row of its key is there */
    boolean isDone(Runnable insert) {
        Optional<JdbiException> before = failure;
        try {
            insert.run();
            return true;
        } catch (StatementFailedException e) {
            if (!Failures.isDouble(e)) {
                throw e;
            }
            failure = before;
            return false;
        }
    }
}
