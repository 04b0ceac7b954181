package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.tel;
import static org.teldav.storage.sql.Fixture.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardCursor;
import org.teldav.storage.Cards.IndexText;
import org.teldav.storage.Cards.TextMatch;
import org.teldav.storage.Cards.Usage;
import org.teldav.storage.IndexRow;
import org.teldav.storage.IndexRow.Kind;
import org.teldav.storage.StoredCard;

/** The reading side of {@link org.teldav.storage.Cards}. */
interface ListingContract extends Engine {
    /** Not all in one transaction: HSQLDB keeps each version of the book's row until the commit, and walks them. */
    private List<Card> fill(BookId book, int count) {
        List<Card> all = new ArrayList<>();
        while (all.size() < count) {
            all.addAll(fixture()
                    .write(tx -> IntStream.range(all.size(), Math.min(count, all.size() + 50))
                            .mapToObj(i -> fixture().stored(tx, book, i + ".vcf", "bytes " + i))
                            .toList()));
        }
        return all;
    }

    private List<String> candidates(BookId book, Kind kind, TextMatch match, String text) {
        return fixture()
                .read(tx -> tx.cards().candidates(book, kind, match, text, 0, 100).stream()
                        .map(Card::name)
                        .toList());
    }

    private Usage usage(BookId book) {
        return fixture().read(tx -> tx.cards().usage(book));
    }

    @Test
    default void pages_list_each_card_once_in_the_order_of_creation() {
        BookId book = fixture().book("alice");
        List<Card> all = new ArrayList<>(fill(book, 25));
        fixture().put(book, "3.vcf", "edited");
        all.set(3, fixture().find(book, "3.vcf").orElseThrow());
        assertThat(fixture().page(book, 0, 10)).isEqualTo(all.subList(0, 10));
        assertThat(fixture().page(book, all.get(9).id().number(), 10)).isEqualTo(all.subList(10, 20));
        assertThat(fixture().page(book, all.get(19).id().number(), 10)).isEqualTo(all.subList(20, 25));
        List<Card> listed = new ArrayList<>();
        new CardCursor(fixture().store()).eachPage(book, listed::addAll);
        assertThat(listed).isEqualTo(all);
    }

    @Test
    default void keys_and_cards_are_found_by_the_numbers_of_cards() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card a = fixture().stored(book, "a.vcf", "1", tel(0, "+1"), tel(2, "+2"), text(Kind.EMAIL, 0, "x"));
        Card b = fixture().stored(book, "b.vcf", "1", tel(0, "+1"), text(Kind.TEL, 1, "no number"));
        fixture().stored(other, "c.vcf", "1", tel(0, "+3"));
        long first = a.id().number();
        long second = b.id().number();
        assertThat(fixture().<List<IndexText>>read(tx -> tx.cards().keys(book, 0, second)))
                .containsExactly(
                        new IndexText(first, "+1", false),
                        new IndexText(first, "+2", false),
                        new IndexText(second, "+1", false));
        assertThat(fixture().<List<IndexText>>read(tx -> tx.cards().keys(book, first, second)))
                .containsExactly(new IndexText(second, "+1", false));
        assertThat(fixture().<List<IndexText>>read(tx -> tx.cards().keys(book, 0, first)))
                .hasSize(2);
        assertThat(fixture().<List<Card>>read(tx -> tx.cards().numbered(book, List.of(second, first, 999L))))
                .containsExactlyInAnyOrder(a, b);
        assertThat(fixture().<List<Card>>read(tx -> tx.cards().numbered(book, List.of())))
                .isEmpty();
    }

    @Test
    default void a_page_shows_no_other_book() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        fixture().put(other, "o.vcf", "1");
        assertThat(fixture().page(book, 0, 10)).isEmpty();
        assertThat(fixture().find(book, "o.vcf")).isEmpty();
    }

    @Test
    default void any_number_of_names_is_found_at_once() {
        BookId book = fixture().book("alice");
        fill(book, 3000);
        List<String> names = IntStream.range(0, 6000).mapToObj(i -> i + ".vcf").toList();
        List<Card> found = fixture().read(tx -> tx.cards().find(book, names));
        assertThat(found).hasSize(3000);
        assertThat(fixture().list(tx -> tx.cards().find(book, List.of()))).hasSize(0);
        assertThat(fixture().list(tx -> tx.cards().find(book, List.of("1.vcf", "1.vcf"))))
                .hasSize(1);
    }

    @Test
    default void contents_come_in_the_order_asked_for_without_the_gone_and_with_the_newest() {
        BookId book = fixture().book("alice");
        List<Card> all = new ArrayList<>(fill(book, 4));
        fixture().delete(book, "1.vcf");
        Card edited = fixture().stored(book, "2.vcf", "edited");
        Collections.reverse(all);
        List<StoredCard> contents = fixture().read(tx -> tx.cards().read(all));
        assertThat(contents).extracting(stored -> stored.card().name()).containsExactly("3.vcf", "2.vcf", "0.vcf");
        assertThat(contents.get(1).card()).isEqualTo(edited);
        assertThat(contents.get(1).content()).isEqualTo(Fixture.bytes("edited"));
    }

    @Test
    default void usage_counts_cards_and_their_bytes_without_history() {
        BookId book = fixture().book("alice");
        assertThat(usage(book)).isEqualTo(new Usage(0, 0));
        fixture().put(book, "a.vcf", "12345");
        fixture().put(book, "a.vcf", "123");
        fixture().put(book, "b.vcf", "1");
        assertThat(usage(book)).isEqualTo(new Usage(2, 4));
    }

    @Test
    default void candidates_are_all_that_match_by_kind_and_text() {
        BookId book = fixture().book("alice");
        fixture().stored(book, "a.vcf", "a", text(Kind.FN, 0, "anna smith"), text(Kind.EMAIL, 0, "anna@example.org"));
        fixture().stored(book, "b.vcf", "b", text(Kind.FN, 0, "bert smithson"), tel(0, "+14155550100"));
        fixture().stored(book, "c.vcf", "c", text(Kind.EMAIL, 0, "smith"), text(Kind.EMAIL, 1, "smith"));
        assertThat(candidates(book, Kind.FN, TextMatch.EQUALS, "anna smith")).containsExactly("a.vcf");
        assertThat(candidates(book, Kind.FN, TextMatch.EQUALS, "smith")).isEmpty();
        assertThat(candidates(book, Kind.FN, TextMatch.CONTAINS, "smith")).containsExactly("a.vcf", "b.vcf");
        assertThat(candidates(book, Kind.FN, TextMatch.STARTS_WITH, "bert")).containsExactly("b.vcf");
        assertThat(candidates(book, Kind.FN, TextMatch.ENDS_WITH, "smith")).containsExactly("a.vcf");
        assertThat(candidates(book, Kind.EMAIL, TextMatch.CONTAINS, "smith")).containsExactly("c.vcf");
        assertThat(candidates(book, Kind.EMAIL, TextMatch.EQUALS, "smith")).containsExactly("c.vcf");
        assertThat(candidates(book, Kind.TEL, TextMatch.CONTAINS, "5550100")).containsExactly("b.vcf");
        assertThat(candidates(book, Kind.TEL, TextMatch.CONTAINS, "")).containsExactly("b.vcf");
    }

    @Test
    default void a_row_that_was_cut_is_a_candidate_for_every_match() {
        BookId book = fixture().book("alice");
        String emoji = "x".repeat(IndexRow.MAX_TEXT - 1) + "\uD83D\uDE00";
        fixture().stored(book, "long.vcf", "1", text(Kind.FN, 0, "y".repeat(IndexRow.MAX_TEXT + 1)));
        fixture().stored(book, "emoji.vcf", "2", text(Kind.FN, 0, emoji));
        fixture().stored(book, "short.vcf", "3", text(Kind.FN, 0, "z"));
        fixture().stored(book, "exact.vcf", "4", text(Kind.FN, 0, "\uD83D\uDE00".repeat(IndexRow.MAX_TEXT / 2)));
        for (TextMatch match : TextMatch.values()) {
            assertThat(candidates(book, Kind.FN, match, "q"))
                    .as("%s", match)
                    .containsExactly("long.vcf", "emoji.vcf", "exact.vcf");
        }
    }

    @Test
    default void candidates_are_paged_by_number_without_loss_or_double() {
        BookId book = fixture().book("alice");
        fixture()
                .write(tx -> IntStream.range(0, 30)
                        .mapToObj(i -> fixture()
                                .stored(
                                        tx,
                                        book,
                                        i + ".vcf",
                                        "" + i,
                                        text(Kind.FN, 0, "same"),
                                        text(Kind.FN, 1, "same too")))
                        .toList());
        for (TextMatch match : TextMatch.values()) {
            String text = match == TextMatch.ENDS_WITH ? "too" : "same";
            List<String> paged = new ArrayList<>();
            long after = 0;
            List<Card> page;
            do {
                long from = after;
                page = fixture().read(tx -> tx.cards().candidates(book, Kind.FN, match, text, from, 7));
                page.forEach(card -> paged.add(card.name()));
                after = page.isEmpty() ? after : page.get(page.size() - 1).id().number();
            } while (page.size() == 7);
            assertThat(paged)
                    .as("%s", match)
                    .isEqualTo(IntStream.range(0, 30).mapToObj(i -> i + ".vcf").toList());
        }
    }
}
