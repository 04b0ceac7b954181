package org.teldav.storage.sql;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Cards.Usage;
import org.teldav.storage.ETag;

/** The table {@code cards}: what is known of each without its bytes. */
final class CardTable {
    static final String COLUMNS = "c.card, c.name, c.uid, c.etag, c.bytes, c.created_at, c.modified_at, c.sync_number";
    /** How many columns that is. */
    static final int WIDTH = 8;

    private static final String IN_BOOK = "SELECT " + COLUMNS + " FROM cards c WHERE c.home = ? AND c.book = ?";

    private final Sql sql;
    private final BookTable books;

    CardTable(Sql sql) {
        this.sql = sql;
        this.books = new BookTable(sql);
    }

    Optional<Card> find(BookId book, String name) {
        return sql.first(IN_BOOK + " AND c.name = ?", mapper(book), book.home(), book.book(), name);
    }

    Optional<Card> find(CardId id) {
        return sql.first(
                IN_BOOK + " AND c.card = ?",
                mapper(id.book()),
                id.book().home(),
                id.book().book(),
                id.number());
    }

    List<Card> find(BookId book, Collection<String> names) {
        return sql.listAny(IN_BOOK + " AND c.name", mapper(book), List.of(book.home(), book.book()), names);
    }

    List<Card> numbered(BookId book, Collection<Long> numbers) {
        return sql.listAny(IN_BOOK + " AND c.card", mapper(book), List.of(book.home(), book.book()), numbers);
    }

    List<Card> page(BookId book, long afterNumber, int limit) {
        return sql.page(
                IN_BOOK + " AND c.card > ? ORDER BY c.home, c.book, c.card",
                mapper(book),
                book.home(),
                book.book(),
                afterNumber,
                limit);
    }

    Question<List<Card>> laterChanged(BookId book, long after, long upTo, int limit) {
        return sql.laterPage(
                IN_BOOK + " AND c.sync_number > ? AND c.sync_number <= ? ORDER BY c.home, c.book, c.sync_number",
                mapper(book),
                book.home(),
                book.book(),
                after,
                upTo,
                limit);
    }

    Usage usage(BookId book) {
        return sql.first(
                        "SELECT COUNT(*), SUM(CAST(bytes AS BIGINT)) FROM cards WHERE home = ? AND book = ?",
                        row -> new Usage(row.getLong(1), row.getLong(2)),
                        book.home(),
                        book.book())
                .orElseThrow();
    }

    /**
     * What a write to a name finds, in one statement: the book's number, the card of that name, the card of that UID, and of
     * the home its own card, the one of before and whether it may have locks. A directory's home has neither.
     */
    Slot slot(BookId book, String name, String uid) {
        return laterSlot(book, name, uid).get().orElseThrow();
    }

    /** As {@link #slot}, together with what is asked next; empty where there is no such book. */
    Question<Optional<Slot>> laterSlot(BookId book, String name, String uid) {
        return sql.laterFirst(
                "SELECT b.sync_number, h.own_book, h.own_card, u.name, h.locked_until, "
                        + COLUMNS + ", h.former_book, h.former_card FROM books b"
                        + " LEFT JOIN homes h ON h.home = b.home"
                        + " LEFT JOIN cards c ON c.home = b.home AND c.book = b.book AND c.name = ?"
                        + " LEFT JOIN cards u ON u.home = b.home AND u.book = b.book AND u.uid_key = ?"
                        + " WHERE b.home = ? AND b.book = ?",
                row -> slot(book, row),
                name,
                uidKey(uid),
                book.home(),
                book.book());
    }

    private static Slot slot(BookId book, ResultSet row) throws SQLException {
        row.getLong(6);
        Optional<Card> card = row.wasNull() ? Optional.empty() : Optional.of(card(book, row, 6));
        return new Slot(
                row.getLong(1),
                OwnCards.ownCard(book.home(), row, 2),
                Optional.ofNullable(row.getString(4)),
                row.getLong(5),
                card,
                OwnCards.ownCard(book.home(), row, 6 + WIDTH));
    }

    /**
     * Where a card is to be written.
     *
     * @param number the book's sync number
     * @param own the home's own card
     * @param uidHolder the name of the card that has the UID
     * @param lockedUntil when the last lock of the home will have ended; 0 where there was none
     * @param card under the name
     * @param former what was the own card before
     */
    record Slot(
            long number,
            Optional<CardId> own,
            Optional<String> uidHolder,
            long lockedUntil,
            Optional<Card> card,
            Optional<CardId> former) {
        /** The card that stands in the way (RFC 6352 §5.1, CARDDAV:no-uid-conflict). */
        Optional<String> uidConflict(String name, String uid) {
            if (card.filter(there -> !there.uid().equals(uid)).isPresent()) {
                return Optional.of(name);
            }
            return uidHolder.filter(holder -> !holder.equals(name));
        }

        boolean isOwn() {
            return card.isPresent() && own.equals(card.map(Card::id));
        }
    }

    void insert(Card card) {
        sql.run(
                "INSERT INTO cards (home, book, card, name, uid, uid_key, etag, bytes, created_at, modified_at,"
                        + " sync_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                card.id().book().home(),
                card.id().book().book(),
                card.id().number(),
                card.name(),
                card.uid(),
                uidKey(card.uid()),
                card.etag().value(),
                card.size(),
                Sql.micros(card.created()),
                Sql.micros(card.modified()),
                card.syncNumber());
        books.use(card.id().book(), card.size());
    }

    /** All but the UID, which no edit changes. */
    void update(Card before, Card card) {
        books.use(card.id().book(), (long) card.size() - before.size());
        sql.run(
                "UPDATE cards SET name = ?, etag = ?, bytes = ?, modified_at = ?, sync_number = ?"
                        + " WHERE home = ? AND book = ? AND card = ?",
                card.name(),
                card.etag().value(),
                card.size(),
                Sql.micros(card.modified()),
                card.syncNumber(),
                card.id().book().home(),
                card.id().book().book(),
                card.id().number());
    }

    void delete(Card card) {
        CardId id = card.id();
        books.use(id.book(), -card.size());
        sql.run(
                "DELETE FROM cards WHERE home = ? AND book = ? AND card = ?",
                id.book().home(),
                id.book().book(),
                id.number());
    }

    /** With the book: its sum is not kept. */
    void deleteAll(BookId book) {
        sql.run("DELETE FROM cards WHERE home = ? AND book = ?", book.home(), book.book());
    }

    static RowReader<Card> mapper(BookId book) {
        return row -> card(book, row, 1);
    }

    /** From {@link #COLUMNS}, the first of which has the given ordinal. */
    static Card card(BookId book, ResultSet row, int column) throws SQLException {
        return new Card(
                new CardId(book, row.getLong(column)),
                row.getString(column + 1),
                row.getString(column + 2),
                new ETag(row.getString(column + 3)),
                row.getInt(column + 4),
                Sql.instant(row.getLong(column + 5)),
                Sql.instant(row.getLong(column + 6)),
                row.getLong(column + 7));
    }

    static String uidKey(String uid) {
        return ETag.of(uid.getBytes(StandardCharsets.UTF_8)).value();
    }
}
