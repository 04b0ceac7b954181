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
    private final Descriptions descriptions;

    HomeHistory(Sql sql) {
        this.sql = sql;
        this.descriptions = new Descriptions(sql);
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
        descriptions.ofBook(book);
        sql.update("DELETE FROM book_tombstones WHERE home = ? AND name = ?", book.home(), name);
        sql.update(
                "UPDATE books SET listed_number = ?, changed_number = ? WHERE home = ? AND book = ?",
                number,
                number,
                book.home(),
                book.book());
    }

    void described(BookId book) {
        long number = step(book.home());
        descriptions.ofBook(book);
        descriptions.ofBooks(book.home());
        sql.update("UPDATE books SET changed_number = ? WHERE home = ? AND book = ?", number, book.home(), book.book());
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

    /** The directory of that name, if it is of a group of the user's, is there from now on. */
    void directoryListed(long user, String name) {
        int listed = sql.update(
                "UPDATE memberships SET listed_number = ? WHERE user_id = ? AND until_at IS NULL AND group_id ="
                        + " (SELECT id FROM principals WHERE kind = 'group' AND name = ?)",
                step(user),
                user,
                name.substring(AddressBook.DIRECTORY_PREFIX.length()));
        if (listed > 0) {
            sql.update("DELETE FROM book_tombstones WHERE home = ? AND name = ?", user, name);
        }
    }

    /** The user is in the group no more. A book of their own that covered its directory stays. */
    void directoryRemoved(long user, String name, Instant now) {
        if (!sql.exists("SELECT book FROM books WHERE home = ? AND name = ?", user, name)) {
            sql.update("DELETE FROM book_tombstones WHERE home = ? AND name = ?", user, name);
            removed(user, name, now);
        }
    }

    /** The directory of a group is described anew, for all that are in it. */
    void directoryDescribed(long group) {
        descriptions.ofBook(new BookId(group, Directories.BOOK));
        sql.update(
                "UPDATE books SET changed_number = changed_number + 1 WHERE home = ? AND book = " + Directories.BOOK,
                group);
        stepMembers(group).forEach(descriptions::ofBooks);
        sql.update(
                "UPDATE memberships SET listed_number ="
                        + " (SELECT h.sync_number FROM homes h WHERE h.home = memberships.user_id)"
                        + " WHERE group_id = ? AND until_at IS NULL",
                group);
    }

    /** The directory of a group goes, for all that are in it. */
    void directoryRemoved(long group, Instant now) {
        String members = " (SELECT user_id FROM memberships WHERE group_id = ? AND until_at IS NULL)";
        String name = " name = (SELECT b.name FROM books b WHERE b.home = ? AND b.book = " + Directories.BOOK + ")";
        stepMembers(group);
        sql.update("DELETE FROM book_tombstones WHERE home IN" + members + " AND" + name, group, group);
        sql.update(
                "INSERT INTO book_tombstones (home, name, sync_number, deleted_at)"
                        + " SELECT h.home, d.name, h.sync_number, CAST(? AS BIGINT) FROM homes h"
                        + " JOIN books d ON d.home = ? AND d.book = " + Directories.BOOK
                        + " LEFT JOIN books o ON o.home = h.home AND o.name = d.name"
                        + " WHERE h.home IN" + members + " AND o.home IS NULL",
                Sql.micros(now),
                group,
                group);
    }

    private List<Long> stepMembers(long group) {
        List<Long> members = sql.list(
                "SELECT user_id FROM memberships WHERE group_id = ? AND until_at IS NULL ORDER BY user_id",
                row -> row.getLong(1),
                group);
        members.forEach(member -> sql.moves().stepHome(member));
        sql.update(
                "UPDATE homes SET sync_number = sync_number + 1 WHERE home IN"
                        + " (SELECT user_id FROM memberships WHERE group_id = ? AND until_at IS NULL)",
                group);
        return members;
    }

    private long step(long home) {
        sql.moves().stepHome(home);
        sql.update("UPDATE homes SET sync_number = sync_number + 1 WHERE home = ?", home);
        return sql.number("SELECT sync_number FROM homes WHERE home = ?", home);
    }

    List<BookEvent> events(long home, long after, long upTo, int limit, boolean withRemoved) {
        List<Question<List<BookEvent>>> questions = new ArrayList<>();
        questions.add(sql.laterList(
                "SELECT " + BookTable.COLUMNS + ", listed_number, changed_number FROM books"
                        + " WHERE home = ? AND changed_number > ? AND changed_number <= ?",
                row -> changed(row),
                home,
                after,
                upTo));
        questions.add(sql.laterList(
                "SELECT " + BookTable.COLUMNS_OF_B + ", m.listed_number, m.listed_number" + Directories.OF_USER
                        + " AND m.listed_number > ? AND m.listed_number <= ?",
                row -> changed(row),
                home,
                after,
                upTo));
        if (withRemoved) {
            questions.add(sql.laterList(
                    "SELECT name, sync_number FROM book_tombstones WHERE home = ? AND sync_number > ? AND sync_number <= ?",
                    row -> new BookEvent.Removed(row.getString(1), row.getLong(2)),
                    home,
                    after,
                    upTo));
        }
        return questions.stream()
                .flatMap(question -> question.get().stream())
                .sorted(Comparator.comparingLong(BookEvent::number))
                .limit(limit)
                .toList();
    }

    private static BookEvent changed(ResultSet row) throws SQLException {
        return new BookEvent.Changed(
                BookTable.book(row), row.getLong(BookTable.WIDTH + 1), row.getLong(BookTable.WIDTH + 2));
    }
}
