package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.teldav.storage.BookId;
import org.teldav.storage.Change;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;

/** On a real server, in a database that is made once, and emptied before each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoreTest implements StoreContract {
    private static final int POOL = 12;

    private EmbeddedPostgres server;
    private DatabaseSettings settings;
    private Fixture fixture;
    private EmptyTables tables;

    @BeforeAll
    void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        settings = new DatabaseSettings(server.getJdbcUrl("postgres", "postgres"), "postgres", "", POOL);
        fixture = new Fixture(settings);
        tables = fixture.emptyTables();
    }

    @BeforeEach
    void empty() {
        fixture = fixture.emptied(tables);
    }

    @AfterAll
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rule_8_two_nodes_never_lease_the_same_change() throws Exception {
        long alice = fixture.user("alice").id();
        int changes = 40;
        for (int i = 0; i < changes; i++) {
            long user = i % 2 == 0 ? alice : fixture.user("user" + i).id();
            fixture.write(tx -> tx.changes().add(user, Fixture.NOW, Change.State.PENDING, List.of()));
        }
        Fixture other = new Fixture(settings);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        Future<List<Long>> here = pool.submit(() -> leaseAll(fixture, "here"));
        Future<List<Long>> there = pool.submit(() -> leaseAll(other, "there"));
        List<Long> leased = new ArrayList<>(here.get());
        leased.addAll(there.get());
        pool.shutdown();
        other.store().close();
        assertThat(leased).hasSize(changes).doesNotHaveDuplicates();
    }

    private static List<Long> leaseAll(Fixture node, String worker) {
        List<Long> leased = new ArrayList<>();
        long done = 0;
        while (done < 40) {
            Optional<Change> change = node.write(tx -> tx.changes().lease(worker, Fixture.NOW, Duration.ofSeconds(30)));
            change.ifPresent(mine -> {
                leased.add(mine.id());
                node.write(tx -> {
                    tx.changes().setState(mine.id(), Change.State.DONE, Fixture.NOW);
                    return true;
                });
            });
            done = node.list(tx -> tx.changes().list(100)).stream()
                    .filter(each -> each.state() == Change.State.DONE)
                    .count();
        }
        return leased;
    }

    @Test
    void connections_that_broke_are_replaced() {
        BookId book = fixture.book("alice");
        fixture.put(book, "a.vcf", "1");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'teldav'");
        int failures = 0;
        for (int i = 0; i < POOL; i++) {
            try {
                fixture.find(book, "a.vcf");
            } catch (StorageException e) {
                failures++;
            }
        }
        assertThat(failures).isLessThan(POOL);
        assertThat(fixture.content(book, "a.vcf")).isEqualTo("1");
        assertThat(fixture.put(book, "a.vcf", "2")).isInstanceOf(PutResult.Replaced.class);
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
