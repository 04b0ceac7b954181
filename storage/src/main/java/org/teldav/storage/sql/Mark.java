package org.teldav.storage.sql;

import java.sql.SQLException;
import java.sql.Savepoint;

/** Where a work begins in a transaction that has others in it. There is one at a time on a connection. */
interface Mark {
    /** Undoes all statements since. */
    void undo() throws SQLException;

    /** The work is done, and its last statements go with this. */
    void pass();

    static Mark set(Sql sql) throws SQLException {
        return sql.isFar() ? new Named(sql) : new Unnamed(sql, sql.connection().setSavepoint());
    }

    /**
     * In no round trip of its own. It is gone when the work is done, lest another work's be taken for this one's. A work that a condition ends (a 412) would
     * otherwise make all of its group run again, and that it is there to go back to is what proves that no COMMIT was made.
     */
    final class Named implements Mark {
        private final Sql sql;
        private final Question<Integer> set;

        private Named(Sql sql) {
            this.sql = sql;
            this.set = sql.laterUpdate("SAVEPOINT work");
        }

        @Override
        public void undo() {
            if (set.isSent()) {
                sql.execute("ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work");
            }
        }

        @Override
        public void pass() {
            sql.run("RELEASE SAVEPOINT work");
        }
    }

    record Unnamed(Sql sql, Savepoint set) implements Mark {
        @Override
        public void undo() throws SQLException {
            sql.connection().rollback(set);
        }

        @Override
        public void pass() {
            // The next one takes its place.
        }
    }
}
