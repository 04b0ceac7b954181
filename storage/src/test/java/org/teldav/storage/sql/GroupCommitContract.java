package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AppPassword;
import org.teldav.storage.AppPasswords;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;
import org.teldav.storage.SyncItem;
import org.teldav.storage.Transaction;

/** Works on one home that come together, and are committed together. */
interface GroupCommitContract extends Engine {
    /** In their order: while the first is under way, the others come into the line. */
    @SafeVarargs
    static <T> List<Future<T>> grouped(
            Fixture fixture, BookId book, Function<Transaction, T> first, Function<Transaction, T>... others) {
        List<Future<T>> all = new ArrayList<>();
        List<Thread> line = new ArrayList<>();
        FutureTask<T> one = new FutureTask<>(() -> fixture.store().write(book.home(), tx -> {
            try {
                return first.apply(tx);
            } finally {
                line.forEach(GroupCommitContract::stand);
            }
        }));
        all.add(one);
        for (Function<Transaction, T> each : others) {
            FutureTask<T> other = new FutureTask<>(() -> fixture.store().write(book.home(), each));
            all.add(other);
            line.add(new Thread(other));
        }
        new Thread(one).start();
        return all;
    }

    /** Starts it, and looks that it stands in line; not again where the work that does this is run again. */
    private static void stand(Thread writer) {
        if (writer.getState() == Thread.State.NEW) {
            writer.start();
            while (writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    /** What has become of each; empty where it failed. */
    private static <T> List<Optional<T>> outcomes(List<Future<T>> all) throws InterruptedException {
        List<Optional<T>> outcomes = new ArrayList<>();
        for (Future<T> each : all) {
            try {
                outcomes.add(Optional.of(each.get()));
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(StorageException.class);
                outcomes.add(Optional.empty());
            }
        }
        return outcomes;
    }

    private List<Long> numbers(BookId book) {
        return fixture().events(book, 0, Long.MAX_VALUE, 100, true).stream()
                .map(SyncItem::number)
                .toList();
    }

    private Card tooLong(Transaction tx, BookId book, String name) {
        return fixture().stored(tx, book, name, "1", Fixture.tel(0, "+1".repeat(100)));
    }

    @Test
    default void of_works_in_one_commit_each_finds_what_those_before_it_have_written() throws Exception {
        BookId book = fixture().book("alice");
        List<Future<Object>> all = grouped(
                fixture(),
                book,
                tx -> fixture().putIn(tx, book, "a.vcf", "1"),
                tx -> fixture().putIn(tx, book, "b.vcf", "1"),
                tx -> fixture().putIn(tx, book, "a.vcf", "2"),
                tx -> tx.cards().delete(book, "b.vcf", card -> true, NOW));
        assertThat(all.get(0).get()).isInstanceOf(PutResult.Created.class);
        assertThat(all.get(1).get()).isInstanceOf(PutResult.Created.class);
        assertThat(all.get(2).get()).isInstanceOf(PutResult.Replaced.class);
        assertThat(all.get(3).get()).isInstanceOf(DeleteResult.Deleted.class);
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("2");
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().find(book, "b.vcf")).isEmpty();
        assertThat(numbers(book)).containsExactly(3L, 4L);
    }

    /** On PostgreSQL its statement goes with those of the next one, and nobody knows whose it was that failed. */
    @Test
    default void one_of_a_group_whose_statement_fails_takes_nothing_from_those_before_and_behind() throws Exception {
        BookId book = fixture().book("alice");
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        List<Future<String>> all = grouped(
                fixture(),
                book,
                tx -> toldOf(told, tx, fixture().stored(tx, book, "a.vcf", "1")),
                tx -> toldOf(told, tx, tooLong(tx, book, "b.vcf")),
                tx -> toldOf(told, tx, fixture().stored(tx, book, "c.vcf", "1")),
                tx -> toldOf(told, tx, fixture().stored(tx, book, "d.vcf", "1")));
        assertThat(outcomes(all))
                .containsExactly(Optional.of("a.vcf"), Optional.empty(), Optional.of("c.vcf"), Optional.of("d.vcf"));
        assertThat(told).containsExactlyInAnyOrder("a.vcf", "c.vcf", "d.vcf");
        assertThat(fixture().page(book, 0, 9))
                .extracting(Card::name)
                .containsExactlyInAnyOrder("a.vcf", "c.vcf", "d.vcf");
        assertThat(numbers(book)).containsExactly(1L, 2L, 3L);
    }

    private static String toldOf(List<String> told, Transaction tx, Card card) {
        tx.afterCommit(() -> told.add(card.name()));
        return card.name();
    }

    /** Nobody comes behind, with whose statements its own could go. */
    @Test
    default void one_whose_statement_fails_before_another_that_throws_at_once_is_told_its_own_failure()
            throws Exception {
        BookId book = fixture().book("alice");
        List<Future<Card>> both = grouped(fixture(), book, tx -> tooLong(tx, book, "a.vcf"), tx -> {
            throw new IllegalStateException("not even begun");
        });
        assertThatThrownBy(both.get(0)::get).hasCauseInstanceOf(StorageException.class);
        assertThatThrownBy(both.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(fixture().put(book, "a.vcf", "1")).isInstanceOf(PutResult.Created.class);
        assertThat(numbers(book)).containsExactly(1L);
    }

    /** Before its first statement, with statements whose outcome nobody has asked for, and with some that were answered. */
    @Test
    default void one_of_a_group_that_throws_takes_nothing_from_those_before_and_behind_and_none_runs_twice()
            throws Exception {
        BookId book = fixture().book("alice");
        fixture().write(tx -> tx.appPasswords().add(book.home(), "phone", "h", Optional.empty(), 1, NOW));
        AtomicInteger runs = new AtomicInteger();
        List<Future<String>> all = grouped(
                fixture(),
                book,
                tx -> counted(runs, fixture().stored(tx, book, "a.vcf", "1")),
                tx -> refused(runs),
                tx -> {
                    tx.appPasswords().used(book.home(), "h", NOW.plus(AppPasswords.COARSE));
                    return refused(runs);
                },
                tx -> counted(runs, fixture().stored(tx, book, "b.vcf", "1")),
                tx -> {
                    fixture().stored(tx, book, "c.vcf", "1");
                    return refused(runs);
                },
                tx -> counted(runs, fixture().stored(tx, book, "d.vcf", "1")),
                tx -> refused(runs));
        Optional<String> none = Optional.empty();
        assertThat(outcomes(all))
                .containsExactly(
                        Optional.of("a.vcf"), none, none, Optional.of("b.vcf"), none, Optional.of("d.vcf"), none);
        assertThat(runs).hasValue(all.size());
        assertThat(fixture().page(book, 0, 9)).extracting(Card::name).containsExactly("a.vcf", "b.vcf", "d.vcf");
        assertThat(numbers(book)).containsExactly(1L, 2L, 3L);
        assertThat(fixture().list(tx -> tx.appPasswords().of(book.home())))
                .extracting(AppPassword::lastUsed)
                .containsExactly(Optional.empty());
    }

    private static String counted(AtomicInteger runs, Card card) {
        runs.incrementAndGet();
        return card.name();
    }

    private static String refused(AtomicInteger runs) {
        runs.incrementAndGet();
        throw new StorageException("refused");
    }

    @Test
    default void the_last_of_a_group_that_fails_at_its_end_takes_nothing_from_those_before() throws Exception {
        BookId book = fixture().book("alice");
        List<Future<Card>> both = grouped(
                fixture(), book, tx -> fixture().stored(tx, book, "a.vcf", "1"), tx -> tooLong(tx, book, "b.vcf"));
        assertThat(both.get(0).get().name()).isEqualTo("a.vcf");
        assertThatThrownBy(both.get(1)::get).hasCauseInstanceOf(StorageException.class);
        assertThat(fixture().page(book, 0, 9)).extracting(Card::name).containsExactly("a.vcf");
        assertThat(numbers(book)).containsExactly(1L);
        assertThat(fixture().put(book, "c.vcf", "1")).isInstanceOf(PutResult.Created.class);
    }

    /** PostgreSQL has nothing of it then, and its answer to the COMMIT is no error. */
    @Test
    default void a_work_that_goes_on_after_a_statement_failed_is_neither_done_nor_told_as_done() throws Exception {
        BookId book = fixture().book("alice");
        Function<Transaction, Card> work = tx -> {
            Card card = fixture().stored(tx, book, "b.vcf", "1");
            assertThatThrownBy(() -> {
                        tooLong(tx, book, "c.vcf");
                        tx.cards().find(book, "c.vcf");
                    })
                    .isInstanceOf(RuntimeException.class);
            return card;
        };
        assertThatThrownBy(() -> fixture().store().write(book.home(), work)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> fixture().store().write(work)).isInstanceOf(StorageException.class);
        List<Future<Card>> both = grouped(fixture(), book, tx -> fixture().stored(tx, book, "a.vcf", "1"), work);
        assertThat(both.get(0).get().name()).isEqualTo("a.vcf");
        assertThatThrownBy(both.get(1)::get).hasCauseInstanceOf(StorageException.class);
        assertThat(fixture().page(book, 0, 9)).extracting(Card::name).containsExactly("a.vcf");
    }

    @Test
    default void one_that_is_interrupted_in_the_line_is_done_and_stays_interrupted() throws Exception {
        BookId book = fixture().book("alice");
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            fixture().store().write(book.home(), tx -> fixture().stored(tx, book, "b.vcf", "1"));
            return Thread.currentThread().isInterrupted();
        });
        Thread line = new Thread(other);
        fixture().write(book.home(), tx -> {
            stand(line);
            line.interrupt();
            return fixture().stored(tx, book, "a.vcf", "1");
        });
        assertThat(other.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture().page(book, 0, 9)).extracting(Card::name).containsExactlyInAnyOrder("a.vcf", "b.vcf");
    }

    @Test
    default void a_store_that_is_closed_commits_for_those_who_are_under_way() throws Exception {
        BookId book = fixture().book("alice");
        Thread closing = new Thread(() -> fixture().close());
        FutureTask<Card> work = new FutureTask<>(() -> fixture().write(book.home(), tx -> {
            Card card = fixture().stored(tx, book, "a.vcf", "1");
            stand(closing);
            return card;
        }));
        new Thread(work).start();
        assertThat(work.get(60, TimeUnit.SECONDS).name()).isEqualTo("a.vcf");
        closing.join();
    }
}
