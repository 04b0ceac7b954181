package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.SyncItem;

/** {@link org.teldav.storage.Store#prune}. */
interface PruningContract extends Engine {
    Instant NEVER = Instant.EPOCH;

    @Test
    default void old_versions_go_with_their_bytes_and_newer_ones_stay() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        fixture().put(book, "a.vcf", "2");
        fixture()
                .write(tx -> tx.cards()
                        .put(
                                new CardPut(book, "a.vcf", Fixture.bytes("3"), card.uid(), List.of(), CardPut.ALWAYS),
                                NOW.plusSeconds(10)));
        fixture().store().prune(NOW, NEVER);
        assertThat(fixture().history(book, "a.vcf")).hasSize(2);
        fixture().store().prune(NOW.plusSeconds(1), NEVER);
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().first(tx -> tx.cards().version(card.id(), 1))).isEmpty();
        assertThat(fixture().version(card.id(), 2)).isEqualTo("2");
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("3");
    }

    @Test
    default void more_than_a_batch_of_versions_goes() {
        BookId book = fixture().book("alice");
        fixture().write(tx -> {
            for (int i = 0; i < 450; i++) {
                CardPut put = new CardPut(book, "a.vcf", Fixture.bytes("" + i), "u", List.of(), CardPut.ALWAYS);
                tx.cards().put(put, NOW);
            }
            return true;
        });
        fixture().store().prune(NOW.plusSeconds(1), NEVER);
        assertThat(fixture().history(book, "a.vcf")).isEmpty();
        assertThat(fixture().content(book, "a.vcf")).isEqualTo("449");
    }

    @Test
    default void old_versions_of_all_homes_books_and_cards_go_and_newer_ones_between_them_stay() {
        BookId first = fixture().book("alice");
        BookId second = fixture().book(first.home(), "other");
        List<BookId> books = List.of(first, second, fixture().book("bob"));
        fixture().write(tx -> {
            for (int i = 0; i < 1500; i++) {
                CardPut put = new CardPut(
                        books.get(i % 3), "c" + i % 7, Fixture.bytes("" + i), "u" + i % 7, List.of(), CardPut.ALWAYS);
                tx.cards().put(put, NOW.plusSeconds(i % 5));
            }
            return true;
        });
        fixture().store().prune(NOW.plusSeconds(3), NEVER);
        long kept = 0;
        for (BookId book : books) {
            for (int card = 0; card < 7; card++) {
                List<CardVersion> versions = fixture().history(book, "c" + card);
                assertThat(versions).allMatch(version -> !version.ended().isBefore(NOW.plusSeconds(3)));
                kept += versions.size();
            }
        }
        assertThat(kept)
                .as("two of five seconds, without the eight that were no second version")
                .isEqualTo(600 - 8);
    }

    @Test
    default void rfc6578_old_tombstones_go_and_move_the_oldest_token() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        fixture().put(other, "a.vcf", "1");
        for (String name : List.of("a.vcf", "b.vcf", "c.vcf")) {
            fixture().put(book, name, "1");
        }
        fixture().delete(book, "a.vcf");
        fixture().delete(book, "b.vcf");
        fixture().write(tx -> tx.cards().delete(book, "c.vcf", there -> true, NOW.plusSeconds(10)));
        fixture().store().prune(NEVER, NOW);
        assertThat(fixture().bookOf(book).oldest()).isZero();
        fixture().store().prune(NEVER, NOW.plusSeconds(1));
        AddressBook pruned = fixture().bookOf(book);
        assertThat(pruned.oldest()).isEqualTo(5);
        assertThat(pruned.knows(pruned.token().at(4))).isFalse();
        assertThat(pruned.knows(pruned.token().at(5))).isTrue();
        assertThat(pruned.token().number()).isEqualTo(6);
        assertThat(fixture().events(book, 5, 6, 10, true)).containsExactly(new SyncItem.Removed("c.vcf", 6));
        assertThat(fixture().bookOf(other).oldest()).isZero();
    }
}
