package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.LateComers;

/** The tables {@code late_comers} and {@code newcomers}. */
final class LateComerTable implements LateComers {
    private static final String OLDEST =
            "SELECT home, book, card FROM late_comers ORDER BY came_at, home, book, card LIMIT ";
    private static final String OF_CARD = " WHERE home = ? AND book = ? AND card = ?";
    private static final String DELETE = "DELETE FROM late_comers" + OF_CARD;
    private static final String INSERT = "INSERT INTO late_comers (home, book, card, came_at) VALUES (?, ?, ?, ?)";

    private final Sql sql;
    private final NewcomerTable newcomers;

    LateComerTable(Sql sql) {
        this.sql = sql;
        this.newcomers = new NewcomerTable(sql);
    }

    /** Waits for a worker who is at the card: it may not have seen yet what makes it late again. */
    @Override
    public void add(CardId card, Instant now) {
        if (sql.update("UPDATE late_comers SET came_at = came_at" + OF_CARD, which(card)) == 0) {
            sql.update(INSERT, row(card, now));
        }
    }

    @Override
    public void addNew(CardId card, Instant now) {
        sql.run(INSERT, row(card, now));
    }

    @Override
    public boolean addNew(BookId book, Instant now) {
        return sql.update(
                        "INSERT INTO late_comers (home, book, card, came_at)"
                                + " SELECT DISTINCT c.home, c.book, c.card, CAST(? AS BIGINT) FROM card_index c"
                                + " WHERE c.home = ? AND c.book = ? AND EXISTS"
                                + " (SELECT 1 FROM claims k WHERE k.tel_key = c.tel_key AND k.home <> c.home)",
                        Sql.micros(now),
                        book.home(),
                        book.book())
                > 0;
    }

    @Override
    public List<CardId> list(int limit) {
        return sql.list(OLDEST + "?", row -> card(row), limit);
    }

    @Override
    public List<CardId> lock(int limit) {
        return sql.unlocked(OLDEST + "?", row -> card(row), limit);
    }

    @Override
    public boolean remove(CardId card) {
        return sql.update(DELETE, which(card)) > 0;
    }

    @Override
    public void remove(List<CardId> cards) {
        sql.batch(DELETE, cards.stream().map(LateComerTable::which).toList());
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

    @Override
    public void add(Newcomer newcomer, Instant now) {
        newcomers.add(newcomer, now);
    }

    @Override
    public void addNewcomers(long user, Instant since, Instant now) {
        newcomers.addSince(user, since, now);
    }

    @Override
    public List<Newcomer> newcomers(int limit) {
        return newcomers.list(limit);
    }

    @Override
    public long count() {
        return sql.number("SELECT COUNT(*) FROM late_comers") + newcomers.count();
    }

    @Override
    public Optional<Newcomer> takeNewcomer() {
        return newcomers.take();
    }

    private static Object[] row(CardId card, Instant now) {
        return new Object[] {card.book().home(), card.book().book(), card.number(), Sql.micros(now)};
    }

    private static CardId card(ResultSet row) throws SQLException {
        return new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3));
    }

    private static Object[] which(CardId card) {
        return new Object[] {card.book().home(), card.book().book(), card.number()};
    }
}
