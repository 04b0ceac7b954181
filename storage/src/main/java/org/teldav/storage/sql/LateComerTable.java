package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.LateComers;

/** The table {@code late_comers}. */
final class LateComerTable implements LateComers {
    private static final String OF_CARD = " WHERE home = ? AND book = ? AND card = ?";

    private final Sql sql;

    LateComerTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(CardId card, Instant now) {
        if (!sql.exists("SELECT home FROM late_comers" + OF_CARD, which(card))) {
            sql.update(
                    "INSERT INTO late_comers (home, book, card, came_at) VALUES (?, ?, ?, ?)",
                    card.book().home(),
                    card.book().book(),
                    card.number(),
                    Sql.micros(now));
        }
    }

    @Override
    public List<CardId> list(int limit) {
        return sql.list(
                "SELECT home, book, card FROM late_comers ORDER BY came_at, home, book, card LIMIT ?",
                row -> new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3)),
                limit);
    }

    @Override
    public boolean remove(CardId card) {
        return sql.update("DELETE FROM late_comers" + OF_CARD, which(card)) > 0;
    }

    @Override
    public int failed(CardId card, Instant now) {
        sql.update(
                "UPDATE late_comers SET tries = tries + 1, came_at = ?" + OF_CARD,
                Sql.micros(now),
                card.book().home(),
                card.book().book(),
                card.number());
        return sql.first("SELECT tries FROM late_comers" + OF_CARD, row -> row.getInt(1), which(card))
                .orElse(0);
    }

    private static Object[] which(CardId card) {
        return new Object[] {card.book().home(), card.book().book(), card.number()};
    }
}
