package org.teldav.storage.sql;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookEvent;
import org.teldav.storage.BookId;
import org.teldav.storage.SyncState;
import org.teldav.storage.SyncToken;

/**
 * What happened to the books of a home, in the tables {@code homes}, {@code books} and {@code book_tombstones}. Each step locks the home until the transaction
 * ends, after the book where there is one: so the numbers are committed in their order.
 */
final class HomeHistory {
    private static final SecureRandom EPOCHS = new SecureRandom();

    private final Sql sql;

    HomeHistory(Sql sql) {
        this.sql = sql;
    }

    /** Of a new book or a new home. */
    static long epoch() {
        return EPOCHS.nextLong() >>> 1;
    }

    /** @throws IllegalArgumentException where there is no such home */
    SyncState state(long home) {
        return sql.first(
                        "SELECT epoch, sync_number, oldest FROM homes WHERE home = ?",
                        row -> new SyncState(new SyncToken(row.getLong(1), row.getLong(2)), row.getLong(3)),
                        home)
                .orElseThrow(() -> new IllegalArgumentException("there is no home " + home));
    }

    /** The book is there under its name from now on. */
    void listed(BookId book, String name) {
        long number = step(book.home());
        sql.update("DELETE FROM book_tombstones WHERE home = ? AND name = ?", book.home(), name);
        sql.update(
                "UPDATE books SET listed_number = ?, changed_number = ? WHERE home = ? AND book = ?",
                number,
                number,
                book.home(),
                book.book());
    }

    void described(BookId book) {
        sql.update(
                "UPDATE books SET changed_number = ? WHERE home = ? AND book = ?",
                step(book.home()),
                book.home(),
                book.book());
    }

    /** No book is under this name any more. */
    void removed(long home, String name, Instant now) {
        sql.update(
                "INSERT INTO book_tombstones (home, name, sync_number, deleted_at) VALUES (?, ?, ?, ?)",
                home,
                name,
                step(home),
                Sql.micros(now));
    }

    private long step(long home) {
        sql.update("UPDATE homes SET sync_number = sync_number + 1 WHERE home = ?", home);
        return sql.number("SELECT sync_number FROM homes WHERE home = ?", home);
    }

    List<BookEvent> events(long home, long after, long upTo, int limit, boolean withRemoved) {
        List<BookEvent> events = new ArrayList<>(sql.list(
                "SELECT " + BookTable.COLUMNS + ", listed_number, changed_number FROM books"
                        + " WHERE home = ? AND changed_number > ? AND changed_number <= ?",
                row -> changed(BookTable.book(row), row),
                home,
                after,
                upTo));
        if (withRemoved) {
            events.addAll(sql.list(
                    "SELECT name, sync_number FROM book_tombstones WHERE home = ? AND sync_number > ? AND sync_number <= ?",
                    row -> new BookEvent.Removed(row.getString(1), row.getLong(2)),
                    home,
                    after,
                    upTo));
        }
        return events.stream()
                .sorted(Comparator.comparingLong(BookEvent::number))
                .limit(limit)
                .toList();
    }

    private static BookEvent changed(AddressBook book, ResultSet row) throws SQLException {
        return new BookEvent.Changed(book, row.getLong(BookTable.WIDTH + 1), row.getLong(BookTable.WIDTH + 2));
    }
}
