package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.BookId;
import org.teldav.storage.SyncItem;

/** The table {@code tombstones}: names that were in a book, and are not. */
final class TombstoneTable {
    private final Sql sql;

    TombstoneTable(Sql sql) {
        this.sql = sql;
    }

    /** To be asked together with what else changed. */
    Question<List<SyncItem.Removed>> laterRemoved(BookId book, long after, long upTo, int limit) {
        return sql.laterPage(
                "SELECT name, sync_number FROM tombstones WHERE home = ? AND book = ? AND sync_number > ?"
                        + " AND sync_number <= ? ORDER BY home, book, sync_number",
                row -> new SyncItem.Removed(row.getString(1), row.getLong(2)),
                book.home(),
                book.book(),
                after,
                upTo,
                limit);
    }

    void insert(BookId book, String name, long syncNumber, Instant now) {
        sql.run(
                "INSERT INTO tombstones (home, book, name, sync_number, deleted_at) VALUES (?, ?, ?, ?, ?)",
                book.home(),
                book.book(),
                name,
                syncNumber,
                Sql.micros(now));
    }

    void delete(BookId book, String name) {
        sql.run("DELETE FROM tombstones WHERE home = ? AND book = ? AND name = ?", book.home(), book.book(), name);
    }

    void deleteAll(BookId book) {
        sql.run("DELETE FROM tombstones WHERE home = ? AND book = ?", book.home(), book.book());
    }
}
