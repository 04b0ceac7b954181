package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.teldav.storage.BookId;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;

/** What is told, and what goes on, where PostgreSQL refuses or breaks off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFailureTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int TRIES = 10;

    private EmbeddedPostgres server;

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

    private DatabaseSettings settings(String database, String parameters, Duration timeout) {
        execute("CREATE DATABASE " + database);
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + database + parameters;
        return new DatabaseSettings(url, "postgres", "hush", 4, timeout, LONG);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void endConnectionsOf(String database) {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    @Test
    void sslmode_reaches_the_driver_and_a_server_without_tls_is_refused_at_once_in_a_sentence() {
        DatabaseSettings settings = settings("tls", "?sslmode=require", Duration.ZERO);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageStartingWith("the database at localhost:" + server.getPort() + " can't be used: ")
                .hasMessageContaining("SSL")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_database_that_does_not_exist_is_not_waited_for() {
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/nowhere";
        DatabaseSettings settings = new DatabaseSettings(url, "postgres", "hush", 4, Duration.ZERO, LONG);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("\"nowhere\" does not exist")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_server_that_does_not_come_in_time_ends_the_wait_with_a_sentence() {
        DatabaseSettings settings = new DatabaseSettings("jdbc:postgresql://localhost:1/x", "postgres", "hush", 4);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageStartingWith("the database at localhost:1 can't be used: ")
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_statement_that_takes_too_long_is_given_up_and_another_goes_well() throws SQLException {
        Fixture fixture = new Fixture(settings("slow", "", Duration.ofMillis(300)));
        BookId book = fixture.book("alice");
        try (Connection other = server.getDatabase("postgres", "slow").getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE cards");
            assertThatThrownBy(() -> fixture.put(book, "a.vcf", "1"))
                    .isInstanceOf(DatabaseAwayException.class)
                    .hasMessageContaining("57014");
            other.rollback();
        }
        assertThat(fixture.put(book, "a.vcf", "1")).isInstanceOf(PutResult.Created.class);
        fixture.store().close();
    }

    @Test
    void a_commit_that_the_connection_broke_at_is_neither_told_as_done_nor_tried_again() {
        Fixture fixture = new Fixture(settings("broken", "", Duration.ZERO));
        BookId book = fixture.book("alice");
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> fixture.store().write(book.home(), tx -> {
                    runs.incrementAndGet();
                    tx.principals().addUser("bob", "bob", "", Optional.empty(), false, Fixture.NOW);
                    endConnectionsOf("broken");
                    return true;
                }))
                .isInstanceOf(DatabaseAwayException.class);
        assertThat(runs).hasValue(1);
        assertThat(PostgresFailureTest.<String>soon(() -> fixture.user("bob").name()))
                .isEqualTo("bob");
        fixture.store().close();
    }

    /** The server answers such a commit as if all were well, but for a warning: it is on the primary only, and a failover would lose it. */
    @Test
    void a_commit_whose_wait_for_the_standby_was_cancelled_is_not_told_as_done() throws Exception {
        new Fixture(settings("waiting", "", LONG)).store().close();
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/waiting?options=-c%20synchronous_commit=";
        Fixture alone = new Fixture(new DatabaseSettings(url + "local", "postgres", "hush", 4, LONG, LONG));
        BookId book = alone.book("alice");
        Fixture waiting = new Fixture(new DatabaseSettings(url + "on", "postgres", "hush", 4, LONG, LONG));
        cancelled(() -> waiting.put(book, "a.vcf", "1"));
        cancelled(() -> waiting.user("bob"));
        assertThat(alone.put(book, "b.vcf", "1")).isInstanceOf(PutResult.Created.class);
        waiting.store().close();
        alone.store().close();
    }

    private void cancelled(Callable<?> work) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> outcome = thread.submit(work);
            while (!outcome.isDone()) {
                execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            }
            assertThatThrownBy(outcome::get)
                    .hasCauseInstanceOf(DatabaseAwayException.class)
                    .hasMessageContaining("40003");
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void connections_to_a_server_that_became_a_standby_are_replaced() {
        Fixture fixture = new Fixture(settings("standby", "?targetServerType=any", Duration.ZERO));
        BookId book = fixture.book("alice");
        execute("ALTER DATABASE standby SET default_transaction_read_only = on");
        endConnectionsOf("standby");
        DatabaseAwayException last = refusal(fixture, book);
        while (!String.valueOf(last.getMessage()).contains("25006")) {
            last = refusal(fixture, book);
        }
        execute("ALTER DATABASE standby RESET default_transaction_read_only");
        assertThat(PostgresFailureTest.<PutResult>soon(() -> fixture.put(book, "a.vcf", "1")))
                .isInstanceOf(PutResult.Created.class);
        fixture.store().close();
    }

    /** A connection that was made just before may fail once. */
    private static <T> T soon(Supplier<T> work) {
        for (int attempt = 1; attempt < TRIES; attempt++) {
            try {
                return work.get();
            } catch (DatabaseAwayException e) {
                assertThat(e).hasMessageStartingWith("the database does not answer");
            }
        }
        return work.get();
    }

    private static DatabaseAwayException refusal(Fixture fixture, BookId book) {
        try {
            fixture.put(book, "a.vcf", "1");
        } catch (DatabaseAwayException e) {
            return e;
        }
        throw new AssertionError("stored on a standby");
    }
}
