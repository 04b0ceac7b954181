package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Lock;
import org.teldav.storage.Locks;

/** The table {@code locks}. */
final class LockTable implements Locks {
    /** What stands for the home in the place of a book's number. */
    private static final long HOME = 0;
    /** What stands for the book itself in the place of a card's name. */
    private static final String BOOK = "";

    private static final long UNKNOWN = -1;

    private final Sql sql;
    private final BookTable books;
    /** When the last lock of each home will have ended, in microseconds. */
    private final Map<Long, Long> known = new HashMap<>();

    LockTable(Sql sql) {
        this.sql = sql;
        this.books = new BookTable(sql);
    }

    /** Takes what a writer has read of its home. It holds until the transaction ends: who locks needs the rows of all books, and the writer has one. */
    void know(BookId book, CardTable.Slot slot) {
        known.put(book.home(), slot.lockedUntil());
    }

    @Override
    public List<Lock> list(long home, Instant now) {
        Long until = known.get(home);
        return until != null && until <= Sql.micros(now) ? List.of() : listed(home, now);
    }

    private List<Lock> listed(long home, Instant now) {
        List<Row> rows = sql.list(
                "SELECT token, book, name, is_exclusive, is_infinite, owner_xml, expires_at FROM locks WHERE home = ?",
                row -> row(row),
                home);
        return rows.isEmpty() ? List.of() : live(home, rows, now);
    }

    private List<Lock> live(long home, List<Row> rows, Instant now) {
        Map<Long, String> names = books.list(home).stream()
                .collect(Collectors.toMap(book -> book.id().book(), AddressBook::name));
        return rows.stream()
                .filter(row -> row.lock().expires().isAfter(now))
                .map(row -> row.lock().in(Optional.ofNullable(names.get(row.book()))))
                .sorted(Comparator.comparing(Lock::token))
                .toList();
    }

    private record Row(long book, Lock lock) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(2),
                new Lock(
                        row.getString(1),
                        Optional.empty(),
                        Optional.of(row.getString(3)).filter(name -> !name.equals(BOOK)),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        Optional.ofNullable(row.getString(6)),
                        Sql.instant(row.getLong(7))));
    }

    /** The home first, so that no book can come, then its books by their numbers, as everybody takes them. */
    @Override
    public boolean holdAll(long home) {
        boolean there = hold(home);
        sql.list("SELECT book FROM books WHERE home = ? ORDER BY home, book", row -> row.getLong(1), home)
                .forEach(book -> books.lock(new BookId(home, book)));
        return there;
    }

    @Override
    public boolean hold(long home) {
        return sql.update("UPDATE homes SET last_book = last_book WHERE home = ?", home) > 0;
    }

    @Override
    public boolean keep(long home, Lock lock, Instant now) {
        known.remove(home);
        sql.run(
                "UPDATE homes SET locked_until = ? WHERE home = ? AND (locked_until IS NULL OR locked_until < ?)",
                Sql.micros(lock.expires()),
                home,
                Sql.micros(lock.expires()));
        int updated = sql.update(
                "UPDATE locks SET expires_at = ? WHERE home = ? AND token = ?",
                Sql.micros(lock.expires()),
                home,
                lock.token());
        return updated > 0 || insert(home, lock, now);
    }

    private boolean insert(long home, Lock lock, Instant now) {
        Optional<Long> book = lock.book().isEmpty()
                ? Optional.of(HOME)
                : books.find(home, lock.book().get()).map(found -> found.id().book());
        if (book.isEmpty()) {
            return false;
        }
        sql.run("DELETE FROM locks WHERE home = ? AND expires_at <= ?", home, Sql.micros(now));
        sql.run(
                "INSERT INTO locks (home, token, book, name, is_exclusive, is_infinite, owner_xml, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                home,
                lock.token(),
                book.get(),
                lock.name().map(Text::name).orElse(BOOK),
                lock.exclusive(),
                lock.infinite(),
                lock.owner(),
                Sql.micros(lock.expires()));
        return true;
    }

    @Override
    public boolean remove(long home, String token) {
        return sql.update("DELETE FROM locks WHERE home = ? AND token = ?", home, token) > 0;
    }

    private boolean neverHad(long home) {
        return known.getOrDefault(home, UNKNOWN) == 0;
    }

    @Override
    public void end(BookId book, String name) {
        if (neverHad(book.home())) {
            return;
        }
        sql.run(
                "DELETE FROM locks WHERE home = ? AND (book = ? AND (name = ? OR name = ?) OR book = ? AND is_infinite)",
                book.home(),
                book.book(),
                name,
                BOOK,
                HOME);
    }

    /** Those of the card of that name. */
    void deleteAll(BookId book, String name) {
        if (neverHad(book.home())) {
            return;
        }
        sql.run("DELETE FROM locks WHERE home = ? AND book = ? AND name = ?", book.home(), book.book(), name);
    }

    /** Those of the book and of all in it. */
    void deleteAll(BookId book) {
        sql.run("DELETE FROM locks WHERE home = ? AND book = ?", book.home(), book.book());
    }
}
