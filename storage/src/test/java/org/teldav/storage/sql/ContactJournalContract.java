package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;

/** What the listener hears of a card that comes, and what the journal has of it: rules 3 and 11 of propagation.md. */
interface ContactJournalContract extends Engine {
    @Test
    default void the_listener_hears_of_cards_that_come_by_put_and_copy_and_of_none_that_is_edited_or_moved() {
        List<String> heard = new ArrayList<>();
        fixture().listen(new StoreListener() {
            @Override
            public void edited(Transaction transaction, OwnCardEdit edit) {}

            @Override
            public List<IndexRow> entered(
                    Transaction transaction,
                    Card card,
                    List<IndexRow> index,
                    Supplier<List<Rewrite>> lines,
                    Instant now) {
                heard.add(card.name() + index.size());
                return index;
            }

            @Override
            public void joined(Transaction transaction, long group, long user, Instant now) {
                heard.add("joined");
            }
        });
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1", tel(0, "+1"));
        fixture().stored(book, "a.vcf", "2", tel(0, "+2"));
        BookId other = fixture().book(book.home(), "other");
        fixture().write(tx -> tx.cards().copy(card.id(), other, "copy.vcf", there -> true, NOW));
        fixture().rename(card, "renamed.vcf");
        long group = fixture()
                .write(tx -> tx.principals().addGroup("family", "", NOW))
                .id();
        fixture().write(tx -> tx.principals().join(group, book.home(), NOW));
        fixture().write(tx -> tx.principals().join(group, book.home(), NOW));
        assertThat(heard).containsExactly("a.vcf1", "copy.vcf1", "joined");
    }

    @Test
    default void rule_3_the_listener_says_whose_a_number_is_that_comes_by_what_the_journal_has_of_the_contact() {
        List<Long> told = new ArrayList<>();
        fixture().listenTo((card, index, lines) -> {
            lines.get().forEach(line -> told.add(line.change()));
            return index.stream()
                    .map(row -> new IndexRow(row.kind(), row.position(), row.key(), row.text(), OptionalLong.of(4711)))
                    .toList();
        });
        BookId book = fixture().book("alice");
        rewritten(9, fixture().stored(book, "a.vcf", "1", tel(0, "+1")));
        assertThat(told).isEmpty();
        fixture().write(tx -> tx.cards().delete(book, "a.vcf", card -> true, NOW));
        Card again = fixture().stored(book, "a.vcf", "2", tel(0, "+2"));
        assertThat(told).containsExactly(9L);
        assertThat(fixture().index(again)).extracting(IndexRow::about).containsExactly(OptionalLong.of(4711));
    }

    private void rewritten(long change, Card card) {
        fixture()
                .write(tx -> tx.changes()
                        .record(
                                new Rewrite(change, 4711, card.id(), card.name(), NOW, 1, 2, "+1", "+2", ""),
                                card.uid()));
    }

    private List<CardId> linesOf(Card card) {
        return fixture()
                .list(tx -> tx.changes().rewritesOf(card.id().book().home(), card.uid()).stream()
                        .map(Rewrite::card)
                        .toList());
    }

    @Test
    default void rule_11_the_journal_follows_a_contact_that_is_moved_or_deleted_and_put_back() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = fixture().stored(book, "a.vcf", "1", tel(0, "+1"));
        rewritten(7, card);
        PutResult moved =
                fixture().write(tx -> tx.cards().move(card.id(), there -> true, other, "b.vcf", there -> true, NOW));
        Card there = ((PutResult.Created) moved).card();
        assertThat(linesOf(card)).containsExactly(there.id());
        fixture().delete(other, "b.vcf");
        Card back = fixture().stored(book, "a.vcf", "2", tel(0, "+1"));
        assertThat(linesOf(card)).containsExactly(back.id());
        assertThat(fixture().first(tx -> tx.changes().rewrite(7, back.id())).orElseThrow())
                .extracting(Rewrite::before, Rewrite::after)
                .as("the versions are those of another book")
                .containsExactly(0L, 0L);
        rewritten(8, back);
        fixture().delete(book, "a.vcf");
        Card again = fixture().stored(book, "a.vcf", "3", tel(0, "+1"));
        assertThat(fixture().first(tx -> tx.changes().rewrite(8, again.id())).orElseThrow())
                .extracting(Rewrite::before, Rewrite::after)
                .containsExactly(1L, 2L);
    }

    @Test
    default void rule_11_of_two_lines_of_a_contact_one_follows_and_a_card_that_is_there_keeps_its_own() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card one = fixture().stored(book, "a.vcf", "1", tel(0, "+1"));
        Card two = fixture().stored(other, "a.vcf", "1", tel(0, "+1"));
        rewritten(7, one);
        rewritten(7, two);
        rewritten(8, one);
        fixture().delete(book, "a.vcf");
        fixture().stored(book, "a.vcf", "2", tel(0, "+1"));
        assertThat(linesOf(two)).hasSize(3).contains(two.id());
        fixture().delete(book, "a.vcf");
        fixture().delete(other, "a.vcf");
        Card back = fixture().stored(book, "a.vcf", "3", tel(0, "+1"));
        assertThat(linesOf(back)).filteredOn(back.id()::equals).hasSize(2);
    }
}
