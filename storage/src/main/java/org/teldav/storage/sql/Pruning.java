package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.teldav.storage.BookId;

/** Deletes what was kept long enough, in transactions small enough to be beside everything else. */
final class Pruning {
    private static final int BATCH = 200;
    private static final int PAGE = 1000;
    private static final List<String> KEY = List.of("home", "book", "card", "sync_number");

    private final Transactions transactions;

    Pruning(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Where a transaction comes from. */
    interface Transactions {
        <T> T read(Function<Sql, T> work);

        <T> T write(Function<Sql, T> work);
    }

    /** Goes through all versions once: an index by their end would cost each PUT of a card something. */
    void history(Instant before) {
        List<Object[]> old = new ArrayList<>(BATCH);
        new KeyWalk<>(KEY.size(), PAGE, this::versions, Version::key).each(version -> {
            if (version.ended() < Sql.micros(before)) {
                old.add(version.key().toArray());
            }
            if (old.size() == BATCH) {
                delete(old);
                old.clear();
            }
        });
        delete(old);
    }

    private record Version(List<Object> key, long ended) {
        static Version of(ResultSet row) throws SQLException {
            return new Version(List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)), row.getLong(5));
        }
    }

    private List<Version> versions(int equal, List<Object> last) {
        StringBuilder query = new StringBuilder("SELECT home, book, card, sync_number, ended_at FROM history");
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < last.size() && i <= equal; i++) {
            query.append(i == 0 ? " WHERE " : " AND ").append(KEY.get(i)).append(i < equal ? " = ?" : " > ?");
            arguments.add(last.get(i));
        }
        arguments.add(PAGE);
        query.append(" ORDER BY ").append(String.join(", ", KEY));
        return transactions.read(sql -> sql.page(query.toString(), Version::of, arguments.toArray()));
    }

    private void delete(List<Object[]> versions) {
        String version = " WHERE home = ? AND book = ? AND card = ? AND sync_number = ?";
        transactions.write(sql -> {
            sql.batch("DELETE FROM contents" + version, versions);
            sql.batch("DELETE FROM history" + version, versions);
            return true;
        });
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
