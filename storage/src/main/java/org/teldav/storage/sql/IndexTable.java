package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Cards.IndexText;
import org.teldav.storage.Cards.TextMatch;
import org.teldav.storage.IndexRow;

/** The table {@code card_index}: what cards are found by. */
final class IndexTable {
    /** Of the rows of one card. */
    static final Comparator<IndexRow> ORDER =
            Comparator.comparing(IndexRow::kind).thenComparingInt(IndexRow::position);

    private static final String OF_CARD = " WHERE home = ? AND book = ? AND card = ?";
    private static final String OF_ROW = OF_CARD + " AND kind = ? AND ordinal = ?";

    /** Rows of a card that has not many more numbers and addresses than people have. */
    private static final int FEW = 100;

    private static final RowReader<Long> NUMBER = row -> row.getLong(1);

    private final Sql sql;

    IndexTable(Sql sql) {
        this.sql = sql;
    }

    List<IndexRow> list(CardId card) {
        return sql.list(
                "SELECT kind, ordinal, tel_key, folded, about FROM card_index" + OF_CARD + " ORDER BY kind, ordinal",
                row -> row(row),
                card.book().home(),
                card.book().book(),
                card.number());
    }

    /** By card; of one, in the table's order. */
    Map<CardId, TreeSet<IndexRow>> list(List<CardId> cards) {
        Map<CardId, TreeSet<IndexRow>> found = new HashMap<>();
        sql.ofCards(
                "SELECT c.kind, c.ordinal, c.tel_key, c.folded, c.about, c.home, c.book, c.card FROM card_index c",
                row -> found.computeIfAbsent(
                                new CardId(new BookId(row.getLong(6), row.getLong(7)), row.getLong(8)),
                                card -> new TreeSet<>(ORDER))
                        .add(row(row)),
                cards);
        return found;
    }

    /**
     * As {@link #list} of the card of that name, together with what is asked next. No join: a database that doesn't know yet how many cards there are
     * reads all index rows of the book for one.
     */
    Question<List<IndexRow>> laterList(BookId book, String name) {
        return sql.laterList(
                "SELECT kind, ordinal, tel_key, folded, about FROM card_index WHERE home = ? AND book = ? AND card ="
                        + " (SELECT card FROM cards WHERE home = ? AND book = ? AND name = ?) ORDER BY kind, ordinal",
                row -> row(row),
                book.home(),
                book.book(),
                book.home(),
                book.book(),
                name);
    }

    /** As {@link #list} of the user's own card, together with what is asked next. */
    Question<List<IndexRow>> laterListOwn(long user) {
        return sql.laterList(
                "SELECT i.kind, i.ordinal, i.tel_key, i.folded, i.about FROM homes h"
                        + " JOIN card_index i ON i.home = h.home AND i.book = h.own_book AND i.card = h.own_card"
                        + " WHERE h.home = ? ORDER BY i.kind, i.ordinal",
                row -> row(row),
                user);
    }

    private static IndexRow row(ResultSet row) throws SQLException {
        long about = row.getLong(5);
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(about);
        return new IndexRow(
                IndexRow.Kind.values()[row.getInt(1)],
                row.getInt(2),
                Optional.ofNullable(row.getString(3)),
                row.getString(4),
                known);
    }

    void insert(CardId card, List<IndexRow> rows) {
        List<Object[]> values = new ArrayList<>(rows.size());
        for (IndexRow row : rows) {
            values.add(new Object[] {
                card.book().home(),
                card.book().book(),
                card.number(),
                code(row.kind()),
                row.position(),
                row.key(),
                row.text(),
                row.text().length() == IndexRow.MAX_TEXT,
                row.about()
            });
        }
        sql.insertAll(
                "INSERT INTO card_index (home, book, card, kind, ordinal, tel_key, folded, is_cut, about) VALUES ",
                "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values);
    }

    void delete(CardId card) {
        sql.run(
                "DELETE FROM card_index" + OF_CARD,
                card.book().home(),
                card.book().book(),
                card.number());
    }

    /** Touches the rows that differ only: a rewritten number is one row of many. */
    void replace(CardId card, List<IndexRow> before, List<IndexRow> after) {
        Map<Place, IndexRow> old = new HashMap<>();
        before.forEach(row -> old.put(Place.of(row), row));
        List<IndexRow> added = new ArrayList<>();
        List<Object[]> changed = new ArrayList<>();
        for (IndexRow row : after) {
            IndexRow there = old.remove(Place.of(row));
            if (there == null) {
                added.add(row);
            } else if (!there.equals(row)) {
                changed.add(changed(card, row));
            }
        }
        runAll("UPDATE card_index SET tel_key = ?, folded = ?, is_cut = ?, about = ?" + OF_ROW, changed);
        runAll(
                "DELETE FROM card_index" + OF_ROW,
                old.keySet().stream().map(place -> place.of(card)).toList());
        insert(card, added);
    }

    /** A few go with what is asked next. Many in one round trip would have more parameters than PostgreSQL takes, and a text that is kept prepared. */
    private void runAll(String statement, List<Object[]> rows) {
        if (rows.size() > FEW) {
            sql.batch(statement, rows);
        } else {
            rows.forEach(row -> sql.run(statement, row));
        }
    }

    private record Place(IndexRow.Kind kind, int position) {
        static Place of(IndexRow row) {
            return new Place(row.kind(), row.position());
        }

        /** The row's key. */
        Object[] of(CardId card) {
            return new Object[] {card.book().home(), card.book().book(), card.number(), code(kind), position};
        }
    }

    private static Object[] changed(CardId card, IndexRow row) {
        return new Object[] {
            row.key(),
            row.text(),
            row.text().length() == IndexRow.MAX_TEXT,
            row.about(),
            card.book().home(),
            card.book().book(),
            card.number(),
            code(row.kind()),
            row.position()
        };
    }

    void deleteAll(BookId book) {
        sql.run("DELETE FROM card_index WHERE home = ? AND book = ?", book.home(), book.book());
    }

    /** The numbers of the cards, ascending: those with a row that matches, and those with a row that was cut. */
    List<Long> candidates(BookId book, IndexRow.Kind kind, TextMatch match, String text, long after, int limit) {
        String literal = Text.likeLiteral(Text.storable(text));
        return switch (match) {
            case EQUALS -> equal(book, kind, Text.storable(text), after, limit);
            case CONTAINS -> like(book, kind, "%" + literal + "%", after, limit);
            case STARTS_WITH -> like(book, kind, literal + "%", after, limit);
            case ENDS_WITH -> like(book, kind, "%" + literal, after, limit);
        };
    }

    List<IndexText> texts(BookId book, IndexRow.Kind kind, long after, long upTo) {
        return sql.list(
                "SELECT card, folded, is_cut FROM card_index WHERE home = ? AND book = ? AND card > ? AND card <= ?"
                        + " AND kind = ? ORDER BY home, book, card, kind, ordinal",
                row -> new IndexText(row.getLong(1), row.getString(2), row.getBoolean(3)),
                book.home(),
                book.book(),
                after,
                upTo,
                code(kind));
    }

    List<IndexText> keys(BookId book, long after, long upTo) {
        return sql.list(
                "SELECT card, tel_key FROM card_index WHERE home = ? AND book = ? AND card > ? AND card <= ?"
                        + " AND kind = ? AND tel_key IS NOT NULL ORDER BY home, book, card, kind, ordinal",
                row -> new IndexText(row.getLong(1), row.getString(2), false),
                book.home(),
                book.book(),
                after,
                upTo,
                code(IndexRow.Kind.TEL));
    }

    private List<Long> equal(BookId book, IndexRow.Kind kind, String text, long after, int limit) {
        String rows = "SELECT card FROM card_index WHERE home = ? AND book = ? AND kind = ? AND is_cut = ?";
        TreeSet<Long> cards = new TreeSet<>();
        cards.addAll(sql.list(
                rows + " AND folded = ? AND card > ?",
                NUMBER,
                book.home(),
                book.book(),
                code(kind),
                false,
                text,
                after));
        cards.addAll(sql.list(rows + " AND card > ?", NUMBER, book.home(), book.book(), code(kind), true, after));
        return cards.stream().limit(limit).toList();
    }

    /** Reads on along the cards until there are enough of them: one card may match more than once. */
    private List<Long> like(BookId book, IndexRow.Kind kind, String pattern, long after, int limit) {
        LinkedHashSet<Long> cards = new LinkedHashSet<>();
        long last = after;
        while (cards.size() < limit) {
            List<Long> page = sql.page(
                    "SELECT card FROM card_index WHERE home = ? AND book = ? AND card > ? AND kind = ?"
                            + " AND (is_cut OR folded LIKE ? ESCAPE '!') ORDER BY home, book, card, kind, ordinal",
                    NUMBER,
                    book.home(),
                    book.book(),
                    last,
                    code(kind),
                    pattern,
                    limit);
            page.stream().limit(limit).forEach(cards::add);
            if (page.size() < limit) {
                break;
            }
            last = page.get(page.size() - 1);
        }
        return cards.stream().limit(limit).toList();
    }

    private static short code(IndexRow.Kind kind) {
        return (short) kind.ordinal();
    }
}
