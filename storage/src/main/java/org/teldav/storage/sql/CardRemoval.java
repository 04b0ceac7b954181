package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;

/** Takes cards out of their books: the last version stays in the history, and nothing else of them. */
final class CardRemoval {
    private final CardTable cards;
    private final ContentTable contents;
    private final IndexTable index;
    private final HistoryTable history;
    private final TombstoneTable tombstones;
    private final DeadPropertyTable properties;

    CardRemoval(Sql sql) {
        this.cards = new CardTable(sql);
        this.contents = new ContentTable(sql);
        this.index = new IndexTable(sql);
        this.history = new HistoryTable(sql);
        this.tombstones = new TombstoneTable(sql);
        this.properties = new DeadPropertyTable(sql);
    }

    Optional<byte[]> content(CardId card) {
        return cards.find(card).flatMap(found -> contents.version(card, found.syncNumber()));
    }

    /** Leaves no tombstone: the name may go on with another card. */
    void card(Card card, Instant now) {
        history.end(card, now);
        index.delete(card.id());
        properties.deleteAll(card.id());
        cards.delete(card);
    }

    void card(Card card, long syncNumber, Instant now) {
        card(card, now);
        tombstones.insert(card.id().book(), card.name(), syncNumber, now);
    }

    /** All that is in a book; the book itself stays. */
    void book(BookId book, Instant now) {
        history.endAll(book, now);
        index.deleteAll(book);
        tombstones.deleteAll(book);
        properties.deleteAll(book);
        cards.deleteAll(book);
    }
}
