package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the prepared statements of one physical connection: HSQLDB compiles a statement anew each time it is prepared, and the pool closes what was
 * prepared through it. Used by one thread at a time, as its connection is.
 */
final class StatementCache {
    private final Connection physical;
    private final Map<String, PreparedStatement> statements = new Recent();
    private final Map<String, PreparedStatement> inserts = new Recent();

    StatementCache(Connection physical) {
        this.physical = physical;
    }

    Connection connection() {
        return physical;
    }

    /** It stays for the next time: not to be closed. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = physical.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** The same for an INSERT that tells the {@code id} it has drawn. */
    PreparedStatement preparedInsert(String sql) throws SQLException {
        PreparedStatement statement = inserts.get(sql);
        if (statement == null) {
            statement = physical.prepareStatement(sql, new String[] {"id"});
            inserts.put(sql, statement);
        }
        return statement;
    }

    /** Statements are of a bounded number of texts, but for the joined ones: those not used for long are closed. */
    private static final class Recent extends LinkedHashMap<String, PreparedStatement> {
        private static final int MOST = 300;

        Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() <= MOST) {
                return false;
            }
            try {
                eldest.getValue().close();
            } catch (SQLException e) {
                throw new IllegalStateException("a statement could not be closed", e);
            }
            return true;
        }
    }
}
