package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.SyncToken;

/** The table {@code books}. */
final class BookTable {
    /** What {@link #book} reads. */
    static final String COLUMNS =
            "home, book, name, display_name, description, epoch, sync_number, oldest, created_at, modified_at";

    static final int COLUMN_COUNT = 10;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM books";

    private final Sql sql;

    BookTable(Sql sql) {
        this.sql = sql;
    }

    Optional<AddressBook> find(long home, String name) {
        return sql.first(SELECT + " WHERE home = ? AND name = ?", row -> book(row), home, name);
    }

    Optional<AddressBook> find(BookId id) {
        return sql.first(SELECT + " WHERE home = ? AND book = ?", row -> book(row), id.home(), id.book());
    }

    List<AddressBook> list(long home) {
        return sql.list(SELECT + " WHERE home = ?", row -> book(row), home);
    }

    void insert(AddressBook book) {
        long created = Sql.micros(book.created());
        sql.update(
                "INSERT INTO books (home, book, name, display_name, description, epoch, sync_number, oldest, created_at,"
                        + " modified_at, modified_before) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)",
                book.id().home(),
                book.id().book(),
                book.name(),
                book.displayName(),
                book.description(),
                book.token().epoch(),
                created,
                created,
                created);
    }

    /**
     * Steps the sync number, and so locks the book until the transaction ends: the first statement of each write to a book.
     *
     * @return false where there is no such book
     */
    boolean advance(BookId id, int steps, Instant now) {
        return sql.update(
                        "UPDATE books SET sync_number = sync_number + ?, modified_before = modified_at, modified_at = ?"
                                + " WHERE home = ? AND book = ?",
                        (long) steps,
                        Sql.micros(now),
                        id.home(),
                        id.book())
                > 0;
    }

    /** Takes back the last {@link #advance}, when nothing was to be written after all. */
    void retreat(BookId id, int steps) {
        sql.run(
                "UPDATE books SET sync_number = sync_number - ?, modified_at = modified_before WHERE home = ? AND book = ?",
                (long) steps,
                id.home(),
                id.book());
    }

    /** Locks the book without a step. */
    boolean lock(BookId id) {
        return sql.update(
                        "UPDATE books SET sync_number = sync_number WHERE home = ? AND book = ?", id.home(), id.book())
                > 0;
    }

    long number(BookId id) {
        return sql.number("SELECT sync_number FROM books WHERE home = ? AND book = ?", id.home(), id.book());
    }

    /** As many bytes of cards more, or fewer. */
    void use(BookId id, long bytes) {
        if (bytes != 0) {
            sql.run(
                    "UPDATE books SET used_bytes = used_bytes + ? WHERE home = ? AND book = ?",
                    bytes,
                    id.home(),
                    id.book());
        }
    }

    long usedBytes(BookId id) {
        return sql.first(
                        "SELECT used_bytes FROM books WHERE home = ? AND book = ?",
                        row -> row.getLong(1),
                        id.home(),
                        id.book())
                .orElse(0L);
    }

    long usedBytes(long home) {
        return sql.list("SELECT used_bytes FROM books WHERE home = ?", row -> row.getLong(1), home).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Number and size of another book, of which it has all cards. */
    void takeState(BookId id, BookId other) {
        sql.update(
                "UPDATE books SET sync_number = ?, used_bytes = ? WHERE home = ? AND book = ?",
                number(other),
                usedBytes(other),
                id.home(),
                id.book());
    }

    void describe(BookId id, String displayName, Optional<String> description, Instant now) {
        sql.run(
                "UPDATE books SET display_name = ?, description = ?, modified_at = ? WHERE home = ? AND book = ?",
                displayName,
                description,
                Sql.micros(now),
                id.home(),
                id.book());
    }

    void rename(BookId id, String name, Instant now) {
        sql.update(
                "UPDATE books SET name = ?, modified_at = ? WHERE home = ? AND book = ?",
                name,
                Sql.micros(now),
                id.home(),
                id.book());
    }

    /** Locks the book and refuses tokens before that number. */
    void forgetBefore(BookId id, long oldest) {
        sql.run(
                "UPDATE books SET oldest = ? WHERE home = ? AND book = ? AND oldest < ?",
                oldest,
                id.home(),
                id.book(),
                oldest);
    }

    void delete(BookId id) {
        sql.update("DELETE FROM books WHERE home = ? AND book = ?", id.home(), id.book());
    }

    static AddressBook book(ResultSet row) throws SQLException {
        return new AddressBook(
                new BookId(row.getLong(1), row.getLong(2)),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                new SyncToken(row.getLong(6), row.getLong(7)),
                row.getLong(8),
                Sql.instant(row.getLong(9)),
                Sql.instant(row.getLong(10)));
    }
}
