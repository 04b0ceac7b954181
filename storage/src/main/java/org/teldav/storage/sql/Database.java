package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.teldav.storage.ConnectionPool;
import org.teldav.storage.StorageException;

/** An open database of the newest schema: its connections and its engine. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int FEW = 2;
    private static final String NEWEST = "latest";

    private final Dialect dialect;
    private final AutoCloseable reservation;
    private final Pool writers;
    private final Pool readers;
    private final int writesAtOnce;

    private Database(DatabaseSettings settings, Dialect dialect, AutoCloseable reservation) {
        this.dialect = dialect;
        this.reservation = reservation;
        this.writesAtOnce = dialect.writesAtOnce(settings.poolSize());
        if (dialect.separatesReaders()) {
            this.writers = new Pool(config(settings, dialect, FEW, false));
            this.readers = new Pool(config(settings, dialect, settings.poolSize(), true));
        } else {
            this.writers = new Pool(config(settings, dialect, settings.poolSize(), false));
            this.readers = writers;
        }
    }

    static Database open(DatabaseSettings settings) {
        return open(settings, NEWEST);
    }

    /** @param schema the last migration to be made; with a question mark behind it where there may be no such */
    static Database open(DatabaseSettings settings, String schema) {
        Dialect dialect = Dialect.of(settings.url());
        AutoCloseable reservation = dialect.reserve();
        try {
            dialect.await(settings);
            Database database = new Database(settings, dialect, reservation);
            database.prepare(settings, schema);
            return database;
        } catch (JdbiException | FlywayException | HikariPool.PoolInitializationException e) {
            release(reservation);
            throw new StorageException(dialect.refusal(e), e);
        } catch (StorageException e) {
            release(reservation);
            throw e;
        }
    }

    private static HikariConfig config(DatabaseSettings settings, Dialect dialect, int size, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(readOnly ? "readers" : "writers");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(size);
        config.setReadOnly(readOnly);
        dialect.configure(config, settings);
        return config;
    }

    private void prepare(DatabaseSettings settings, String schema) {
        try {
            try (Handle handle = handle()) {
                dialect.prepare(sql(handle));
            }
            migrate(settings.unhurried(), schema);
        } catch (JdbiException | FlywayException | HikariPool.PoolInitializationException e) {
            closePools();
            throw e;
        }
    }

    private void migrate(DatabaseSettings settings, String schema) {
        try (HikariDataSource connections = new HikariDataSource(config(settings, dialect, FEW, false))) {
            migrations(connections, schema).migrate();
        }
    }

    private Flyway migrations(DataSource connections, String schema) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(connections)
                .locations("classpath:org/teldav/storage/sql/migrations")
                .placeholders(dialect.placeholders())
                .target(schema)
                .load();
    }

    /** What is there, whatever schema it has; it stays as it is. */
    static Examination examine(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings.url());
        AutoCloseable reservation = dialect.reserve();
        try {
            dialect.await(settings);
        } catch (JdbiException e) {
            release(reservation);
            throw new StorageException(dialect.refusal(e), e);
        } catch (StorageException e) {
            release(reservation);
            throw e;
        }
        try (Database database = new Database(settings, dialect, reservation)) {
            return database.examined(settings);
        } catch (JdbiException | FlywayException | HikariPool.PoolInitializationException e) {
            throw new StorageException(dialect.refusal(e), e);
        }
    }

    private Examination examined(DatabaseSettings settings) {
        try (HikariDataSource connections = new HikariDataSource(config(settings, dialect, FEW, false))) {
            MigrationInfoService migrations = migrations(connections, NEWEST).info();
            Optional<MigrationInfo> current = Optional.ofNullable(migrations.current());
            return new Examination(
                    engine(),
                    current.map(MigrationInfo::getVersion).map(MigrationVersion::getVersion),
                    migrations.pending().length,
                    Stream.of(migrations.all()).anyMatch(one -> one.getState().isFailed()),
                    Examination.key(this),
                    Examination.time(this),
                    Examination.filled(this));
        }
    }

    /** As {@link org.teldav.storage.Store#writesAtOnce}. */
    int writesAtOnce() {
        return writesAtOnce;
    }

    Writer writer() {
        return dialect.writer(this);
    }

    /** A connection to write with. */
    Handle handle() {
        return writers.handle();
    }

    /** A connection to read with, each statement by itself. */
    Handle reader() {
        return readers.handle();
    }

    /** As {@link #reader}, without what JDBI makes for each handle: a read is one statement most often. */
    Connection readerConnection() {
        try {
            return readers.connection();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    Sql sql(Handle handle) {
        return sql(handle.getConnection());
    }

    Sql sql(Connection connection) {
        return sql(connection, new Waiting());
    }

    /** @param waiting of works before in the same transaction */
    Sql sql(Connection connection, Waiting waiting) {
        return new Sql(writers.statements(connection), dialect, this::failed, waiting);
    }

    /** Lets the engine look at what has become far larger than it believes. */
    void grown() {
        dialect.grown(this);
    }

    private void failed(SQLException e) {
        if (Failures.isLost(e)) {
            writers.renew();
        }
    }

    /** All that is read is as it is at this moment. */
    <T> T snapshot(Function<SqlSnapshot, T> work) {
        try (Handle handle = reader()) {
            handle.setReadOnly(true);
            return handle.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ,
                    inside -> work.apply(new SqlSnapshot(inside.getConnection(), sql(inside))));
        }
    }

    List<ConnectionPool> pools() {
        return Stream.of(writers, readers).distinct().map(Pool::state).toList();
    }

    /** Name and version, for people. */
    String engine() {
        try (Connection connection = readers.connection()) {
            DatabaseMetaData about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new StorageException("the database does not answer", e);
        }
    }

    @Override
    public void close() {
        try {
            dialect.shutdown(this);
        } finally {
            closePools();
            release(reservation);
        }
    }

    private void closePools() {
        readers.close();
        writers.close();
    }

    private static void release(AutoCloseable reservation) {
        try {
            reservation.close();
        } catch (Exception e) {
            throw new StorageException("the lock of the database could not be let go", e);
        }
    }
}
