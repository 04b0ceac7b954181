package org.teldav.storage.sql;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.StoredCard;

/** The table {@code contents}: the bytes of each version, written once. */
final class ContentTable {
    private static final String STORED = "SELECT " + CardTable.COLUMNS + ", t.content FROM cards c JOIN contents t"
            + " ON t.home = c.home AND t.book = c.book AND t.card = c.card AND t.sync_number = c.sync_number"
            + " WHERE c.home = ? AND c.book = ?";

    private final Sql sql;

    ContentTable(Sql sql) {
        this.sql = sql;
    }

    Optional<StoredCard> read(BookId book, String name) {
        return sql.first(STORED + " AND c.name = ?", mapper(book), book.home(), book.book(), name);
    }

    Optional<StoredCard> read(CardId id) {
        return sql.first(
                STORED + " AND c.card = ?",
                mapper(id.book()),
                id.book().home(),
                id.book().book(),
                id.number());
    }

    List<StoredCard> read(BookId book, Collection<Long> numbers) {
        return sql.listAny(STORED + " AND c.card", mapper(book), List.of(book.home(), book.book()), numbers);
    }

    private static RowReader<StoredCard> mapper(BookId book) {
        return row -> new StoredCard(CardTable.card(book, row, 1), row.getBytes(CardTable.WIDTH + 1));
    }

    Optional<byte[]> version(CardId card, long syncNumber) {
        return sql.first(
                "SELECT content FROM contents WHERE home = ? AND book = ? AND card = ? AND sync_number = ?",
                row -> row.getBytes(1),
                card.book().home(),
                card.book().book(),
                card.number(),
                syncNumber);
    }

    /** The last version of a card that was deleted, as long as it is kept. */
    Optional<byte[]> lastOfGone(CardId card) {
        return sql.first(
                "SELECT t.content FROM history y JOIN contents t"
                        + " ON t.home = y.home AND t.book = y.book AND t.card = y.card AND t.sync_number = y.sync_number"
                        + " LEFT JOIN cards c ON c.home = y.home AND c.book = y.book AND c.card = y.card"
                        + " WHERE y.home = ? AND y.book = ? AND y.card = ? AND c.card IS NULL"
                        + " ORDER BY y.sync_number DESC LIMIT 1",
                row -> row.getBytes(1),
                card.book().home(),
                card.book().book(),
                card.number());
    }

    void insert(CardId card, long syncNumber, byte[] content) {
        sql.run(
                "INSERT INTO contents (home, book, card, sync_number, content) VALUES (?, ?, ?, ?, ?)",
                card.book().home(),
                card.book().book(),
                card.number(),
                syncNumber,
                content);
    }

    void copy(CardId from, long fromNumber, CardId to, long toNumber) {
        sql.run(
                "INSERT INTO contents (home, book, card, sync_number, content)"
                        + " SELECT home, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), content FROM contents"
                        + " WHERE home = ? AND book = ? AND card = ? AND sync_number = ?",
                to.book().book(),
                to.number(),
                toNumber,
                from.book().home(),
                from.book().book(),
                from.number(),
                fromNumber);
    }
}
