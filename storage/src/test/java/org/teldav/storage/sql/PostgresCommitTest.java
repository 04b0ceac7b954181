package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.PutResult;
import org.teldav.storage.Transaction;

/** What is told where PostgreSQL breaks off at a COMMIT, or does not vouch for it. */
class PostgresCommitTest extends PostgresFailureStory {
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
        assertThat(PostgresFailureStory.<String>soon(() -> fixture.user("bob").name()))
                .isEqualTo("bob");
        fixture.store().close();
    }

    /** The same, where the last writes go with the commit. */
    @Test
    void a_connection_that_broke_before_the_round_of_the_commit_is_told_as_such() {
        Fixture fixture = new Fixture(settings("gone", "", Duration.ZERO));
        BookId book = fixture.book("alice");
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> fixture.store().write(book.home(), tx -> {
                    Card card = counted(runs, fixture, tx, book, "a.vcf");
                    endConnectionsOf("gone");
                    return card;
                }))
                .isInstanceOf(DatabaseAwayException.class);
        assertThat(runs).hasValue(1);
        assertThat(PostgresFailureStory.<Long>soon(() -> fixture.number(book))).isZero();
        fixture.store().close();
    }

    /** One whose commits wait for a standby that isn't there, and one whose don't. */
    private record Pair(Fixture waiting, Fixture alone) implements AutoCloseable {
        @Override
        public void close() {
            waiting.store().close();
            alone.store().close();
        }
    }

    private Pair pair(String database) {
        new Fixture(settings(database, "", LONG)).store().close();
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + database
                + "?options=-c%20synchronous_commit=";
        return new Pair(
                new Fixture(new DatabaseSettings(url + "on", "postgres", "hush", 4, LONG, LONG)),
                new Fixture(new DatabaseSettings(url + "local", "postgres", "hush", 4, LONG, LONG)));
    }

    /** The server answers such a commit as if all were well, but for a warning: it is on the primary only, and a failover would lose it. */
    @Test
    void a_commit_whose_wait_for_the_standby_was_cancelled_is_not_told_as_done() {
        try (Pair pair = pair("waiting")) {
            BookId book = pair.alone().book("alice");
            Fixture waiting = pair.waiting();
            interrupted("cancel", "40003", () -> waiting.put(book, "a.vcf", "1"));
            interrupted("cancel", "40003", () -> waiting.user("bob"));
            interrupted("cancel", "40003", () -> waiting.write(tx -> waiting.stored(tx, book, "b.vcf", "1")));
            interrupted(
                    "cancel", "40003", () -> waiting.write(book.home(), tx -> waiting.stored(tx, book, "c.vcf", "1")));
            assertThat(pair.alone().put(book, "d.vcf", "1")).isInstanceOf(PutResult.Created.class);
        }
    }

    @Test
    void neither_of_two_in_a_commit_that_is_not_certain_is_told_as_done_or_tried_again() {
        twoInterrupted("uncertain", "cancel", "40003", 2, PostgresCommitTest::storesAnother);
    }

    @Test
    void a_connection_that_breaks_in_the_round_of_the_commit_is_told_as_such_and_nothing_is_done_twice() {
        twoInterrupted("cut", "terminate", "08006", 2, PostgresCommitTest::storesAnother);
    }

    /** The second asks nothing, with which the statements of the first could go: a COMMIT that went with them would have to be run again with them. */
    @Test
    void neither_of_two_is_tried_again_where_their_statements_wait_together_until_the_commit() {
        twoInterrupted(
                "unasked",
                "cancel",
                "40003",
                1,
                (fixture, tx, book) -> tx.appPasswords().used(book.home(), "h", Fixture.NOW));
    }

    private interface Work {
        void apply(Fixture fixture, Transaction tx, BookId book);
    }

    private static void storesAnother(Fixture fixture, Transaction tx, BookId book) {
        fixture.stored(tx, book, "b.vcf", "1");
    }

    /** Two works in one commit, which was done, and nobody but the server knows. @param number of the book in the end */
    private void twoInterrupted(String database, String how, String state, long number, Work second) {
        try (Pair pair = pair(database)) {
            BookId book = pair.alone().book("alice");
            AtomicInteger runs = new AtomicInteger();
            List<Future<Object>> both = GroupCommitContract.grouped(
                    pair.waiting(), book, tx -> counted(runs, pair.waiting(), tx, book, "a.vcf"), tx -> {
                        runs.incrementAndGet();
                        second.apply(pair.waiting(), tx, book);
                        return true;
                    });
            both.forEach(each -> interrupted(how, state, each));
            assertThat(runs).hasValue(2);
            assertThat(pair.alone().number(book)).isEqualTo(number);
        }
    }

    /** Nothing of it is stored; still it isn't run again, as nothing is where the database is away. */
    @Test
    void a_connection_that_breaks_with_statements_of_two_is_told_to_both_and_neither_is_run_again() {
        Fixture fixture = new Fixture(settings("torn", "", Duration.ZERO));
        BookId book = fixture.book("alice");
        AtomicInteger runs = new AtomicInteger();
        List<Future<Card>> both =
                GroupCommitContract.grouped(fixture, book, tx -> counted(runs, fixture, tx, book, "a.vcf"), tx -> {
                    endConnectionsOf("torn");
                    return counted(runs, fixture, tx, book, "b.vcf");
                });
        both.forEach(each -> assertThatThrownBy(each::get).hasCauseInstanceOf(DatabaseAwayException.class));
        assertThat(runs).hasValue(2);
        assertThat(PostgresFailureStory.<Long>soon(() -> fixture.number(book))).isZero();
        fixture.store().close();
    }

    private static Card counted(AtomicInteger runs, Fixture fixture, Transaction tx, BookId book, String name) {
        runs.incrementAndGet();
        return fixture.stored(tx, book, name, "1");
    }

    private void interrupted(String how, String state, Callable<?> work) {
        FutureTask<?> outcome = new FutureTask<>(work);
        new Thread(outcome).start();
        interrupted(how, state, outcome);
    }

    /** @param how cancel or terminate, as often as somebody waits for the standby */
    private void interrupted(String how, String state, Future<?> outcome) {
        while (!outcome.isDone()) {
            execute("SELECT pg_" + how + "_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        }
        assertThatThrownBy(outcome::get)
                .hasCauseInstanceOf(DatabaseAwayException.class)
                .hasMessageContaining(state);
    }
}
