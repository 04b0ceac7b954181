package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;
import org.teldav.storage.SyncItem;

/** Transactions, and many writers at a time. */
interface ConcurrencyContract extends Engine {
    int WRITERS = 8;

    /** The work of each writer, all begun at the same moment. */
    private static <T> List<T> together(IntFunction<T> work) {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Callable<T> task = () -> {
                    start.await();
                    return work.apply(writer);
                };
                futures.add(pool.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** {@link java.util.function.IntFunction} under a name of its own. */
    interface IntFunction<T> {
        T apply(int writer);
    }

    private List<Long> numbers(BookId book) {
        return fixture().events(book, 0, Long.MAX_VALUE, 10_000, true).stream()
                .map(SyncItem::number)
                .toList();
    }

    @Test
    default void of_eight_writers_with_if_none_match_exactly_one_wins() {
        BookId book = fixture().book("alice");
        for (int round = 0; round < 5; round++) {
            String name = round + ".vcf";
            List<PutResult> results =
                    together(writer -> fixture().put(book, name, "of " + writer, name, List.of(), Optional::isEmpty));
            assertThat(results).filteredOn(PutResult.Created.class::isInstance).hasSize(1);
            assertThat(results)
                    .filteredOn(PutResult.ConditionFailed.class::isInstance)
                    .hasSize(WRITERS - 1);
        }
        assertThat(fixture().number(book)).isEqualTo(5);
    }

    @Test
    default void of_eight_writers_with_if_match_exactly_one_wins() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        List<PutResult> results = together(writer -> fixture()
                .put(
                        book,
                        "a.vcf",
                        "of " + writer,
                        card.uid(),
                        List.of(),
                        there -> there.filter(c -> c.etag().equals(card.etag())).isPresent()));
        assertThat(results).filteredOn(PutResult.Replaced.class::isInstance).hasSize(1);
        assertThat(fixture().number(book)).isEqualTo(2);
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
    }

    @Test
    default void tokens_of_a_book_with_many_writers_have_no_gap_and_no_double() {
        BookId book = fixture().book("alice");
        together(writer -> IntStream.range(0, 20)
                .mapToObj(i -> fixture().put(book, writer + "-" + i + ".vcf", "1"))
                .toList());
        assertThat(fixture().number(book)).isEqualTo(WRITERS * 20);
        assertThat(numbers(book))
                .isEqualTo(LongStream.rangeClosed(1, WRITERS * 20).boxed().toList());
    }

    @Test
    default void eight_writers_each_with_a_book_are_not_in_each_others_way() {
        List<BookId> books = IntStream.range(0, WRITERS)
                .mapToObj(i -> fixture().book("user" + i))
                .toList();
        together(writer -> IntStream.range(0, 20)
                .mapToObj(i -> fixture().put(books.get(writer), i + ".vcf", "1"))
                .toList());
        for (BookId book : books) {
            assertThat(numbers(book))
                    .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    @Test
    default void moves_against_each_other_end_without_a_deadlock() {
        BookId one = fixture().book("alice");
        BookId two = fixture().book(one.home(), "two");
        together(writer -> IntStream.range(0, 10)
                .mapToObj(i -> {
                    String name = writer + "-" + i + ".vcf";
                    BookId from = writer % 2 == 0 ? one : two;
                    BookId to = writer % 2 == 0 ? two : one;
                    Card card = fixture().stored(from, name, "1");
                    return fixture()
                            .write(
                                    one.home(),
                                    tx -> tx.cards().move(card.id(), there -> true, to, name, CardPut.ALWAYS, NOW));
                })
                .toList());
        assertThat(fixture().page(one, 0, 1000)).hasSize(WRITERS * 5);
        assertThat(fixture().page(two, 0, 1000)).hasSize(WRITERS * 5);
    }

    @Test
    default void a_users_name_is_given_once_however_many_ask() {
        List<Boolean> given = together(writer -> {
            try {
                fixture().user("alice");
                return true;
            } catch (org.teldav.storage.NameTakenException e) {
                return false;
            }
        });
        assertThat(given).containsOnlyOnce(true);
    }

    @Test
    default void an_exception_rolls_all_back() {
        BookId book = fixture().book("alice");
        assertThatThrownBy(() -> fixture().write(tx -> {
                    tx.cards().put(new CardPut(book, "a.vcf", Fixture.bytes("1"), "u", List.of(), CardPut.ALWAYS), NOW);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(fixture().number(book)).isZero();
        assertThat(fixture().find(book, "a.vcf")).isEmpty();
    }

    @Test
    default void writers_that_fail_take_nothing_from_those_that_succeed() {
        BookId book = fixture().book("alice");
        together(writer -> IntStream.range(0, 20)
                .mapToObj(i -> {
                    try {
                        return fixture().store().write(book.home(), tx -> {
                            if (writer % 4 == 0) {
                                throw new IllegalStateException("not even begun");
                            }
                            String name = writer + "-" + i + ".vcf";
                            fixture().stored(tx, book, name, "1", Fixture.tel(0, "+1"));
                            if (writer % 2 == 0) {
                                throw new IllegalStateException("no");
                            }
                            return name;
                        });
                    } catch (IllegalStateException e) {
                        return "";
                    }
                })
                .toList());
        assertThat(fixture().number(book)).isEqualTo(WRITERS / 2 * 20);
        assertThat(numbers(book)).hasSize(WRITERS / 2 * 20);
        assertThat(fixture().page(book, 0, 1000))
                .extracting(Card::name)
                .allMatch(name -> (name.charAt(0) - '0') % 2 == 1);
    }

    @Test
    default void a_database_error_of_one_writer_rolls_back_that_writer_alone() {
        BookId book = fixture().book("alice");
        List<Boolean> stored = together(writer -> {
            try {
                return fixture().store().write(book.home(), tx -> {
                    String key = writer == 0 ? "+1".repeat(100) : "+1";
                    fixture().stored(tx, book, writer + ".vcf", "1", Fixture.tel(0, key));
                    return true;
                });
            } catch (StorageException e) {
                return false;
            }
        });
        assertThat(stored).containsOnlyOnce(false);
        assertThat(fixture().number(book)).isEqualTo(WRITERS - 1);
        assertThat(fixture().page(book, 0, 100)).hasSize(WRITERS - 1);
    }

    @Test
    default void a_closed_store_refuses() {
        BookId book = fixture().book("alice");
        fixture().close();
        assertThatThrownBy(() -> fixture().put(book, "a.vcf", "1")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> fixture().find(book, "a.vcf")).isInstanceOf(StorageException.class);
        assertThat(fixture().store().healthy()).isFalse();
    }

    @Test
    default void actions_run_after_the_commit_in_their_order_and_not_after_a_rollback() {
        BookId book = fixture().book("alice");
        List<String> log = new ArrayList<>();
        Thread caller = Thread.currentThread();
        fixture().write(tx -> {
            tx.afterCommit(() -> log.add("first, with the card there: "
                    + fixture().find(book, "a.vcf").isPresent()));
            tx.afterCommit(() -> log.add("second, in the same thread: " + (Thread.currentThread() == caller)));
            return tx.cards().put(new CardPut(book, "a.vcf", Fixture.bytes("1"), "u", List.of(), CardPut.ALWAYS), NOW);
        });
        assertThat(log).containsExactly("first, with the card there: true", "second, in the same thread: true");
        assertThatThrownBy(() -> fixture().write(tx -> {
                    tx.afterCommit(() -> log.add("never"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(log).hasSize(2);
    }

    @Test
    default void a_reader_sees_nothing_uncommitted_and_is_not_held_up() {
        BookId book = fixture().book("alice");
        fixture().write(tx -> {
            tx.cards().put(new CardPut(book, "a.vcf", Fixture.bytes("1"), "u", List.of(), CardPut.ALWAYS), NOW);
            assertThat(tx.cards().find(book, "a.vcf").isPresent()).isTrue();
            assertThat(fixture().find(book, "a.vcf")).isEmpty();
            return true;
        });
        assertThat(fixture().find(book, "a.vcf")).isPresent();
    }

    @Test
    default void the_store_is_healthy_and_names_its_engine() {
        assertThat(fixture().store().healthy()).isTrue();
        assertThat(fixture().store().engine()).matches("(HSQL Database Engine|PostgreSQL) \\d+.*");
    }
}
