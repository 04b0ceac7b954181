package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.teldav.storage.ConnectionPool;

/** Connections that keep their prepared statements. Thread-safe. */
final class Pool implements AutoCloseable {
    private final HikariDataSource connections;
    private final Jdbi jdbi;
    private final Map<Connection, StatementCache> caches = new ConcurrentHashMap<>();

    Pool(HikariConfig config) {
        this.connections = new HikariDataSource(config);
        this.jdbi = Jdbi.create(this::connection);
    }

    /** As {@link #connection}, for work that has transactions. */
    Handle handle() {
        return jdbi.open();
    }

    /**
     * A connection that, as far as its driver knows, is alive. The pool itself can't see which has broken, since statements are made beside it, and looks
     * only at those that were idle for a while.
     */
    Connection connection() throws SQLException {
        Connection connection = connections.getConnection();
        while (isBroken(connection)) {
            connections.evictConnection(connection);
            connection.close();
            connection = connections.getConnection();
        }
        return connection;
    }

    private static boolean isBroken(Connection connection) {
        try {
            return connection.unwrap(Connection.class).isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Whatever the connections were made to has become another one: each is closed when it comes back. */
    void renew() {
        connections.getHikariPoolMXBean().softEvictConnections();
    }

    ConnectionPool state() {
        HikariPoolMXBean pool = connections.getHikariPoolMXBean();
        return new ConnectionPool(
                connections.getPoolName(),
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                pool.getThreadsAwaitingConnection());
    }

    StatementCache statements(Connection connection) {
        try {
            if (connection.isClosed()) {
                // A work before in the same transaction found it broken, and the pool gave it up.
                throw new SQLException("the connection is closed", "08003");
            }
            Connection physical = connection.unwrap(Connection.class);
            StatementCache cache = caches.get(physical);
            if (cache == null) {
                forgetClosed();
                cache = new StatementCache(physical);
                caches.put(physical, cache);
            }
            return cache;
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    private void forgetClosed() throws SQLException {
        for (Connection known : caches.keySet()) {
            if (known.isClosed()) {
                caches.remove(known);
            }
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
