package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.teldav.storage.BookId;

/** Deletes what was kept long enough, in transactions small enough to be beside everything else. */
final class Pruning {
    private static final int BATCH = 200;

    private final Transactions transactions;

    Pruning(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Where a transaction comes from. */
    interface Transactions {
        <T> T write(Function<Sql, T> work);
    }

    void history(Instant before) {
        while (transactions.<Integer>write(sql -> versions(sql, before)) == BATCH) {
            Thread.yield();
        }
    }

    private static int versions(Sql sql, Instant before) {
        List<Object[]> keys = sql.list(
                "SELECT home, book, card, sync_number FROM history WHERE ended_at < ? LIMIT ?",
                row -> new Object[] {row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)},
                Sql.micros(before),
                BATCH);
        String version = " WHERE home = ? AND book = ? AND card = ? AND sync_number = ?";
        sql.batch("DELETE FROM contents" + version, keys);
        sql.batch("DELETE FROM history" + version, keys);
        return keys.size();
    }

    void tombstones(Instant before) {
        List<BookId> books = transactions.write(sql -> sql.list(
                "SELECT DISTINCT home, book FROM tombstones WHERE deleted_at < ?",
                row -> new BookId(row.getLong(1), row.getLong(2)),
                Sql.micros(before)));
        for (BookId book : books) {
            transactions.write(sql -> tombstones(sql, book, before));
        }
        List<Long> homes = transactions.write(sql -> sql.list(
                "SELECT DISTINCT home FROM book_tombstones WHERE deleted_at < ?",
                row -> row.getLong(1),
                Sql.micros(before)));
        for (long home : homes) {
            transactions.write(sql -> tombstones(sql, home, before));
        }
    }

    private static int tombstones(Sql sql, long home, Instant before) {
        String old = " FROM book_tombstones WHERE home = ? AND deleted_at < ?";
        Object[] which = {home, Sql.micros(before)};
        sql.update("UPDATE homes SET oldest = oldest WHERE home = ?", home);
        long newest = sql.number("SELECT COALESCE(MAX(sync_number), 0)" + old, which);
        sql.update("UPDATE homes SET oldest = ? WHERE home = ? AND oldest < ?", newest, home, newest);
        return sql.update("DELETE" + old, which);
    }

    /** A token before the newest of them could not be told of it any more. */
    private static int tombstones(Sql sql, BookId book, Instant before) {
        BookTable books = new BookTable(sql);
        if (!books.lock(book)) {
            return 0;
        }
        String old = " FROM tombstones WHERE home = ? AND book = ? AND deleted_at < ?";
        Object[] which = {book.home(), book.book(), Sql.micros(before)};
        long newest = sql.number("SELECT MAX(sync_number)" + old, which);
        books.forgetBefore(book, newest);
        return sql.update("DELETE" + old, which);
    }
}
