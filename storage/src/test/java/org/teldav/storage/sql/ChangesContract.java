package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;

/** {@link org.teldav.storage.Changes} but for the holders. */
interface ChangesContract extends ChangeEngine {
    private Optional<Change> find(long id) {
        return fixture().read(tx -> tx.changes().find(id));
    }

    private Change.Tally tally(long change) {
        return fixture().read(tx -> tx.changes().tallies(List.of(change))).get(change);
    }

    @Test
    default void a_change_is_found_as_written() {
        long alice = fixture().user("alice").id();
        long id = add(alice, NOW);
        assertThat(find(id))
                .contains(new Change(
                        id, alice, NOW, Change.State.PENDING, List.of(REPLACED, WITHDRAWN, ADDED), Optional.empty()));
        run(tx -> tx.changes().setState(id, Change.State.DONE, NOW.plusSeconds(1)));
        assertThat(find(id).orElseThrow().state()).isEqualTo(Change.State.DONE);
        assertThat(find(id).orElseThrow().finished()).contains(NOW.plusSeconds(1));
        assertThat(find(id + 1)).isEmpty();
    }

    @Test
    default void each_change_of_a_list_has_its_own_numbers_in_their_order() {
        long alice = fixture().user("alice").id();
        long none = fixture()
                .write(tx -> tx.changes().add(alice, NOW, Change.State.DONE, List.of(), Change.Course.AT_ONCE));
        long second = add(alice, NOW);
        long third = fixture()
                .write(tx -> tx.changes().add(alice, NOW, Change.State.PENDING, List.of(ADDED), Change.Course.AT_ONCE));
        assertThat(fixture().list(tx -> tx.changes().listOf(alice, 9)))
                .extracting(
                        Change::id,
                        change -> change.numbers().stream()
                                .map(Change.Number::newKey)
                                .toList())
                .containsExactly(
                        tuple(third, List.of(ADDED.newKey())),
                        tuple(second, List.of(REPLACED.newKey(), WITHDRAWN.newKey(), ADDED.newKey())),
                        tuple(none, List.of()));
    }

    @Test
    default void changes_are_counted_each_by_itself_and_those_that_are_not_there_not_at_all() {
        long alice = fixture().user("alice").id();
        CardId card = fixture().stored(fixture().book("bob"), "a.vcf", "a").id();
        long first = add(alice, NOW);
        long second = add(alice, NOW);
        assertThat(record(new Rewrite(second, alice, card, "a.vcf", NOW, 1, 2, "old", "new", "")))
                .isTrue();
        assertThat(fixture()
                        .<Map<Long, Change.Tally>>read(tx -> tx.changes().tallies(List.of(first, second, second + 1))))
                .containsOnly(entry(first, new Change.Tally(0, 0)), entry(second, new Change.Tally(1, 0)));
        assertThat(fixture().<Map<Long, Change.Tally>>read(tx -> tx.changes().tallies(List.of())))
                .isEmpty();
    }

    @Test
    default void changes_are_listed_newest_first() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long first = add(alice, NOW);
        long second = add(bob, NOW);
        long third = add(alice, NOW);
        assertThat(fixture().list(tx -> tx.changes().list(2)))
                .extracting(Change::id)
                .containsExactly(third, second);
        assertThat(fixture().list(tx -> tx.changes().listOf(alice, 9)))
                .extracting(Change::id)
                .containsExactly(third, first);
    }

    @Test
    default void rule_2_withdrawn_numbers_wait_to_be_paired() {
        long alice = fixture().user("alice").id();
        add(alice, NOW.minusSeconds(100));
        long first = add(alice, NOW);
        long second = add(alice, NOW.plusSeconds(1));
        add(fixture().user("bob").id(), NOW);
        assertThat(fixture().list(tx -> tx.changes().withdrawn(alice, NOW)))
                .containsExactly(
                        new org.teldav.storage.Changes.Withdrawn(first, WITHDRAWN),
                        new org.teldav.storage.Changes.Withdrawn(second, WITHDRAWN));
        run(tx -> tx.changes().pair(first, 1));
        assertThat(fixture().list(tx -> tx.changes().withdrawn(alice, NOW)))
                .extracting(org.teldav.storage.Changes.Withdrawn::change)
                .containsExactly(second);
        assertThat(find(first).orElseThrow().numbers().get(1).paired()).isTrue();
    }

    /** Asked after others: the transaction goes on, and what it wrote besides is there. */
    @Test
    default void rule_8_a_second_journal_row_is_told_and_harms_nothing_else() {
        long alice = fixture().user("alice").id();
        BookId book = fixture().book("bob");
        Card one = fixture().stored(book, "a.vcf", "a");
        Card other = fixture().stored(book, "b.vcf", "b");
        long change = add(alice, NOW);
        Rewrite line = new Rewrite(change, alice, one.id(), "a.vcf", NOW, 1, 1, "old", "new", "");
        Rewrite again = new Rewrite(change, alice, one.id(), "a.vcf", NOW, 1, 3, "old", "newer", "");
        Rewrite third = new Rewrite(change, alice, other.id(), "b.vcf", NOW, 1, 2, "old", "new", "");
        assertThat(record(line)).isTrue();
        List<Boolean> told = fixture().write(tx -> {
            BooleanSupplier second = tx.changes().record(again, "uid of a.vcf");
            BooleanSupplier first = tx.changes().record(third, "uid of b.vcf");
            return List.of(first.getAsBoolean(), second.getAsBoolean());
        });
        assertThat(told).containsExactly(true, false);
        assertThat(fixture().list(tx -> tx.changes().rewrites(change, 9))).containsExactly(line, third);
    }

    @Test
    default void rule_8_a_card_has_one_journal_row_a_change() {
        long alice = fixture().user("alice").id();
        Card card = fixture().stored(fixture().book("bob"), "a.vcf", "1");
        Card other = fixture().stored(card.id().book(), "b.vcf", "1");
        long change = add(alice, NOW);
        long next = add(alice, NOW);
        Rewrite done = new Rewrite(change, alice, card.id(), "a.vcf", NOW, 1, 3, "0155", "+2 a\nb", "");
        Rewrite left = new Rewrite(change, alice, other.id(), "b.vcf", NOW.plusSeconds(1), 2, 0, "0155", "", "why");
        Rewrite later = new Rewrite(next, alice, card.id(), "a.vcf", NOW.plusSeconds(2), 3, 4, "x", "y", "");
        for (Rewrite rewrite : List.of(done, left, later)) {
            assertThat(record(rewrite)).isTrue();
            assertThat(record(rewrite)).isFalse();
        }
        long bob = card.id().book().home();
        assertThat(fixture().list(tx -> tx.changes().journal(bob, 9))).containsExactly(later, left, done);
        assertThat(fixture().list(tx -> tx.changes().journal(bob, 1))).containsExactly(later);
        assertThat(fixture().list(tx -> tx.changes().journal(alice, 9))).isEmpty();
        assertThat(fixture().list(tx -> tx.changes().rewrites(change, 9))).containsExactly(done, left);
        assertThat(fixture().list(tx -> tx.changes().rewrites(change, 1))).containsExactly(done);
        assertThat(tally(change).rewritten()).isEqualTo(1);
        assertThat(tally(change).left()).isEqualTo(1);
    }

    @Test
    default void of_two_who_settle_a_line_at_once_one_does_and_what_waits_is_listed_by_age() {
        long alice = fixture().user("alice").id();
        BookId book = fixture().book("bob");
        Card first = fixture().stored(book, "a.vcf", "a");
        Card second = fixture().stored(book, "b.vcf", "b");
        long change = add(alice, NOW);
        Rewrite offer =
                new Rewrite(change, alice, first.id(), "a.vcf", NOW, 1, 0, "old", "new", "asks", Rewrite.State.OFFERED);
        Rewrite younger = new Rewrite(
                change,
                alice,
                second.id(),
                "b.vcf",
                NOW.plusSeconds(1),
                2,
                0,
                "old",
                "new",
                "asks",
                Rewrite.State.OFFERED);
        assertThat(record(younger) && record(offer)).isTrue();
        assertThat(fixture().list(tx -> tx.changes().offers(book.home(), 10))).containsExactly(offer, younger);
        assertThat(fixture().list(tx -> tx.changes().offers(book.home(), 1))).containsExactly(offer);
        assertThat(fixture().list(tx -> tx.changes().offers(alice, 10))).isEmpty();
        assertThat(tally(change).left()).isEqualTo(2);

        Rewrite done = new Rewrite(change, alice, first.id(), "c.vcf", NOW.plusSeconds(2), 1, 5, "older", "newer", "");
        assertThat(settle(done, Rewrite.State.DONE)).isFalse();
        assertThat(settle(done, Rewrite.State.OFFERED)).isTrue();
        assertThat(settle(offer.as(Rewrite.State.REFUSED, "no"), Rewrite.State.OFFERED))
                .isFalse();
        assertThat(fixture().first(tx -> tx.changes().rewrite(change, first.id())))
                .contains(done);
        assertThat(tally(change).rewritten()).isEqualTo(1);
        assertThat(settle(done.as(Rewrite.State.UNDONE, "back"), Rewrite.State.DONE))
                .isTrue();
        assertThat(tally(change).rewritten()).isZero();
        assertThat(fixture().list(tx -> tx.changes().offers(book.home(), 10))).containsExactly(younger);
    }

    /** Rule 11: where a card goes, what its holder decided of it goes along. The versions stay behind. */
    @Test
    default void a_line_follows_its_card_into_another_book() {
        long alice = fixture().user("alice").id();
        BookId book = fixture().book("bob");
        BookId work = fixture().book(book.home(), "work");
        Card card = fixture().stored(book, "a.vcf", "a");
        Card stays = fixture().stored(book, "b.vcf", "b");
        long change = add(alice, NOW);
        Rewrite line = new Rewrite(change, alice, card.id(), "a.vcf", NOW, 1, 1, "old", "new", "");
        Rewrite other = new Rewrite(change, alice, stays.id(), "b.vcf", NOW, 1, 2, "old", "new", "");
        assertThat(record(line) && record(other)).isTrue();
        run(tx -> tx.cards().move(card.id(), there -> true, work, "a.vcf", there -> true, NOW));
        Card moved = fixture().find(work, "a.vcf").orElseThrow();
        Rewrite followed = new Rewrite(change, alice, moved.id(), "a.vcf", NOW, 0, 0, "old", "new", "");
        assertThat(fixture().list(tx -> tx.changes().rewrites(change, 9))).containsExactly(other, followed);
        assertThat(record(followed)).isFalse();
        assertThat(tally(change).rewritten()).isEqualTo(2);
    }

    private boolean settle(Rewrite rewrite, Rewrite.State from) {
        return fixture().write(tx -> tx.changes().settle(rewrite, from));
    }

    /** Each card has the UID that the fixture gave it. */
    private boolean record(Rewrite rewrite) {
        String uid = "uid of " + rewrite.name();
        return fixture().write(tx -> tx.changes().record(rewrite, uid).getAsBoolean());
    }
}
