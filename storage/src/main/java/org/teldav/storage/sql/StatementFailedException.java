package org.teldav.storage.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** A statement failed. Its arguments are not told: they would carry people's numbers into the log. */
final class StatementFailedException extends JdbiException {
    StatementFailedException(SQLException cause) {
        super("a statement failed: " + cause.getMessage(), cause);
    }
}
