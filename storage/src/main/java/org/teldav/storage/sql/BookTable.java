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
            "home, book, name, display_name, description, display_name_language, description_language, epoch, sync_number, oldest, created_at, modified_at";

    static final int WIDTH = 12;

    /** The same of {@code books b}. */
    static final String COLUMNS_OF_B = "b." + COLUMNS.replace(", ", ", b.");

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
                "INSERT INTO books (home, book, name, display_name, description, display_name_language,"
                        + " description_language, epoch, sync_number, oldest, created_at, modified_at, modified_before)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)",
                book.id().home(),
                book.id().book(),
                book.name(),
                book.displayName(),
                book.description(),
                book.languages().displayName(),
                book.languages().description(),
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
        return laterAdvance(id, steps, now).get() > 0;
    }

    /** As {@link #advance}, together with what is asked next; how many books there are of that number. */
    Question<Integer> laterAdvance(BookId id, int steps, Instant now) {
        sql.moves().step(id, steps);
        return sql.laterUpdate(
                "UPDATE books SET sync_number = sync_number + ?, modified_before = modified_at, modified_at = ?"
                        + " WHERE home = ? AND book = ?",
                (long) steps,
                Sql.micros(now),
                id.home(),
                id.book());
    }

    /** Takes back the last {@link #advance}, when nothing was to be written after all. */
    void retreat(BookId id, int steps) {
        sql.moves().step(id, -steps);
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

    void describe(
            BookId id, String displayName, Optional<String> description, AddressBook.Languages languages, Instant now) {
        sql.run(
                "UPDATE books SET display_name = ?, description = ?, display_name_language = ?, description_language = ?,"
                        + " modified_at = ? WHERE home = ? AND book = ?",
                displayName,
                description,
                languages.displayName(),
                languages.description(),
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
        return book(row, 1);
    }

    /** From {@link #COLUMNS}, the first of which has the given ordinal. */
    static AddressBook book(ResultSet row, int column) throws SQLException {
        return new AddressBook(
                new BookId(row.getLong(column), row.getLong(column + 1)),
                row.getString(column + 2),
                row.getString(column + 3),
                Optional.ofNullable(row.getString(column + 4)),
                new AddressBook.Languages(
                        Optional.ofNullable(row.getString(column + 5)), Optional.ofNullable(row.getString(column + 6))),
                new SyncToken(row.getLong(column + 7), row.getLong(column + 8)),
                row.getLong(column + 9),
                Sql.instant(row.getLong(column + 10)),
                Sql.instant(row.getLong(column + 11)));
    }
}
