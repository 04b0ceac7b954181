package org.teldav.storage.sql;

import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.PushSubscriptions;

/** That properties were changed: counted for who is to be told of it (WebDAV-Push, property-update), and for no sync-token. */
final class Descriptions {
    private final Sql sql;

    Descriptions(Sql sql) {
        this.sql = sql;
    }

    /** The book's own; to be said before its {@code changed_number} is moved. */
    void ofBook(BookId book) {
        describe(book, "SELECT changed_number FROM books WHERE home = ? AND book = ?", book.home(), book.book());
    }

    /** The home's own. Locks the home until the transaction ends. */
    void ofHome(long home) {
        describe(new BookId(home, PushSubscriptions.HOME), "SELECT described FROM homes WHERE home = ?", home);
        sql.run("UPDATE homes SET described = described + 1 WHERE home = ?", home);
    }

    private void describe(BookId collection, String number, Object... arguments) {
        Optional<Long> before =
                sql.moves().spared().isEmpty() ? Optional.empty() : sql.first(number, row -> row.getLong(1), arguments);
        sql.moves().describe(collection, before.orElse(0L));
    }

    /** Those of one of its cards. Locks the book until the transaction ends. */
    void ofCards(BookId book) {
        sql.moves().describeMembers(book);
        sql.run(
                "UPDATE books SET members_described = members_described + 1 WHERE home = ? AND book = ?",
                book.home(),
                book.book());
    }

    /** Those of one of its books. Locks the home until the transaction ends. */
    void ofBooks(long home) {
        sql.moves().describeMembers(new BookId(home, PushSubscriptions.HOME));
        sql.run("UPDATE homes SET members_described = members_described + 1 WHERE home = ?", home);
    }
}
