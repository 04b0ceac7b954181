package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.LateComers;

/** The table {@code late_comers}. */
final class LateComerTable implements LateComers {
    private static final String OLDEST =
            "SELECT home, book, card FROM late_comers ORDER BY came_at, home, book, card LIMIT ";
    private static final String OF_CARD = " WHERE home = ? AND book = ? AND card = ?";

    private final Sql sql;

    LateComerTable(Sql sql) {
        this.sql = sql;
    }

    /** Waits for a worker who is at the card: it may not have seen yet what makes it late again. */
    @Override
    public void add(CardId card, Instant now) {
        if (sql.update("UPDATE late_comers SET came_at = came_at" + OF_CARD, which(card)) == 0) {
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
        return sql.list(OLDEST + "?", row -> card(row), limit);
    }

    @Override
    public Optional<CardId> take() {
        Optional<CardId> oldest = sql.unlocked(OLDEST + "1", row -> card(row));
        return oldest.filter(this::remove);
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

    private static CardId card(ResultSet row) throws SQLException {
        return new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3));
    }

    private static Object[] which(CardId card) {
        return new Object[] {card.book().home(), card.book().book(), card.number()};
    }
}
