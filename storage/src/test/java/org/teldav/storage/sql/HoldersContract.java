package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Rewrite;

/** {@link org.teldav.storage.Changes#holders}: rules 3, 4 and 6 of propagation.md. */
interface HoldersContract extends Engine {
    Set<String> KEYS = Set.of("+1", "+2");
    Set<String> NONE = Set.of();

    /** Alice and a group of hers. */
    record Family(long alice, long group) {}

    private Family family() {
        long alice = fixture().user("alice").id();
        long group = fixture()
                .write(tx -> tx.principals().addGroup("family", "", NOW))
                .id();
        member(group, alice, NOW);
        return new Family(alice, group);
    }

    private void member(long group, long user, Instant since) {
        assertThat(fixture()
                        .<Boolean>write(tx -> tx.principals().join(group, user, since))
                        .booleanValue())
                .isTrue();
    }

    private BookId memberBook(Family family, String name) {
        BookId book = fixture().book(name);
        member(family.group(), book.home(), NOW);
        return book;
    }

    private Change change(Family family, Instant at) {
        long id = fixture()
                .write(tx ->
                        tx.changes().add(family.alice(), at, Change.State.PENDING, List.of(), Change.Course.AT_ONCE));
        return fixture().first(tx -> tx.changes().find(id)).orElseThrow();
    }

    private List<Holding> holders(Change change, Collection<String> keys, Collection<String> proved) {
        return fixture().list(tx -> tx.changes().holders(change, keys, proved, Optional.empty(), 1000));
    }

    @Test
    default void rule_3_only_proved_numbers_and_entries_known_to_be_about_the_changer() {
        Family family = family();
        BookId bob = memberBook(family, "bob");
        Card unknown = fixture().stored(bob, "unknown.vcf", "1", tel(0, "+9"), tel(1, "+1"), tel(2, "+1"));
        Card about = fixture().stored(bob, "about.vcf", "1", tel(0, "+2", family.alice()));
        fixture().stored(bob, "other.vcf", "1", tel(0, "+1", bob.home()), tel(1, "+2", 4711));
        fixture().stored(bob, "none.vcf", "1", tel(0, "+3"));
        Change change = change(family, NOW);
        assertThat(holders(change, KEYS, KEYS))
                .containsExactly(new Holding(unknown.id(), unknown.size()), new Holding(about.id(), about.size()));
        assertThat(holders(change, KEYS, NONE)).containsExactly(new Holding(about.id(), about.size()));
        assertThat(holders(change, Set.of("+1"), Set.of("+1")))
                .containsExactly(new Holding(unknown.id(), unknown.size()));
        assertThat(holders(change, NONE, NONE)).isEmpty();
    }

    @Test
    default void rule_4_who_shared_a_group_at_the_time_of_the_change() {
        Family family = family();
        Instant edit = NOW.plusSeconds(100);
        Card stayed = fixture().stored(memberBook(family, "stayed"), "a.vcf", "1", tel(0, "+1"));
        Card left = fixture().stored(memberBook(family, "left"), "a.vcf", "1", tel(0, "+1"));
        BookId gone = memberBook(family, "gone");
        BookId late = fixture().book("late");
        for (BookId book : List.of(gone, late, fixture().book("stranger"))) {
            fixture().stored(book, "a.vcf", "1", tel(0, "+1"));
        }
        leave(family, gone.home(), edit.minusSeconds(1));
        leave(family, left.id().book().home(), edit.plusSeconds(1));
        member(family.group(), late.home(), edit.plusSeconds(1));
        assertThat(holders(change(family, edit), KEYS, KEYS))
                .extracting(Holding::card)
                .containsExactly(stayed.id(), left.id());
        leave(family, family.alice(), edit.plusSeconds(2));
        assertThat(holders(change(family, edit.plusSeconds(1)), KEYS, KEYS))
                .extracting(holding -> holding.card().book())
                .containsExactlyInAnyOrder(stayed.id().book(), late);
        assertThat(holders(change(family, edit.plusSeconds(3)), KEYS, KEYS)).isEmpty();
    }

    private void leave(Family family, long user, Instant now) {
        assertThat(fixture()
                        .<Boolean>write(tx -> tx.principals().leave(family.group(), user, now))
                        .booleanValue())
                .isTrue();
    }

    @Test
    default void a_holder_in_two_groups_of_the_changer_is_found_once() {
        Family family = family();
        BookId bob = memberBook(family, "bob");
        long second =
                fixture().write(tx -> tx.principals().addGroup("work", "", NOW)).id();
        member(second, family.alice(), NOW);
        member(second, bob.home(), NOW);
        Card card = fixture().stored(bob, "a.vcf", "1", tel(0, "+1"));
        assertThat(holders(change(family, NOW), KEYS, KEYS)).containsExactly(new Holding(card.id(), card.size()));
    }

    @Test
    default void rule_6_never_an_own_card_nor_the_changers_books() {
        Family family = family();
        BookId bob = memberBook(family, "bob");
        Card own = fixture().stored(bob, "me.vcf", "1", tel(0, "+1"));
        fixture().own(own.id());
        BookId alice = fixture().book(family.alice(), "contacts");
        fixture().stored(alice, "a.vcf", "1", tel(0, "+1"), tel(1, "+2", family.alice()));
        assertThat(holders(change(family, NOW), KEYS, KEYS)).isEmpty();
    }

    @Test
    default void rule_8_a_card_with_a_journal_row_of_this_change_is_done() {
        Family family = family();
        BookId bob = memberBook(family, "bob");
        Card card = fixture().stored(bob, "a.vcf", "1", tel(0, "+1"));
        Card next = fixture().stored(bob, "b.vcf", "1", tel(0, "+1"));
        Change first = change(family, NOW);
        Change second = change(family, NOW);
        fixture()
                .write(tx -> tx.changes()
                        .record(
                                new Rewrite(first.id(), family.alice(), card.id(), "a.vcf", NOW, 1, 0, "", "", "left"),
                                card.uid()));
        assertThat(holders(first, KEYS, KEYS)).extracting(Holding::card).containsExactly(next.id());
        assertThat(holders(second, KEYS, KEYS)).hasSize(2);
    }

    @Test
    default void holders_are_paged_in_the_order_of_their_keys_whatever_number_they_have() {
        Family family = family();
        List<CardId> all = new ArrayList<>();
        for (int home = 0; home < 3; home++) {
            BookId book = memberBook(family, "bob" + home);
            BookId other = fixture().book(book.home(), "other");
            for (BookId each : List.of(book, other)) {
                all.addAll(fixture()
                        .write(tx -> IntStream.range(0, 70)
                                .mapToObj(i -> fixture()
                                        .stored(
                                                tx,
                                                each,
                                                i + ".vcf",
                                                "1",
                                                i % 3 == 0 ? tel(0, "+2", 4711) : tel(0, "+1"),
                                                tel(1, "+2")))
                                .map(Card::id)
                                .toList()));
            }
        }
        Change change = change(family, NOW);
        assertThat(holders(change, KEYS, KEYS)).hasSize(all.size());
        for (int limit : new int[] {1, 7, 100}) {
            List<Holding> paged = new ArrayList<>();
            Optional<CardId> after = Optional.empty();
            List<Holding> page;
            do {
                Optional<CardId> from = after;
                page = fixture().list(tx -> tx.changes().holders(change, KEYS, KEYS, from, limit));
                assertThat(page.size()).isLessThanOrEqualTo(limit);
                paged.addAll(page);
                after = page.isEmpty()
                        ? after
                        : Optional.of(page.get(page.size() - 1).card());
            } while (!page.isEmpty());
            assertThat(paged).extracting(Holding::card).isEqualTo(all);
        }
    }
}
