package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** The end of a transaction, which is told as done only where it is on as many servers as the database is set to wait for. */
final class Commit {
    /** SQLSTATE: nobody knows whether it was done. */
    private static final String UNKNOWN = "40003";

    private Commit() {}

    static void of(Connection connection) throws SQLException {
        connection.clearWarnings();
        connection.commit();
        certain(connection.getWarnings());
    }

    /** @param ended by a COMMIT, behind other statements or alone */
    static boolean certain(Statement ended) throws SQLException {
        return certain(ended.getWarnings());
    }

    /**
     * Where somebody cancels PostgreSQL's wait for its synchronous standby, a warning alone says that the commit is on the primary only, where a failover
     * loses it.
     */
    private static boolean certain(SQLWarning warning) throws SQLException {
        if (warning != null) {
            throw new SQLException("the commit is not certain: " + warning.getMessage(), UNKNOWN, warning);
        }
        return true;
    }
}
