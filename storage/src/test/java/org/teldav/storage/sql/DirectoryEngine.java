package org.teldav.storage.sql;

import static org.teldav.storage.sql.Fixture.NOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookEvent;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;

/** How the directories of an engine are tried. */
interface DirectoryEngine extends Engine {
    default long group(String name, long... members) {
        long group = fixture()
                .write(tx -> tx.principals().addGroup(name, "The " + name, NOW))
                .id();
        for (long member : members) {
            join(group, member);
        }
        return group;
    }

    default boolean leave(long group, long user) {
        return fixture().write(tx -> tx.principals().leave(group, user, NOW));
    }

    default boolean show(long group, long user, boolean shown) {
        return fixture().write(user, tx -> tx.principals().setShown(group, user, shown, NOW));
    }

    /** A new user's default book, with an own card {@code me.vcf} of that content, and an entry with a number. */
    default BookId person(String name, String content) {
        BookId book = fixture().book(name);
        edit(book, content);
        fixture().own(fixture().find(book, "me.vcf").orElseThrow().id());
        return book;
    }

    default void edit(BookId book, String content) {
        fixture()
                .put(
                        book,
                        "me.vcf",
                        content,
                        "uid " + book.home(),
                        List.of(
                                Fixture.tel(0, "+1" + book.home(), book.home()),
                                Fixture.text(IndexRow.Kind.FN, 0, content)),
                        CardPut.ALWAYS);
    }

    default Optional<AddressBook> directory(long user, String name) {
        return fixture().read(tx -> tx.books().directory(user, name));
    }

    default BookId directory(long group) {
        return new BookId(group, Directories.BOOK);
    }

    /** Contents by names. */
    default Map<String, String> cards(long group) {
        return fixture().read(tx -> {
            Map<String, String> found = new TreeMap<>();
            tx.cards()
                    .read(tx.cards().page(directory(group), 0, 1000))
                    .forEach(stored ->
                            found.put(stored.card().name(), new String(stored.content(), StandardCharsets.UTF_8)));
            return found;
        });
    }

    default List<String> events(long home, long after) {
        return fixture()
                .list(tx -> tx.books()
                        .events(home, after, tx.books().state(home).token().number(), 1000, true))
                .stream()
                .map(event -> (event instanceof BookEvent.Removed ? "-" : "+") + event.name() + "@" + event.number())
                .toList();
    }
}
