package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.teldav.storage.StorageException;

/** An open database of the newest schema: its pool of connections and its engine. Thread-safe. */
final class Database implements AutoCloseable {
    private final Dialect dialect;
    private final AutoCloseable reservation;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Map<Connection, StatementCache> caches = new ConcurrentHashMap<>();

    private Database(Dialect dialect, AutoCloseable reservation, HikariDataSource pool) {
        this.dialect = dialect;
        this.reservation = reservation;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.setStatementBuilderFactory(this::statements);
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.configure(StatementExceptions.class, config -> config.setMessageRendering(MessageRendering.NONE));
        jdbi.configure(SqlStatements.class, config -> config.setTemplateEngine((sql, context) -> sql));
    }

    static Database open(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings.url());
        AutoCloseable reservation = dialect.reserve();
        try {
            Database database = new Database(dialect, reservation, new HikariDataSource(pool(settings, dialect)));
            database.prepare();
            return database;
        } catch (JdbiException | FlywayException | HikariPool.PoolInitializationException e) {
            release(reservation);
            throw new StorageException("the database can't be opened: " + e.getMessage(), e);
        }
    }

    private static HikariConfig pool(DatabaseSettings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("teldav");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        dialect.configure(config);
        return config;
    }

    private void prepare() {
        try {
            jdbi.useHandle(handle -> dialect.prepare(sql(handle)));
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:org/teldav/storage/sql/migrations")
                    .placeholders(dialect.placeholders())
                    .load()
                    .migrate();
        } catch (JdbiException | FlywayException e) {
            pool.close();
            throw e;
        }
    }

    Handle handle() {
        return jdbi.open();
    }

    Sql sql(Handle handle) {
        return new Sql(handle, dialect);
    }

    /** Name and version, for people. */
    String engine() {
        try (Connection connection = pool.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new StorageException("the database does not answer", e);
        }
    }

    private StatementBuilder statements(Connection connection) {
        try {
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
        for (Connection connection : caches.keySet()) {
            if (connection.isClosed()) {
                caches.remove(connection);
            }
        }
    }

    @Override
    public void close() {
        if (pool.isClosed()) {
            return;
        }
        try {
            jdbi.useHandle(handle -> dialect.shutdown(sql(handle)));
        } finally {
            pool.close();
            release(reservation);
        }
    }

    private static void release(AutoCloseable reservation) {
        try {
            reservation.close();
        } catch (Exception e) {
            throw new StorageException("the lock of the database could not be let go", e);
        }
    }
}
