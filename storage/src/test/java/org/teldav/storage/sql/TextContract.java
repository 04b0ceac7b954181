package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Cards.TextMatch;
import org.teldav.storage.IndexRow.Kind;
import org.teldav.storage.UnstorableTextException;

/** Text of any kind is compared by its characters, and kept or refused, alike on each engine. */
interface TextContract extends Engine {
    private List<String> names(BookId book, TextMatch match, String text) {
        return fixture()
                .read(tx -> tx.cards().candidates(book, Kind.FN, match, text, 0, 100).stream()
                        .map(Card::name)
                        .toList());
    }

    @Test
    default void card_names_are_told_apart_byte_by_byte() {
        BookId book = fixture().book("alice");
        List<String> names = List.of(
                "a.vcf",
                "A.vcf",
                "a.vcf ",
                " a.vcf",
                "ä.vcf",
                "a\u0308.vcf",
                "a%.vcf",
                "a_.vcf",
                "a\\.vcf",
                "a'.vcf",
                "a\".vcf",
                "\uD83D\uDE00.vcf",
                "a/b.vcf",
                "%00",
                "ß",
                "ss",
                "\u200B",
                "x".repeat(Card.MAX_NAME));
        for (String name : names) {
            assertThat(fixture().put(book, name, "of " + name))
                    .as(name)
                    .isInstanceOf(org.teldav.storage.PutResult.Created.class);
        }
        for (String name : names) {
            assertThat(fixture().content(book, name)).isEqualTo("of " + name);
        }
        assertThat(fixture().page(book, 0, 100)).extracting(Card::name).containsExactlyElementsOf(names);
    }

    @Test
    default void uids_are_told_apart_byte_by_byte_up_to_their_full_length() {
        BookId book = fixture().book("alice");
        String longest = "\u6F22".repeat(1023);
        List<String> uids = List.of("u", "U", "u ", "", longest + "a", longest + "b");
        for (int i = 0; i < uids.size(); i++) {
            assertThat(fixture().put(book, i + ".vcf", "1", uids.get(i), List.of(), CardPut.ALWAYS))
                    .as(uids.get(i))
                    .isInstanceOf(org.teldav.storage.PutResult.Created.class);
        }
        assertThat(fixture().find(book, "4.vcf").orElseThrow().uid()).isEqualTo(longest + "a");
    }

    @Test
    default void a_match_takes_no_character_for_a_wildcard() {
        BookId book = fixture().book("alice");
        List<String> texts = List.of("100%", "1000", "a_b", "axb", "back\\slash", "bang!", "o'hara", "\uD83D\uDE00 x");
        for (int i = 0; i < texts.size(); i++) {
            fixture().stored(book, i + ".vcf", "1", Fixture.text(Kind.FN, 0, texts.get(i)));
        }
        for (int i = 0; i < texts.size(); i++) {
            for (TextMatch match : TextMatch.values()) {
                assertThat(names(book, match, texts.get(i)))
                        .as("%s %s", match, texts.get(i))
                        .containsExactly(i + ".vcf");
            }
        }
        assertThat(names(book, TextMatch.CONTAINS, "%")).containsExactly("0.vcf");
        assertThat(names(book, TextMatch.CONTAINS, "_")).containsExactly("2.vcf");
        assertThat(names(book, TextMatch.ENDS_WITH, "!")).containsExactly("5.vcf");
        assertThat(names(book, TextMatch.STARTS_WITH, "\uD83D\uDE00")).containsExactly("7.vcf");
    }

    @Test
    default void what_one_engine_cannot_keep_is_refused_by_each() {
        BookId book = fixture().book("alice");
        for (String bad : List.of("a\u0000b", "\uD83D", "a\uDE00", "x".repeat(Card.MAX_NAME + 1), "")) {
            assertThatThrownBy(() -> fixture().put(book, bad, "1")).as(bad).isInstanceOf(UnstorableTextException.class);
        }
        for (String bad : List.of("a\u0000b", "\uD83D", "x".repeat(1025))) {
            assertThatThrownBy(() -> fixture().put(book, "a.vcf", "1", bad, List.of(), CardPut.ALWAYS))
                    .as(bad)
                    .isInstanceOf(UnstorableTextException.class);
        }
        assertThat(fixture().number(book)).isZero();
        assertThat(fixture().find(book, "a\u0000b")).isEmpty();
        assertThat(fixture().first(tx -> tx.cards().read(book, "\uD83D"))).isEmpty();
        assertThat(fixture().list(tx -> tx.cards().find(book, List.of("\u0000"))))
                .isEmpty();
        assertThat(fixture().first(tx -> tx.books().find(book.home(), "\u0000")))
                .isEmpty();
        assertThat(fixture().first(tx -> tx.principals().user("\u0000"))).isEmpty();
    }

    @Test
    default void bytes_are_any_bytes_and_the_index_keeps_what_it_can() {
        BookId book = fixture().book("alice");
        String content = "BEGIN:VCARD\u0000\r\n\uD83D\uDE00";
        fixture().stored(book, "a.vcf", content, Fixture.text(Kind.FN, 0, "a\u0000b"));
        assertThat(fixture().content(book, "a.vcf")).isEqualTo(content);
        for (TextMatch match : TextMatch.values()) {
            assertThat(names(book, match, "a\u0000b")).as("%s", match).containsExactly("a.vcf");
        }
    }
}
