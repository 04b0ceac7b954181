package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Rewrite;

/** The table {@code rewrites}: the holders' journals. */
final class RewriteTable {
    private static final String SELECT =
            "SELECT home, book, card, change_id, changer, name, rewritten_at, number_before, number_after, old_text,"
                    + " new_text, reason, state FROM rewrites";

    private final Sql sql;

    RewriteTable(Sql sql) {
        this.sql = sql;
    }

    /** @return whether there was no row yet */
    BooleanSupplier insert(Rewrite rewrite, String uid) {
        CardId card = rewrite.card();
        return sql.insertNew(
                "INSERT INTO rewrites (home, book, card, change_id, changer, name, rewritten_at, number_before,"
                        + " number_after, old_text, new_text, reason, state, uid_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                card.book().home(),
                card.book().book(),
                card.number(),
                rewrite.change(),
                rewrite.changer(),
                rewrite.name(),
                Sql.micros(rewrite.at()),
                rewrite.before(),
                rewrite.after(),
                Text.storable(rewrite.oldText()),
                Text.storable(rewrite.newText()),
                rewrite.reason(),
                rewrite.state().name(),
                CardTable.uidKey(uid));
    }

    Optional<Rewrite> find(long change, CardId card) {
        return sql.first(
                SELECT + " WHERE home = ? AND book = ? AND card = ? AND change_id = ?",
                row -> rewrite(row),
                card.book().home(),
                card.book().book(),
                card.number(),
                change);
    }

    boolean settle(Rewrite rewrite, Rewrite.State from) {
        CardId card = rewrite.card();
        return sql.update(
                        "UPDATE rewrites SET name = ?, rewritten_at = ?, number_before = ?, number_after = ?, old_text = ?,"
                                + " new_text = ?, reason = ?, state = ?"
                                + " WHERE home = ? AND book = ? AND card = ? AND change_id = ? AND state = ?",
                        rewrite.name(),
                        Sql.micros(rewrite.at()),
                        rewrite.before(),
                        rewrite.after(),
                        Text.storable(rewrite.oldText()),
                        Text.storable(rewrite.newText()),
                        rewrite.reason(),
                        rewrite.state().name(),
                        card.book().home(),
                        card.book().book(),
                        card.number(),
                        rewrite.change(),
                        from.name())
                > 0;
    }

    List<Rewrite> offers(long home, int limit) {
        return sql.list(
                SELECT + " WHERE home = ? AND state = 'OFFERED' ORDER BY rewritten_at, change_id, book, card LIMIT ?",
                row -> rewrite(row),
                home,
                limit);
    }

    List<Rewrite> journal(long home, int limit) {
        return sql.list(
                SELECT + " WHERE home = ? ORDER BY rewritten_at DESC, change_id DESC, book DESC, card DESC LIMIT ?",
                row -> rewrite(row),
                home,
                limit);
    }

    /**
     * A contact that was moved, or deleted and put back, is the same contact: the lines of its cards that are gone follow it (rule 11). Versions stay behind, and in another book their numbers
     * mean nothing.
     */
    void follow(Card card) {
        follow(card, laterOfUid(card));
    }

    /** @param lines have been asked for, before or behind the card's insertion: no line is of its number yet */
    void follow(Card card, Question<List<Rewrite>> lines) {
        long home = card.id().book().home();
        Set<Long> changes = new HashSet<>();
        for (Rewrite line : lines.get()) {
            if (isGone(line.card()) && changes.add(line.change())) {
                boolean isSameBook = line.card().book().equals(card.id().book());
                sql.update(
                        "UPDATE rewrites SET book = ?, card = ?, number_before = ?, number_after = ?"
                                + " WHERE home = ? AND book = ? AND card = ? AND change_id = ?",
                        card.id().book().book(),
                        card.id().number(),
                        isSameBook ? line.before() : 0,
                        isSameBook ? line.after() : 0,
                        home,
                        line.card().book().book(),
                        line.card().number(),
                        line.change());
            }
        }
    }

    private boolean isGone(CardId card) {
        return !sql.exists(
                "SELECT home FROM cards WHERE home = ? AND book = ? AND card = ?",
                card.book().home(),
                card.book().book(),
                card.number());
    }

    List<Rewrite> ofUid(long home, String uidKey) {
        return laterOfUid(home, uidKey).get();
    }

    Question<List<Rewrite>> laterOfUid(Card card) {
        return laterOfUid(card.id().book().home(), CardTable.uidKey(card.uid()));
    }

    private Question<List<Rewrite>> laterOfUid(long home, String uidKey) {
        return sql.laterList(SELECT + " WHERE home = ? AND uid_key = ?", row -> rewrite(row), home, uidKey);
    }

    List<Rewrite> ofChange(long change, int limit) {
        return sql.page(
                SELECT + " WHERE change_id = ? ORDER BY change_id, home, book, card",
                row -> rewrite(row),
                change,
                limit);
    }

    private static Rewrite rewrite(ResultSet row) throws SQLException {
        return new Rewrite(
                row.getLong(4),
                row.getLong(5),
                new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3)),
                row.getString(6),
                Sql.instant(row.getLong(7)),
                row.getLong(8),
                row.getLong(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                state(row.getString(13), row.getString(12)));
    }

    /** A server of before says no state of what it leaves. */
    private static Rewrite.State state(String state, String reason) {
        Rewrite.State known = Rewrite.State.valueOf(state);
        return known == Rewrite.State.DONE && !reason.isEmpty() ? Rewrite.State.LEFT : known;
    }
}
