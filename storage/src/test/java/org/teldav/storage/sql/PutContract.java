package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;
import static org.teldav.storage.sql.Fixture.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.ETag;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;

/** {@link org.teldav.storage.Cards#put}. */
interface PutContract extends Engine {
    @Test
    default void a_put_moves_the_sync_token_by_one() {
        BookId book = fixture().book("alice");
        assertThat(fixture().put(book, "a.vcf", "1")).isInstanceOf(PutResult.Created.class);
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().put(book, "a.vcf", "2")).isInstanceOf(PutResult.Replaced.class);
        assertThat(fixture().number(book)).isEqualTo(2);
    }

    @Test
    default void a_created_card_is_as_it_was_put() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "bytes");
        assertThat(card)
                .isEqualTo(new Card(
                        card.id(),
                        "a.vcf",
                        "uid of a.vcf",
                        ETag.of(Fixture.bytes("bytes")),
                        5,
                        NOW,
                        NOW.truncatedTo(ChronoUnit.SECONDS),
                        1));
        assertThat(card.id().number()).isEqualTo(1);
        assertThat(fixture().find(book, "a.vcf")).contains(card);
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("bytes");
        assertThat(fixture().first(tx -> tx.cards().find(card.id()))).contains(card);
        assertThat(fixture().first(tx -> tx.cards().read(card.id()).map(StoredCard::card)))
                .contains(card);
    }

    @Test
    default void an_edit_keeps_id_creation_and_uid() {
        BookId book = fixture().book("alice");
        Card before = fixture().stored(book, "a.vcf", "1");
        Instant later = NOW.plusSeconds(60);
        PutResult result = fixture()
                .write(tx -> tx.cards()
                        .put(
                                new CardPut(
                                        book, "a.vcf", Fixture.bytes("22"), before.uid(), List.of(), CardPut.ALWAYS),
                                later));
        Card after = fixture().find(book, "a.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Replaced(after));
        assertThat(after)
                .isEqualTo(new Card(
                        before.id(),
                        "a.vcf",
                        before.uid(),
                        ETag.of(Fixture.bytes("22")),
                        2,
                        before.created(),
                        later.truncatedTo(ChronoUnit.SECONDS),
                        2));
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("22");
        assertThat(fixture().bookOf(book).modified()).isEqualTo(later);
    }

    @Test
    default void the_same_bytes_move_nothing() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        PutResult again = fixture()
                .write(tx -> tx.cards()
                        .put(
                                new CardPut(book, "a.vcf", Fixture.bytes("1"), card.uid(), List.of(), CardPut.ALWAYS),
                                NOW.plusSeconds(60)));
        assertThat(again).isEqualTo(new PutResult.Unchanged(card));
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().bookOf(book).modified()).isEqualTo(NOW);
        assertThat(fixture().history(book, "a.vcf")).isEmpty();
    }

    @Test
    default void the_same_bytes_refresh_the_index() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        fixture().put(book, "a.vcf", "1", List.of(tel(0, "+14155550100")));
        assertThat(fixture().index(card)).containsExactly(tel(0, "+14155550100"));
        assertThat(fixture().number(book)).isEqualTo(1);
    }

    @Test
    default void the_condition_sees_what_is_there_and_false_stores_nothing() {
        BookId book = fixture().book("alice");
        AtomicReference<Optional<Card>> seen = new AtomicReference<>(Optional.empty());
        PutResult absent = fixture().put(book, "a.vcf", "1", "u", List.of(), there -> {
            seen.set(there);
            return there.isPresent();
        });
        assertThat(absent).isEqualTo(new PutResult.ConditionFailed(Optional.empty()));
        assertThat(seen.get()).isEmpty();
        assertThat(fixture().number(book)).isZero();
        Card card = fixture().stored(book, "a.vcf", "1");
        assertThat(fixture().put(book, "a.vcf", "2", card.uid(), List.of(), Optional::isEmpty))
                .isEqualTo(new PutResult.ConditionFailed(Optional.of(card)));
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("1");
    }

    @Test
    default void rfc6352_5_1_another_card_has_the_uid() {
        BookId book = fixture().book("alice");
        fixture().put(book, "a.vcf", "1", "u", List.of(), CardPut.ALWAYS);
        assertThat(fixture().put(book, "b.vcf", "2", "u", List.of(), CardPut.ALWAYS))
                .isEqualTo(new PutResult.UidConflict("a.vcf"));
        assertThat(fixture().number(book)).isEqualTo(1);
        BookId other = fixture().book(book.home(), "other");
        assertThat(fixture().put(other, "b.vcf", "2", "u", List.of(), CardPut.ALWAYS))
                .isInstanceOf(PutResult.Created.class);
        fixture().delete(book, "a.vcf");
        assertThat(fixture().put(book, "b.vcf", "2", "u", List.of(), CardPut.ALWAYS))
                .isInstanceOf(PutResult.Created.class);
    }

    @Test
    default void rfc6352_5_1_the_card_to_be_overwritten_has_another_uid() {
        BookId book = fixture().book("alice");
        fixture().put(book, "a.vcf", "1", "u", List.of(), CardPut.ALWAYS);
        assertThat(fixture().put(book, "a.vcf", "2", "v", List.of(), CardPut.ALWAYS))
                .isEqualTo(new PutResult.UidConflict("a.vcf"));
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("1");
    }

    @Test
    default void a_failed_condition_comes_before_a_uid_conflict() {
        BookId book = fixture().book("alice");
        fixture().put(book, "a.vcf", "1", "u", List.of(), CardPut.ALWAYS);
        assertThat(fixture().put(book, "a.vcf", "2", "v", List.of(), Optional::isEmpty))
                .isInstanceOf(PutResult.ConditionFailed.class);
    }

    @Test
    default void a_put_into_a_book_that_is_gone_is_missing() {
        BookId book = fixture().book("alice");
        assertThat(fixture().put(new BookId(book.home(), 99), "a.vcf", "1")).isInstanceOf(PutResult.Missing.class);
    }

    @Test
    default void overwritten_versions_are_in_the_history_newest_first() {
        BookId book = fixture().book("alice");
        Card first = fixture().stored(book, "a.vcf", "one");
        Card second = fixture().stored(book, "a.vcf", "second");
        fixture().stored(book, "a.vcf", "third");
        assertThat(fixture().history(book, "a.vcf"))
                .containsExactly(
                        new CardVersion(first.id(), 6, 2, second.modified(), NOW),
                        new CardVersion(first.id(), 3, 1, first.modified(), NOW));
        assertThat(fixture().version(first.id(), 1)).isEqualTo("one");
        assertThat(fixture().version(first.id(), 2)).isEqualTo("second");
        assertThat(fixture().first(tx -> tx.cards().version(first.id(), 7))).isEmpty();
    }

    @Test
    default void the_index_is_that_of_the_newest_version() {
        BookId book = fixture().book("alice");
        IndexRow name = text(IndexRow.Kind.FN, 0, "alice");
        Card card = fixture().stored(book, "a.vcf", "1", name, tel(1, "+1"), tel(0, "+2"));
        assertThat(fixture().index(card)).containsExactly(tel(0, "+2"), tel(1, "+1"), name);
        fixture().stored(book, "a.vcf", "2", tel(0, "+1"));
        assertThat(fixture().index(card)).containsExactly(tel(0, "+1"));
    }

    @Test
    default void an_entry_stays_about_its_user_through_edits_that_keep_its_key() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1", tel(0, "+1", 7), tel(1, "+2"));
        fixture().stored(book, "a.vcf", "2", tel(0, "+3"), tel(1, "+1"), tel(2, "+2"));
        assertThat(fixture().index(card)).containsExactly(tel(0, "+3"), tel(1, "+1", 7), tel(2, "+2"));
        fixture().stored(book, "a.vcf", "3", tel(0, "+1", 8));
        assertThat(fixture().index(card)).containsExactly(tel(0, "+1", 8));
        fixture().stored(book, "a.vcf", "4", tel(0, "+5"));
        fixture().stored(book, "a.vcf", "5", tel(0, "+1"));
        assertThat(fixture().index(card)).extracting(IndexRow::about).containsExactly(OptionalLong.empty());
    }

    @Test
    default void ten_mebibytes_come_back_as_they_were() {
        BookId book = fixture().book("alice");
        String content = "0123456789abcdef".repeat(10 << 16);
        fixture().put(book, "big.vcf", content);
        assertThat(fixture().content(book, "big.vcf")).isEqualTo(content);
        assertThat(fixture().find(book, "big.vcf").orElseThrow().size()).isEqualTo(10 << 20);
    }
}
