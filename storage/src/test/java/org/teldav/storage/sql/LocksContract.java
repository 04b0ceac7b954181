package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Lock;
import org.teldav.storage.Locks;

/** {@link Locks}. */
interface LocksContract extends Engine {
    Instant END = Fixture.NOW.plus(Duration.ofHours(1));
    String OWNER = "<D:owner xmlns:D='DAV:'>\uD83D\uDE00 \u00e9<x/>\n</D:owner>";

    static Lock lock(String token, String book, String name) {
        return new Lock(
                token,
                Optional.of(book).filter(text -> !text.isEmpty()),
                Optional.of(name).filter(text -> !text.isEmpty()),
                true,
                false,
                Optional.of(OWNER),
                END);
    }

    private boolean keep(long home, Lock lock) {
        return fixture().write(home, tx -> {
            assertThat(tx.locks().holdAll(home)).isTrue();
            return tx.locks().keep(home, lock, Fixture.NOW);
        });
    }

    private List<String> tokens(long home) {
        return fixture().list(tx -> tx.locks().list(home, Fixture.NOW)).stream()
                .map(Lock::token)
                .toList();
    }

    @Test
    default void rfc4918_14_1_a_lock_is_kept_as_it_was_given() {
        BookId book = fixture().book("alice");
        Lock card = lock("urn:uuid:c", "contacts", "not there \u00e9.vcf");
        Lock whole =
                new Lock("urn:uuid:b", Optional.of("contacts"), Optional.empty(), false, true, Optional.empty(), END);
        Lock home = lock("urn:uuid:a", "", "");
        for (Lock lock : List.of(card, whole, home)) {
            assertThat(keep(book.home(), lock)).isTrue();
        }
        assertThat(fixture().list(tx -> tx.locks().list(book.home(), Fixture.NOW)))
                .containsExactly(home, whole, card);
        BookId other = fixture().book("bob");
        assertThat(tokens(other.home())).isEmpty();
        assertThat(fixture().<Boolean>write(tx -> tx.locks().remove(other.home(), "urn:uuid:c")))
                .isFalse();
        assertThat(fixture().<Boolean>write(tx -> tx.locks().remove(book.home(), "urn:uuid:c")))
                .isTrue();
        assertThat(fixture().<Boolean>write(tx -> tx.locks().remove(book.home(), "urn:uuid:c")))
                .isFalse();
        assertThat(tokens(book.home())).containsExactly("urn:uuid:a", "urn:uuid:b");
    }

    @Test
    default void a_book_that_is_not_there_and_a_home_that_is_not_there_are_told() {
        BookId book = fixture().book("alice");
        assertThat(keep(book.home(), lock("urn:uuid:a", "none", "a.vcf"))).isFalse();
        assertThat(tokens(book.home())).isEmpty();
        assertThat(fixture().<Boolean>write(tx -> tx.locks().holdAll(book.home() + 1000)))
                .isFalse();
        assertThat(fixture().<Boolean>write(tx -> tx.locks().hold(book.home() + 1000)))
                .isFalse();
    }

    @Test
    default void rfc4918_6_6_a_lock_ends_with_its_time_and_a_refresh_moves_that() {
        BookId book = fixture().book("alice");
        keep(book.home(), lock("urn:uuid:a", "contacts", "a.vcf"));
        keep(book.home(), lock("urn:uuid:b", "contacts", "b.vcf"));
        Lock longer =
                fixture().list(tx -> tx.locks().list(book.home(), Fixture.NOW)).get(0);
        Instant later = END.plusSeconds(1);
        Lock refreshed = new Lock(
                longer.token(),
                longer.book(),
                longer.name(),
                longer.exclusive(),
                longer.infinite(),
                longer.owner(),
                later);
        keep(book.home(), refreshed);
        assertThat(fixture().list(tx -> tx.locks().list(book.home(), END.minusNanos(1000))))
                .hasSize(2);
        assertThat(fixture().list(tx -> tx.locks().list(book.home(), END))).containsExactly(refreshed);
        assertThat(fixture().list(tx -> tx.locks().list(book.home(), later))).isEmpty();
        fixture().write(tx -> tx.locks().keep(book.home(), lock("urn:uuid:c", "contacts", "c.vcf"), later));
        assertThat(tokens(book.home())).as("ended ones are cleared away").containsExactly("urn:uuid:c");
    }

    @Test
    default void rfc4918_9_6_and_7_6_a_lock_goes_with_what_is_deleted_or_moved_away_and_stays_at_a_destination() {
        BookId book = fixture().book("alice");
        BookId second = fixture().book(book.home(), "second");
        Card moved = fixture().stored(book, "moved.vcf", "1");
        Card carried = fixture().stored(book, "carried.vcf", "2");
        fixture().stored(book, "deleted.vcf", "3");
        fixture().stored(book, "kept.vcf", "4");
        for (String name : List.of("moved", "carried", "deleted", "kept", "target")) {
            keep(book.home(), lock("urn:" + name, "contacts", name + ".vcf"));
        }
        keep(book.home(), lock("urn:there", "second", "carried.vcf"));
        fixture().rename(moved, "target.vcf");
        fixture()
                .write(tx -> tx.cards()
                        .move(carried.id(), there -> true, second, "carried.vcf", CardPut.ALWAYS, Fixture.NOW));
        fixture().delete(book, "deleted.vcf");
        assertThat(tokens(book.home())).containsExactly("urn:kept", "urn:target", "urn:there");
    }

    @Test
    default void rfc4918_9_6_1_the_locks_of_a_book_and_below_go_with_it_or_its_name() {
        BookId book = fixture().book("alice");
        BookId deleted = fixture().book(book.home(), "deleted");
        BookId renamed = fixture().book(book.home(), "renamed");
        for (String name : List.of("contacts", "deleted", "renamed")) {
            fixture().put(new BookId(book.home(), book.book()), name + ".vcf", name);
            keep(book.home(), lock("urn:of-" + name, name, ""));
            keep(book.home(), lock("urn:in-" + name, name, "a.vcf"));
        }
        keep(book.home(), lock("urn:home", "", ""));
        fixture().write(book.home(), tx -> tx.books().delete(deleted, Fixture.NOW));
        fixture().write(book.home(), tx -> {
            tx.books().rename(renamed, "other", Fixture.NOW);
            return true;
        });
        assertThat(tokens(book.home())).containsExactly("urn:home", "urn:in-contacts", "urn:of-contacts");
    }

    @Test
    default void rfc4918_6_6_what_the_server_writes_itself_ends_the_locks_that_would_hide_it() {
        BookId book = fixture().book("alice");
        fixture().book(book.home(), "second");
        keep(book.home(), lock("urn:card", "contacts", "a.vcf"));
        keep(book.home(), lock("urn:beside", "contacts", "b.vcf"));
        keep(book.home(), lock("urn:book", "contacts", ""));
        keep(book.home(), lock("urn:second", "second", ""));
        keep(book.home(), lock("urn:home-alone", "", ""));
        keep(book.home(), new Lock("urn:home", Optional.empty(), Optional.empty(), true, true, Optional.empty(), END));
        fixture().write(book.home(), tx -> {
            tx.locks().end(book, "a.vcf");
            return true;
        });
        assertThat(tokens(book.home())).containsExactly("urn:beside", "urn:home-alone", "urn:second");
    }

    @Test
    default void a_writer_sees_the_locks_of_its_home_while_there_are_any() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book("bob");
        assertThat(locksAtPut(book, Fixture.NOW)).isZero();
        keep(book.home(), lock("urn:a", "contacts", "b.vcf"));
        assertThat(locksAtPut(book, Fixture.NOW)).isOne();
        assertThat(locksAtPut(other, Fixture.NOW)).isZero();
        assertThat(locksAtPut(book, END)).isZero();
        fixture().write(book.home(), tx -> tx.locks().remove(book.home(), "urn:a"));
        assertThat(locksAtPut(book, Fixture.NOW)).isZero();
        int inOneTransaction = fixture().write(book.home(), tx -> {
            tx.cards().delete(book, "none.vcf", there -> true, Fixture.NOW);
            tx.locks().list(book.home(), Fixture.NOW);
            tx.locks().keep(book.home(), lock("urn:b", "contacts", "c.vcf"), Fixture.NOW);
            return tx.locks().list(book.home(), Fixture.NOW).size();
        });
        assertThat(inOneTransaction).isOne();
    }

    @Test
    default void who_holds_a_home_lets_no_other_write_in_it() throws Exception {
        BookId book = fixture().book("alice");
        BookId second = fixture().book(book.home(), "second");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        try {
            Future<Integer> holder = threads.submit(() -> fixture().write(tx -> {
                tx.locks().holdAll(book.home());
                held.countDown();
                await(begun);
                tx.locks().keep(book.home(), lock("urn:uuid:a", "contacts", "a.vcf"), Fixture.NOW);
                return 0;
            }));
            await(held);
            List<Future<Integer>> seen = List.of(book, second).stream()
                    .map(each -> threads.submit(() -> locksAtPut(each, begun)))
                    .toList();
            for (Future<Integer> one : seen) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            }
            holder.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many locks a writer sees when it is asked for its condition. */
    private int locksAtPut(BookId book, CountDownLatch begun) {
        begun.countDown();
        return locksAtPut(book, Fixture.NOW);
    }

    private int locksAtPut(BookId book, Instant now) {
        return fixture().write(tx -> {
            int[] seen = {-1};
            CardPut put = new CardPut(book, "a.vcf", Fixture.bytes("1"), "uid", List.of(), there -> {
                seen[0] = tx.locks().list(book.home(), now).size();
                return true;
            });
            tx.cards().put(put, Fixture.NOW);
            return seen[0];
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
