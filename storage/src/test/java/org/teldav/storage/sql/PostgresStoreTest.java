package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;
import org.teldav.storage.Transaction;

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
            fixture.write(
                    tx -> tx.changes().add(user, Fixture.NOW, Change.State.PENDING, List.of(), Change.Course.AT_ONCE));
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
    void rule_8_two_workers_take_different_late_cards_and_neither_waits_for_the_other() throws Exception {
        BookId book = fixture.book("alice");
        CardId one = late(book, "a.vcf");
        CardId other = late(book, "b.vcf");
        fixture.write(tx -> {
            assertThat(LateComersContract.take(tx)).contains(one);
            assertThat(meanwhile(LateComersContract::take)).contains(other);
            return true;
        });
        assertThat(fixture.list(tx -> tx.lateComers().list(9))).isEmpty();
    }

    @Test
    void rule_12_a_card_that_comes_late_again_while_a_worker_is_at_it_is_looked_at_again() throws Exception {
        BookId book = fixture.book("alice");
        CardId card = late(book, "a.vcf");
        CountDownLatch taken = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Future<Boolean> again = pool.submit(() -> {
            taken.await();
            return fixture.write(tx -> {
                tx.lateComers().add(card, Fixture.NOW);
                return true;
            });
        });
        fixture.write(tx -> {
            assertThat(LateComersContract.take(tx)).contains(card);
            taken.countDown();
            for (int i = 0; i < 300; i++) {
                assertThat(tx.lateComers().list(1)).isEmpty();
            }
            return true;
        });
        assertThat(again.get()).isTrue();
        pool.shutdown();
        assertThat(fixture.list(tx -> tx.lateComers().list(9))).containsExactly(card);
    }

    private CardId late(BookId book, String name) {
        CardId card = fixture.stored(book, name, name).id();
        return fixture.write(tx -> {
            tx.lateComers().add(card, Fixture.NOW);
            return card;
        });
    }

    @Test
    void rule_8_two_workers_take_planned_edits_of_different_users_and_neither_waits_for_the_other() {
        long alice = fixture.user("alice").id();
        long first = plan(alice, 0);
        plan(alice, 0);
        fixture.write(tx -> {
            assertThat(tx.scheduledEdits().take(Fixture.NOW))
                    .hasValueSatisfying(edit -> assertThat(edit.id()).isEqualTo(first));
            assertThat(meanwhile(there -> there.scheduledEdits().take(Fixture.NOW)))
                    .as("a user's own go one after the other")
                    .isEmpty();
            return true;
        });
        long bobs = plan(fixture.user("bob").id(), 1);
        fixture.write(tx -> {
            assertThat(tx.scheduledEdits().take(Fixture.NOW)).isPresent();
            assertThat(meanwhile(there -> there.scheduledEdits().take(Fixture.NOW)))
                    .hasValueSatisfying(edit -> assertThat(edit.id()).isEqualTo(bobs));
            return true;
        });
    }

    private long plan(long user, int seconds) {
        Instant due = Fixture.NOW.minusSeconds(10).plusSeconds(seconds);
        return fixture.write(tx -> tx.scheduledEdits().plan(user, "+1", "+2", Fixture.NOW, due, OptionalLong.empty()));
    }

    /** In another transaction, while that of the caller is open. */
    private <T> Optional<T> meanwhile(Function<Transaction, Optional<T>> work) {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            return pool.submit(() -> fixture.write(work)).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("it waits", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whether some transaction waits for another's lock. */
    private boolean isWaiting() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            row.next();
            return row.getLong(1) > 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The edit has read where it is to be carried to, and hasn't carried it yet: the other has to wait, or the card would be in the directory for good. */
    @ParameterizedTest
    @ValueSource(strings = {"leaves", "hides", "is disabled"})
    void whoever_is_shown_no_more_waits_for_an_edit_of_their_own_card_that_is_under_way(String how) throws Exception {
        BookId book = fixture.book("alice");
        long alice = book.home();
        fixture.own(fixture.stored(book, "me.vcf", "1").id());
        long family = fixture.write(tx -> tx.principals().addGroup("family", "Family", Fixture.NOW))
                .id();
        fixture.write(tx -> tx.principals().join(family, alice, Fixture.NOW)
                && tx.principals().setShown(family, alice, true, Fixture.NOW));
        Thread other = new Thread(() -> fixture.write(tx -> {
            switch (how) {
                case "leaves" -> tx.principals().leave(family, alice, Fixture.NOW);
                case "hides" -> tx.principals().setShown(family, alice, false, Fixture.NOW);
                default -> tx.principals().setDisabled(alice, true, Fixture.NOW);
            }
            return true;
        }));
        fixture.listen((tx, edit) -> {
            tx.principals().user(alice);
            other.start();
            while (other.isAlive() && !isWaiting()) {
                Thread.onSpinWait();
            }
        });
        fixture.put(book, "me.vcf", "2");
        other.join();
        assertThat(fixture.page(new BookId(family, Directories.BOOK), 0, 9)).isEmpty();
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
