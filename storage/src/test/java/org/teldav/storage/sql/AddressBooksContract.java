package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.Owner;
import org.teldav.storage.NameTakenException;

/** {@link org.teldav.storage.AddressBooks}. */
interface AddressBooksContract extends Engine {
    AddressBook.Languages LANGUAGES = new AddressBook.Languages(Optional.of("de"), Optional.of("zh-CN"));

    private AddressBook create(long home, String name) {
        return fixture().write(tx -> tx.books().create(home, name, "D " + name, Optional.of("about"), NOW));
    }

    @Test
    default void a_book_is_found_as_made() {
        long alice = fixture().user("alice").id();
        AddressBook book = create(alice, "contacts");
        assertThat(book.id()).isEqualTo(new BookId(alice, 1));
        assertThat(book)
                .isEqualTo(new AddressBook(
                        book.id(),
                        "contacts",
                        "D contacts",
                        Optional.of("about"),
                        AddressBook.Languages.NONE,
                        book.token(),
                        0,
                        NOW,
                        NOW));
        assertThat(book.token().number()).isZero();
        assertThat(fixture().first(tx -> tx.books().find(alice, "contacts"))).contains(book);
        assertThat(fixture().first(tx -> tx.books().find(book.id()))).contains(book);
        assertThat(fixture().first(tx -> tx.books().find(alice, "Contacts"))).isEmpty();
    }

    @Test
    default void names_are_unique_in_a_home() {
        long alice = fixture().user("alice").id();
        create(alice, "a");
        assertThatThrownBy(() -> create(alice, "a")).isInstanceOf(NameTakenException.class);
        assertThat(create(fixture().user("bob").id(), "a").name()).isEqualTo("a");
        assertThatThrownBy(() -> create(99, "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void the_default_book_is_listed_first_the_others_by_name() {
        long alice = fixture().user("alice").id();
        for (String name : new String[] {"z", "contacts", "a"}) {
            create(alice, name);
        }
        assertThat(fixture().list(tx -> tx.books().list(alice)))
                .extracting(AddressBook::name)
                .containsExactly("contacts", "a", "z");
    }

    @Test
    default void a_description_moves_no_token() {
        BookId book = fixture().book("alice");
        fixture().put(book, "a.vcf", "1");
        AddressBook before = fixture().bookOf(book);
        fixture().write(tx -> {
            tx.books().describe(book, "new", Optional.of("what for"), LANGUAGES, NOW.plusSeconds(5));
            return true;
        });
        AddressBook after = fixture().bookOf(book);
        assertThat(after.displayName()).isEqualTo("new");
        assertThat(after.description()).contains("what for");
        assertThat(after.languages()).isEqualTo(LANGUAGES);
        assertThat(after.token()).isEqualTo(before.token());
        assertThat(after.modified()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    default void a_book_can_be_renamed_unless_the_name_is_taken_or_it_is_the_default_one() {
        BookId contacts = fixture().book("alice");
        BookId book = fixture().book(contacts.home(), "a");
        fixture().book(contacts.home(), "b");
        Card card = fixture().stored(book, "a.vcf", "1");
        rename(book, "c");
        assertThat(fixture().bookOf(book).name()).isEqualTo("c");
        assertThat(fixture().find(book, "a.vcf")).contains(card);
        rename(book, "c");
        assertThatThrownBy(() -> rename(book, "b")).isInstanceOf(NameTakenException.class);
        assertThatThrownBy(() -> rename(book, "contacts")).isInstanceOf(NameTakenException.class);
        assertThatThrownBy(() -> rename(contacts, "d")).isInstanceOf(IllegalArgumentException.class);
    }

    private void rename(BookId book, String name) {
        fixture().write(tx -> {
            tx.books().rename(book, name, NOW);
            return true;
        });
    }

    @Test
    default void a_deleted_book_leaves_only_the_last_versions() {
        BookId contacts = fixture().book("alice");
        BookId book = fixture().book(contacts.home(), "other");
        Card card = fixture().stored(book, "a.vcf", "1", Fixture.tel(0, "+1"));
        fixture().put(book, "b.vcf", "1");
        fixture().delete(book, "b.vcf");
        fixture().write(tx -> {
            tx.properties().set(Owner.of(book), new DeadProperty("x:", "y", "<y/>"));
            tx.properties().set(Owner.of(card.id()), new DeadProperty("x:", "y", "<y/>"));
            return true;
        });
        boolean deleted = fixture().write(tx -> tx.books().delete(book, NOW));
        assertThat(deleted).isTrue();
        assertThat(fixture().first(tx -> tx.books().find(book))).isEmpty();
        assertThat(fixture().first(tx -> tx.cards().find(card.id()))).isEmpty();
        assertThat(fixture().index(card)).isEmpty();
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(book)))).isEmpty();
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(card.id()))))
                .isEmpty();
        assertThat(fixture().events(book, 0, 9, 9, true)).isEmpty();
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().version(card.id(), 1)).isEqualTo("1");
        boolean again = fixture().write(tx -> tx.books().delete(book, NOW));
        assertThat(again).isFalse();
        assertThatThrownBy(() -> fixture().write(tx -> tx.books().delete(contacts, NOW)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
