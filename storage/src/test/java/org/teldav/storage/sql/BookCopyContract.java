package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.Owner;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.SyncItem;

/** {@link org.teldav.storage.AddressBooks#copy}. */
interface BookCopyContract extends Engine {
    DeadProperty SIZE = new DeadProperty("x:", "size", "<size xmlns='x:'>9</size>");
    AddressBook.Languages LANGUAGES = new AddressBook.Languages(Optional.of("de"), Optional.of("zh-CN"));
    Instant LATER = NOW.plusSeconds(60);

    private AddressBook copy(BookId book, String name, boolean withCards) {
        return fixture().write(tx -> tx.books().copy(book, name, withCards, LATER));
    }

    private BookId filled() {
        BookId book = fixture().book("alice");
        fixture().stored(book, "gone.vcf", "gone");
        fixture().delete(book, "gone.vcf");
        fixture().stored(book, "a.vcf", "first", tel(0, "+1"));
        Card card = fixture().stored(book, "a.vcf", "second", tel(0, "+2", 7));
        fixture().stored(book, "b.vcf", "other");
        fixture().write(tx -> {
            tx.books().describe(book, "Shown", Optional.of("about"), LANGUAGES, NOW);
            tx.properties().set(Owner.of(book), SIZE);
            tx.properties().set(Owner.of(card.id()), SIZE);
            tx.principals().setOwnCard(book.home(), Optional.of(card.id()), NOW);
            return true;
        });
        return book;
    }

    @Test
    default void rfc4918_9_8_3_a_copy_has_all_that_is_in_the_book_and_what_is_said_of_it() {
        BookId book = filled();
        AddressBook made = copy(book, "copy", true);
        assertThat(made.displayName()).isEqualTo("Shown");
        assertThat(made.description()).contains("about");
        assertThat(made.languages()).isEqualTo(LANGUAGES);
        Card original = fixture().find(book, "a.vcf").orElseThrow();
        Card card = fixture().find(made.id(), "a.vcf").orElseThrow();
        assertThat(card.etag()).isEqualTo(original.etag());
        assertThat(card.uid()).isEqualTo(original.uid());
        assertThat(card.created()).isEqualTo(LATER);
        assertThat(card.modified()).isEqualTo(LATER.truncatedTo(ChronoUnit.SECONDS));
        assertThat(fixture().content(made.id(), "a.vcf")).isEqualTo("second");
        assertThat(fixture().index(card)).containsExactly(tel(0, "+2", 7));
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(made.id()))))
                .containsExactly(SIZE);
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(card.id()))))
                .containsExactly(SIZE);
        assertThat(fixture().history(made.id(), "a.vcf")).isEmpty();
        long used = fixture().read(tx -> tx.books().usedBytes(made.id()));
        assertThat(used).isEqualTo(11);
    }

    @Test
    default void a_copy_has_a_history_of_its_own_from_which_every_reader_gets_all() {
        BookId book = filled();
        AddressBook made = copy(book, "copy", true);
        assertThat(made.token().epoch())
                .isNotEqualTo(fixture().bookOf(book).token().epoch());
        long number = made.token().number();
        assertThat(fixture().events(made.id(), 0, number, 10, true))
                .extracting(SyncItem::name)
                .containsExactly("a.vcf", "b.vcf");
        fixture().delete(made.id(), "a.vcf");
        fixture().stored(made.id(), "c.vcf", "new");
        assertThat(fixture().events(made.id(), number, number + 9, 10, true))
                .extracting(SyncItem::name)
                .containsExactly("a.vcf", "c.vcf");
        assertThat(fixture().find(book, "a.vcf")).isPresent();
        assertThat(fixture().find(book, "c.vcf")).isEmpty();
    }

    @Test
    default void the_own_card_stays_where_it_is_and_nobody_is_told_of_an_edit() {
        BookId book = filled();
        int edits = fixture().edits().size();
        copy(book, "copy", true);
        Card own = fixture().find(book, "a.vcf").orElseThrow();
        assertThat(fixture().first(tx -> tx.principals().ownCard(book.home()))).contains(own.id());
        assertThat(fixture().edits()).hasSize(edits);
    }

    @Test
    default void rfc4918_9_8_3_a_copy_without_cards_is_empty() {
        BookId book = filled();
        AddressBook made = copy(book, "copy", false);
        assertThat(made.displayName()).isEqualTo("Shown");
        assertThat(made.token().number()).isZero();
        assertThat(fixture().find(made.id(), "a.vcf")).isEmpty();
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(made.id()))))
                .containsExactly(SIZE);
    }

    @Test
    default void a_copy_needs_a_source_and_a_free_name() {
        BookId book = filled();
        assertThatThrownBy(() -> copy(book, "contacts", true)).isInstanceOf(NameTakenException.class);
        assertThatThrownBy(() -> copy(new BookId(book.home(), 99), "x", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fixture().list(tx -> tx.books().list(book.home()))).hasSize(1);
    }
}
