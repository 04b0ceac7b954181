package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardVersion;

/** The table {@code history}: versions that were overwritten or deleted. Their bytes stay where they are. */
final class HistoryTable {
    private static final String INSERT =
            "INSERT INTO history (home, book, card, sync_number, name, etag, bytes, stored_at, ended_at)";

    private final Sql sql;

    HistoryTable(Sql sql) {
        this.sql = sql;
    }

    /** @param card the version that ends */
    void end(Card card, Instant now) {
        sql.run(
                INSERT + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                card.id().book().home(),
                card.id().book().book(),
                card.id().number(),
                card.syncNumber(),
                card.name(),
                card.etag().value(),
                card.size(),
                Sql.micros(card.modified()),
                Sql.micros(now));
    }

    void endAll(BookId book, Instant now) {
        sql.run(
                INSERT
                        + " SELECT home, book, card, sync_number, name, etag, bytes, modified_at, CAST(? AS BIGINT)"
                        + " FROM cards WHERE home = ? AND book = ?",
                Sql.micros(now),
                book.home(),
                book.book());
    }

    List<CardVersion> list(BookId book, String name) {
        return sql.list(
                "SELECT card, bytes, sync_number, stored_at, ended_at FROM history"
                        + " WHERE home = ? AND book = ? AND name = ? ORDER BY sync_number DESC",
                row -> new CardVersion(
                        new CardId(book, row.getLong(1)),
                        row.getInt(2),
                        row.getLong(3),
                        Sql.instant(row.getLong(4)),
                        Sql.instant(row.getLong(5))),
                book.home(),
                book.book(),
                name);
    }
}
