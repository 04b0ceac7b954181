package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoreListener;
import org.teldav.storage.StoreListener.OwnCardEdit;
import org.teldav.storage.Transaction;

/** The table {@code homes}, where each user's own card is named, and who is told of its edits. */
final class OwnCards {
    private final Sql sql;
    private final StoreListener listener;
    private final Transaction transaction;

    OwnCards(Sql sql, StoreListener listener, Transaction transaction) {
        this.sql = sql;
        this.listener = listener;
        this.transaction = transaction;
    }

    void insertHome(long home) {
        sql.update("INSERT INTO homes (home, last_book, epoch) VALUES (?, 0, ?)", home, HomeHistory.epoch());
    }

    /** The number of a new book; locks the home. */
    long nextBook(long home) {
        if (sql.update("UPDATE homes SET last_book = last_book + 1 WHERE home = ?", home) == 0) {
            throw new IllegalArgumentException("there is no home " + home);
        }
        return sql.number("SELECT last_book FROM homes WHERE home = ?", home);
    }

    Optional<CardId> of(long home) {
        return sql.first("SELECT own_book, own_card FROM homes WHERE home = ?", row -> ownCard(home, row, 1), home)
                .flatMap(own -> own);
    }

    /** From two columns, the first of which has the given ordinal. */
    static Optional<CardId> ownCard(long home, ResultSet row, int column) throws SQLException {
        long book = row.getLong(column);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new CardId(new BookId(home, book), row.getLong(column + 1)));
    }

    /** It is a property of the home, which names the card by its path. */
    void name(long home, Optional<CardId> card) {
        new Descriptions(sql).ofHome(home);
        sql.run(
                "UPDATE homes SET former_book = COALESCE(own_book, former_book),"
                        + " former_card = COALESCE(own_card, former_card), own_book = ?, own_card = ? WHERE home = ?",
                card.map(id -> id.book().book()),
                card.map(CardId::number),
                home);
    }

    /** Its user wants none, so none that comes is the one of before. */
    void nameNone(long home) {
        name(home, Optional.empty());
        sql.run("UPDATE homes SET former_book = NULL, former_card = NULL WHERE home = ?", home);
    }

    /** A card came into a book, which is locked. It is the own card again where its user has none, and it is the one that was deleted. */
    void recognize(Card card, CardTable.Slot slot, byte[] content, Instant now) {
        if (slot.own().isEmpty() && slot.former().isPresent()) {
            Optional<byte[]> deleted =
                    new ContentTable(sql).lastOfGone(slot.former().get()).filter(last -> listener.isSame(card, last));
            if (deleted.isPresent() && isNamedAgain(card.id(), slot.former().get())) {
                long home = card.id().book().home();
                tell(
                        home,
                        Optional.of(content),
                        now,
                        () -> listener.returned(
                                transaction, new OwnCardEdit(home, deleted, Optional.of(content), now)));
            }
        }
    }

    /** Compare-and-set: of two that come into two books at once one is it, and another that was named meanwhile stays. */
    private boolean isNamedAgain(CardId card, CardId former) {
        long home = card.book().home();
        boolean named = sql.update(
                        "UPDATE homes SET own_book = ?, own_card = ?"
                                + " WHERE home = ? AND own_book IS NULL AND former_book = ? AND former_card = ?",
                        card.book().book(),
                        card.number(),
                        home,
                        former.book().book(),
                        former.number())
                > 0;
        if (named) {
            new Descriptions(sql).ofHome(home);
        }
        return named;
    }

    Directories directories() {
        return new Directories(sql, transaction);
    }

    List<IndexRow> entered(Card card, List<IndexRow> index, Supplier<List<Rewrite>> lines, Instant now) {
        return listener.entered(transaction, card, index, lines, now);
    }

    void overwritten(StoreListener.Overwrite put, Instant now) {
        listener.overwritten(transaction, put, now);
    }

    void copied(BookId book, Instant now) {
        listener.copied(transaction, book, now);
    }

    void joined(long group, long user, Instant now) {
        listener.joined(transaction, group, user, now);
    }

    /** The book that the card is, or was, in is locked. */
    void edited(long home, Optional<byte[]> before, Optional<byte[]> after, Instant now) {
        tell(home, after, now, () -> listener.edited(transaction, new OwnCardEdit(home, before, after, now)));
    }

    private void tell(long home, Optional<byte[]> after, Instant now, Runnable listeners) {
        Directories.Edit shown = directories().edit(home);
        listeners.run();
        shown.carry(after, now);
    }
}
