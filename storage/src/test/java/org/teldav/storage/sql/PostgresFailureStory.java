package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.teldav.storage.DatabaseAwayException;

/** A PostgreSQL that can be made to break off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PostgresFailureStory {
    static final Duration LONG = Duration.ofHours(1);
    static final int TRIES = 10;

    EmbeddedPostgres server;

    @BeforeAll
    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "local")
                .setServerConfig("synchronous_standby_names", "nobody")
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    DatabaseSettings settings(String database, String parameters, Duration timeout) {
        execute("CREATE DATABASE " + database);
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + database + parameters;
        return new DatabaseSettings(url, "postgres", "hush", 4, timeout, LONG);
    }

    void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void endConnectionsOf(String database) {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    /** A connection that was made just before may fail once. */
    static <T> T soon(Supplier<T> work) {
        for (int attempt = 1; attempt < TRIES; attempt++) {
            try {
                return work.get();
            } catch (DatabaseAwayException e) {
                assertThat(e).hasMessageStartingWith("the database does not answer");
            }
        }
        return work.get();
    }
}
