package org.teldav.storage.sql;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one physical connection: HSQLDB compiles a statement anew each time it is prepared, and the pool closes what was
 * prepared through it. Used by one thread at a time, as its connection is.
 */
final class StatementCache implements StatementBuilder {
    private final Connection physical;
    private final Map<String, PreparedStatement> statements = new Recent();
    private final Map<String, PreparedStatement> inserts = new Recent();

    StatementCache(Connection physical) {
        this.physical = physical;
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return physical.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        return context.isReturningGeneratedKeys()
                ? cached(inserts, sql, context.getGeneratedKeysColumnNames())
                : cached(statements, sql);
    }

    private PreparedStatement cached(Map<String, PreparedStatement> cache, String sql, String... keys)
            throws SQLException {
        PreparedStatement statement = cache.get(sql);
        if (statement == null) {
            statement = keys.length == 0 ? physical.prepareStatement(sql) : physical.prepareStatement(sql, keys);
            cache.put(sql, statement);
        }
        return statement;
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return physical.prepareCall(sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) {
        // It stays for the next time.
    }

    @Override
    public void close(Connection connection) {
        // The connection goes back to the pool with its statements.
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
