package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.bytes;
import static org.teldav.storage.sql.Fixture.tel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Lock;
import org.teldav.storage.PutResult;

/** {@link org.teldav.storage.Cards#put(List, java.time.Instant)}: what single puts would do, one after another. */
interface PutManyContract extends Engine {
    /** More than go together. */
    int BOOKS = 19;

    private static CardPut of(BookId book, String name, String content) {
        return of(book, name, content, CardPut.ALWAYS);
    }

    private static CardPut of(BookId book, String name, String content, Predicate<Optional<Card>> condition) {
        return new CardPut(book, name, bytes(content), "uid of " + name, List.of(tel(0, "+" + content)), condition);
    }

    private List<PutResult> put(List<CardPut> puts) {
        return fixture().write(tx -> tx.cards().put(puts, NOW));
    }

    private List<BookId> books() {
        List<BookId> books = new ArrayList<>();
        for (int i = 0; i < BOOKS; i++) {
            books.add(fixture().book("user" + i));
        }
        return books;
    }

    @Test
    default void cards_of_many_books_are_replaced_each_in_its_own() {
        List<BookId> books = books();
        books.forEach(book -> fixture().stored(book, "a.vcf", "1" + book.home(), tel(0, "+1")));
        List<PutResult> results = put(
                books.stream().map(book -> of(book, "a.vcf", "2" + book.home())).toList());
        assertThat(results).hasSize(BOOKS).allMatch(PutResult.Replaced.class::isInstance);
        for (int i = 0; i < BOOKS; i++) {
            BookId book = books.get(i);
            Card card = ((PutResult.Replaced) results.get(i)).card();
            assertThat(fixture().find(book, "a.vcf")).contains(card);
            assertThat(card.id().book()).isEqualTo(book);
            assertThat(fixture().number(book)).isEqualTo(card.syncNumber()).isEqualTo(2);
            assertThat(fixture().list(tx -> tx.cards().index(card.id()))).containsExactly(tel(0, "+2" + book.home()));
            assertThat(fixture().list(tx -> tx.cards().history(book, "a.vcf"))).hasSize(1);
        }
    }

    @Test
    default void cards_of_one_book_are_numbered_one_after_another() {
        BookId book = fixture().book("alice");
        List<PutResult> results = put(List.of(of(book, "a.vcf", "1"), of(book, "b.vcf", "2"), of(book, "a.vcf", "3")));
        assertThat(results)
                .hasExactlyElementsOfTypes(PutResult.Created.class, PutResult.Created.class, PutResult.Replaced.class);
        assertThat(fixture().find(book, "a.vcf").orElseThrow().syncNumber()).isEqualTo(3);
        assertThat(fixture().number(book)).isEqualTo(3);
    }

    /** What is not written takes its step of the book's number back, and only that. */
    @Test
    default void what_is_refused_leaves_the_others_as_they_are() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        fixture().stored(alice, "a.vcf", "1");
        fixture().stored(bob, "b.vcf", "1");
        CardPut taken = new CardPut(bob, "new.vcf", bytes("4"), "uid of b.vcf", List.of(), CardPut.ALWAYS);
        List<PutResult> results = put(List.of(
                of(alice, "a.vcf", "2", card -> false),
                of(alice, "b.vcf", "2"),
                of(bob, "b.vcf", "1"),
                of(new BookId(4711, 1), "x.vcf", "2"),
                taken,
                of(bob, "c.vcf", "3")));
        assertThat(results)
                .hasExactlyElementsOfTypes(
                        PutResult.ConditionFailed.class,
                        PutResult.Created.class,
                        PutResult.Unchanged.class,
                        PutResult.Missing.class,
                        PutResult.UidConflict.class,
                        PutResult.Created.class);
        assertThat(fixture().number(alice)).isEqualTo(2);
        assertThat(fixture().find(alice, "b.vcf").orElseThrow().syncNumber()).isEqualTo(2);
        assertThat(fixture().number(bob)).isEqualTo(2);
        assertThat(fixture().find(bob, "c.vcf").orElseThrow().syncNumber()).isEqualTo(2);
    }

    @Test
    default void none_is_none() {
        assertThat(put(List.of())).isEmpty();
    }

    /** Rule 7, RFC 4918 §7: which homes have locks is known of each by itself. */
    @Test
    default void locks_end_in_each_of_the_homes() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        for (BookId book : List.of(alice, bob)) {
            fixture().stored(book, "a.vcf", "1");
        }
        fixture().write(tx -> {
            tx.locks().holdAll(alice.home());
            return tx.locks().keep(alice.home(), LocksContract.lock("urn:uuid:a", "contacts", "a.vcf"), NOW);
        });
        fixture().write(tx -> {
            List<PutResult> results = tx.cards().put(List.of(of(alice, "a.vcf", "2"), of(bob, "a.vcf", "2")), NOW);
            tx.locks().end(alice, "a.vcf");
            tx.locks().end(bob, "a.vcf");
            return results;
        });
        List<Lock> left = fixture().list(tx -> tx.locks().list(alice.home(), NOW.plus(Duration.ofSeconds(1))));
        assertThat(left).isEmpty();
    }
}
