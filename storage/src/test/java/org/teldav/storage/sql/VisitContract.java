package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Visit;

/** {@link org.teldav.storage.Principals#visit}. */
interface VisitContract extends Engine {
    private Visit visit(long user, Errand errand) {
        return fixture().first(tx -> tx.principals().visit(user, errand)).orElseThrow();
    }

    private Principal.User user(long id) {
        return fixture().first(tx -> tx.principals().user(id)).orElseThrow();
    }

    @Test
    default void a_visit_tells_of_user_book_and_card_what_each_tells_by_itself() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        Principal.User alice = user(book.home());
        AddressBook contacts = fixture().bookOf(book);

        assertThat(visit(alice.id(), Errand.NONE)).isEqualTo(Visit.of(alice));
        Errand toBook = Errand.ofBook("contacts");
        assertThat(visit(alice.id(), toBook))
                .isEqualTo(new Visit(
                        alice, toBook, Optional.of(contacts), Optional.empty(), Optional.empty(), Optional.empty()));
        Errand toCard = Errand.ofCard("contacts", "a.vcf", false);
        Visit seen = visit(alice.id(), toCard);
        assertThat(seen)
                .isEqualTo(new Visit(
                        alice, toCard, Optional.of(contacts), Optional.of(card), Optional.empty(), Optional.empty()));
        assertThat(seen.tells("contacts")).isTrue();
        assertThat(seen.tells("Contacts")).isFalse();
        assertThat(seen.tells(book, "a.vcf")).isTrue();
        assertThat(seen.tells(book, "b.vcf")).isFalse();
        assertThat(seen.tells(new BookId(book.home(), book.book() + 1), "a.vcf"))
                .isFalse();
    }

    @Test
    default void the_content_that_a_visit_brings_is_that_of_its_card_and_large_ones_are_left_out() {
        BookId book = fixture().book("alice");
        fixture().stored(book, "a.vcf", "1");
        fixture().stored(book, "a.vcf", "22");
        fixture().stored(book, "b.vcf", "x".repeat(1 << 16));
        fixture().stored(book, "c.vcf", "x".repeat((1 << 16) + 1));

        boolean comesAlong = visit(book.home(), Errand.ofCard("contacts", "b.vcf", true))
                .content()
                .isPresent();
        Visit seen = visit(book.home(), Errand.ofCard("contacts", "a.vcf", true));
        assertThat(seen.card().orElseThrow().size()).isEqualTo(2);
        assertThat(seen.content().map(String::new)).isEqualTo(Optional.of("22").filter(any -> comesAlong));
        Visit large = visit(book.home(), Errand.ofCard("contacts", "c.vcf", true));
        assertThat(large.card().orElseThrow().size()).isEqualTo((1 << 16) + 1);
        assertThat(large.content()).isEmpty();
    }

    @Test
    default void a_visit_for_changes_brings_the_card_that_was_changed_last_unless_one_has_gone_since() {
        BookId book = fixture().book("alice");
        BookId work = fixture().book(book.home(), "work");
        fixture().stored(book, "a.vcf", "1");
        Card other = fixture().stored(book, "b.vcf", "1");
        Card changed = fixture().stored(book, "a.vcf", "22");
        fixture().stored(work, "c.vcf", "1");

        Visit seen = visit(book.home(), Errand.ofChangesIn("contacts"));
        assertThat(seen.newest()).contains(changed);
        assertThat(seen.card()).isEmpty();
        assertThat(seen.newestOf(fixture().bookOf(book))).contains(changed);
        assertThat(seen.newestOf(fixture().bookOf(work))).isEmpty();
        assertThat(visit(book.home(), Errand.ofBook("contacts")).newest()).isEmpty();

        fixture().write(tx -> tx.cards().delete(book, other.name(), card -> true, Fixture.NOW));

        assertThat(seen.newestOf(fixture().bookOf(book))).as("seen before").isEmpty();
        assertThat(visit(book.home(), Errand.ofChangesIn("contacts")).newest()).isEmpty();
        assertThat(visit(book.home(), Errand.ofChangesIn("nowhere")).newest()).isEmpty();
    }

    @Test
    default void a_visit_finds_neither_what_is_not_there_nor_what_is_anothers() {
        BookId book = fixture().book("alice");
        BookId work = fixture().book(book.home(), "work");
        BookId theirs = fixture().book("bob");
        fixture().book(theirs.home(), "bobs");
        fixture().stored(theirs, "a.vcf", "1");
        fixture().stored(work, "b.vcf", "1");

        for (Errand none : new Errand[] {
            Errand.ofCard("contacts", "a.vcf", true),
            Errand.ofCard("contacts", "b.vcf", true),
            Errand.ofCard("contacts", "", false)
        }) {
            Visit seen = visit(book.home(), none);
            assertThat(seen.book().map(AddressBook::id)).contains(book);
            assertThat(seen.card()).isEmpty();
            assertThat(seen.content()).isEmpty();
        }
        for (Errand none :
                new Errand[] {Errand.ofBook("bobs"), Errand.ofBook("\0"), Errand.ofCard("bobs", "a.vcf", true)}) {
            Visit seen = visit(book.home(), none);
            assertThat(seen.user()).isEqualTo(user(book.home()));
            assertThat(seen.book()).isEmpty();
            assertThat(seen.card()).isEmpty();
        }
        assertThat(fixture().first(tx -> tx.principals().visit(4711, Errand.ofBook("contacts"))))
                .isEmpty();
        Principal.Group family = fixture().write(tx -> tx.principals().addGroup("family", "family", Fixture.NOW));
        assertThat(fixture().first(tx -> tx.principals().visit(family.id(), Errand.NONE)))
                .isEmpty();
    }
}
