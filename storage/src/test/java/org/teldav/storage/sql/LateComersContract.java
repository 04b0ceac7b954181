package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.LateComers.Newcomer;
import org.teldav.storage.Replacement;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;

/** {@link org.teldav.storage.LateComers} and what {@link org.teldav.storage.Changes} tells for them: rules 11 and 12 of propagation.md. */
interface LateComersContract extends Engine {
    private long change(long user, Instant at, Change.State state, String... pairs) {
        List<Change.Number> numbers = Arrays.stream(pairs)
                .map(pair -> pair.split(">", -1))
                .map(pair -> new Change.Number(0, key(pair[0]), key(pair[1]), true, "CELL", "", false))
                .toList();
        return fixture().write(tx -> tx.changes().add(user, at, state, numbers, Change.Course.AT_ONCE));
    }

    private static Optional<String> key(String text) {
        return Optional.of(text).filter(key -> !key.isEmpty());
    }

    @Test
    default void rule_12_of_many_cards_those_with_a_number_that_somebody_else_replaced_are_found_in_their_order() {
        BookId book = fixture().book("bob");
        long alice = fixture().user("alice").id();
        change(alice, NOW, Change.State.DONE, "+1>+2", "+3>");
        change(book.home(), NOW, Change.State.DONE, "+5>+6");
        CardId second =
                fixture().stored(book, "a.vcf", "1", tel(0, "+9"), tel(1, "+1")).id();
        CardId none =
                fixture().stored(book, "b.vcf", "2", tel(0, "+2"), tel(1, "+3")).id();
        CardId own = fixture().stored(book, "c.vcf", "3", tel(0, "+5")).id();
        CardId name = fixture()
                .stored(book, "d.vcf", "4", Fixture.text(IndexRow.Kind.FN, 0, "+1"))
                .id();
        CardId first =
                fixture().stored(book, "e.vcf", "5", tel(0, "+1"), tel(1, "+1")).id();
        CardId gone = new CardId(book, 99);
        List<CardId> cards = List.of(first, gone, none, own, name, second);
        assertThat(fixture().list(tx -> tx.changes().replacedIn(cards, NOW))).containsExactly(first, second);
        assertThat(fixture().list(tx -> tx.changes().replacedIn(cards, NOW.plusSeconds(1))))
                .isEmpty();
        assertThat(fixture().list(tx -> tx.changes().replacedIn(List.of(), NOW)))
                .isEmpty();
    }

    @Test
    default void rule_12_who_replaced_a_number_of_late_is_found_by_the_number() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        change(alice, NOW, Change.State.DONE, "+1>+2", "+3>");
        change(bob, NOW.minusSeconds(100), Change.State.PENDING, "+1>+5");
        change(bob, NOW, Change.State.WAITING, "+6>+7");
        assertThat(fixture().list(tx -> tx.changes().replacedBy(Set.of("+1", "+3", "+6"), NOW.minusSeconds(100))))
                .containsExactlyInAnyOrder(alice, bob);
        assertThat(fixture().list(tx -> tx.changes().replacedBy(Set.of("+1"), NOW)))
                .containsExactly(alice);
        assertThat(fixture().list(tx -> tx.changes().replacedBy(Set.of("+3", "+6", "+2"), NOW.minusSeconds(100))))
                .as("only withdrawn, waiting, and a new number")
                .isEmpty();
    }

    @Test
    default void rule_12_what_a_user_replaced_comes_in_the_order_of_the_edits() {
        long alice = fixture().user("alice").id();
        long first = change(alice, NOW, Change.State.DONE, "+1>+2", "+3>", ">+4");
        long second = change(alice, NOW.plusSeconds(1), Change.State.PENDING, "+2>+5");
        change(alice, NOW.plusSeconds(2), Change.State.WAITING, "+5>+6");
        fixture().write(tx -> {
            tx.changes().setTold(second, ChangerChoice.Audience.NOBODY);
            return true;
        });
        assertThat(fixture().list(tx -> tx.changes().replacements(alice, NOW)))
                .containsExactly(
                        new Replacement(first, NOW, "+1", "+2", true, ChangerChoice.Audience.EVERYONE),
                        new Replacement(second, NOW.plusSeconds(1), "+2", "+5", true, ChangerChoice.Audience.NOBODY));
        assertThat(fixture().list(tx -> tx.changes().replacements(alice, NOW.plusSeconds(1))))
                .hasSize(1);
    }

    @Test
    default void a_late_card_waits_once_and_is_taken_once() {
        BookId book = fixture().book("alice");
        CardId first = fixture().stored(book, "a.vcf", "1").id();
        CardId second = fixture().stored(book, "b.vcf", "2").id();
        fixture().write(tx -> {
            tx.lateComers().add(second, NOW);
            tx.lateComers().add(first, NOW.plusSeconds(1));
            tx.lateComers().add(second, NOW.plusSeconds(2));
            return 0;
        });
        assertThat(fixture().list(tx -> tx.lateComers().list(10))).containsExactly(second, first);
        assertThat(fixture().<Integer>write(tx -> tx.lateComers().failed(second, NOW.plusSeconds(3))))
                .isEqualTo(1);
        assertThat(fixture().<Integer>write(tx -> tx.lateComers().failed(second, NOW.plusSeconds(3))))
                .isEqualTo(2);
        assertThat(fixture().list(tx -> tx.lateComers().list(10))).containsExactly(first, second);
        assertThat(fixture().<Boolean>write(tx -> tx.lateComers().remove(first)))
                .isTrue();
        assertThat(fixture().<Boolean>write(tx -> tx.lateComers().remove(first)))
                .isFalse();
        assertThat(fixture().list(tx -> tx.lateComers().list(1))).containsExactly(second);
    }

    @Test
    default void a_late_card_is_taken_by_its_age_and_is_back_where_the_work_fails() {
        BookId book = fixture().book("alice");
        CardId first = fixture().stored(book, "a.vcf", "1").id();
        CardId second = fixture().stored(book, "b.vcf", "2").id();
        fixture().write(tx -> {
            tx.lateComers().add(second, NOW);
            tx.lateComers().add(first, NOW.plusSeconds(1));
            return 0;
        });
        assertThatThrownBy(() -> fixture().write(tx -> {
                    assertThat(take(tx)).contains(second);
                    assertThat(take(tx)).contains(first);
                    throw new IllegalStateException("the work fails");
                }))
                .hasMessage("the work fails");
        assertThat(fixture().<Optional<CardId>>write(LateComersContract::take)).contains(second);
        assertThat(fixture().<Optional<CardId>>write(LateComersContract::take)).contains(first);
        assertThat(fixture().<Optional<CardId>>write(LateComersContract::take)).isEmpty();
    }

    @Test
    default void rule_8_of_several_workers_each_takes_other_late_cards_and_none_is_left() throws Exception {
        BookId book = fixture().book("alice");
        List<CardId> cards = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            CardId card = fixture().stored(book, i + ".vcf", "1").id();
            cards.add(card);
            fixture().write(tx -> {
                tx.lateComers().add(card, NOW);
                return 0;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<List<CardId>>> working = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            working.add(pool.submit(this::takeAll));
        }
        List<CardId> taken = new ArrayList<>();
        for (Future<List<CardId>> each : working) {
            taken.addAll(each.get());
        }
        pool.shutdown();
        assertThat(taken).containsExactlyInAnyOrderElementsOf(cards);
    }

    static Optional<CardId> take(Transaction tx) {
        List<CardId> oldest = tx.lateComers().lock(1);
        tx.lateComers().remove(oldest);
        return oldest.stream().findFirst();
    }

    private List<CardId> takeAll() {
        List<CardId> mine = new ArrayList<>();
        while (fixture().read(tx -> !tx.lateComers().list(1).isEmpty())) {
            Optional<CardId> card = fixture().write(LateComersContract::take);
            card.ifPresent(mine::add);
        }
        return mine;
    }

    @Test
    default void a_card_that_is_made_waits_where_it_is_committed_only() {
        BookId book = fixture().book("alice");
        fixture().write(tx -> {
            Card card = fixture().stored(tx, book, "a.vcf", "1");
            tx.lateComers().addNew(card.id(), NOW);
            assertThat(tx.lateComers().list(10)).containsExactly(card.id());
            return 0;
        });
        assertThatThrownBy(() -> fixture().write(tx -> {
                    tx.lateComers()
                            .addNew(fixture().stored(tx, book, "b.vcf", "1").id(), NOW);
                    throw new IllegalStateException("the put fails");
                }))
                .hasMessage("the put fails");
        assertThat(fixture().list(tx -> tx.lateComers().list(10)))
                .containsExactly(fixture().find(book, "a.vcf").orElseThrow().id());
    }

    @Test
    default void rule_12_of_a_book_that_is_copied_the_cards_wait_whose_numbers_another_claimed() {
        BookId book = fixture().book("bob");
        long alice = fixture().user("alice").id();
        run(tx -> {
            tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().open(alice, "+2", Claim.State.UNVERIFIED, NOW);
            tx.claims().end(alice, "+1", NOW);
            tx.claims().open(book.home(), "+3", Claim.State.VERIFIED, NOW);
        });
        fixture().stored(book, "a.vcf", "1", tel(0, "+1"), tel(1, "+2"));
        fixture().stored(book, "b.vcf", "2", tel(0, "+3"), tel(1, "+4"));
        fixture().stored(book, "c.vcf", "3", Fixture.text(IndexRow.Kind.FN, 0, "+1"));
        List<Boolean> added = new ArrayList<>();
        fixture().listen(new StoreListener() {
            @Override
            public void edited(Transaction transaction, OwnCardEdit edit) {}

            @Override
            public void copied(Transaction transaction, BookId copy, Instant now) {
                added.add(transaction.lateComers().addNew(copy, now));
            }
        });
        BookId copy =
                fixture().write(tx -> tx.books().copy(book, "copy", true, NOW)).id();
        assertThat(fixture().list(tx -> tx.lateComers().list(10)))
                .containsExactly(fixture().find(copy, "a.vcf").orElseThrow().id());
        BookId none = fixture().book(book.home(), "none");
        run(tx -> tx.books().copy(none, "copy of none", true, NOW));
        run(tx -> tx.books().copy(book, "without cards", false, NOW));
        assertThat(added).containsExactly(true, false);
    }

    @Test
    default void cards_and_newcomers_are_counted_together() {
        BookId book = fixture().book("alice");
        assertThat(fixture().<Long>read(tx -> tx.lateComers().count())).isZero();
        run(tx -> {
            tx.lateComers().addNew(fixture().stored(tx, book, "a.vcf", "1").id(), NOW);
            tx.lateComers().addNew(fixture().stored(tx, book, "b.vcf", "2").id(), NOW);
            tx.lateComers().add(new Newcomer(book.home(), 9), NOW);
        });
        assertThat(fixture().<Long>read(tx -> tx.lateComers().count())).isEqualTo(3);
    }

    @Test
    default void rule_12_who_joins_has_cards_of_the_others_and_the_others_of_theirs() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        BookId carol = fixture().book("carol");
        long group = group(alice.home(), bob.home());
        change(alice.home(), NOW, Change.State.DONE, "+1>+2");
        change(carol.home(), NOW, Change.State.DONE, "+3>+4");
        Card carols = fixture().stored(carol, "alice.vcf", "1", tel(0, "+1"), tel(1, "+1"));
        Card bobs = fixture().stored(bob, "carol.vcf", "1", tel(0, "+3"));
        fixture().stored(bob, "alice.vcf", "2", tel(0, "+1"));
        fixture().stored(carol, "own.vcf", "2", tel(0, "+3"));
        join(group, carol.home());
        assertThat(fixture().list(tx -> tx.changes().withReplaced(group, carol.home(), NOW)))
                .containsExactlyInAnyOrder(carols.id(), bobs.id());
        assertThat(fixture().list(tx -> tx.changes().withReplaced(group, carol.home(), NOW.plusSeconds(1))))
                .isEmpty();
        fixture().write(tx -> tx.principals().leave(group, alice.home(), NOW.plusSeconds(1)));
        assertThat(fixture().list(tx -> tx.changes().withReplaced(group, carol.home(), NOW)))
                .containsExactly(bobs.id());
    }
}
