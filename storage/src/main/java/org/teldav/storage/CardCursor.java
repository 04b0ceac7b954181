package org.teldav.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads books of any size in pages, with a bounded part of them in memory and no connection held while the receiver is slow. Immutable, thread-safe.
 */
public final class CardCursor {
    private static final int PAGE = 500;
    private static final int CONTENT_BYTES = 1 << 20;
    private static final int CONTENT_CARDS = 250;

    private final Store store;

    public CardCursor(Store store) {
        this.store = store;
    }

    /** Hands every card of the book to the receiver, in the order in which they were made. */
    public void each(BookId book, Consumer<Card> receiver) {
        pages(after -> store.read(tx -> tx.cards().page(book, after, PAGE)), page -> page.forEach(receiver));
    }

    /** As {@link #each}, with the bytes. */
    public void eachContent(BookId book, Consumer<StoredCard> receiver) {
        pages(after -> store.read(tx -> tx.cards().page(book, after, PAGE)), page -> contents(page, receiver));
    }

    /** As {@link Cards#candidates}, all of them, with the bytes. */
    public void candidates(
            BookId book, IndexRow.Kind kind, Cards.TextMatch match, String text, Consumer<StoredCard> receiver) {
        pages(
                after -> store.read(tx -> tx.cards().candidates(book, kind, match, text, after, PAGE)),
                page -> contents(page, receiver));
    }

    /** The bytes of these cards, in their order, read in parts of about a megabyte. */
    public void contents(List<Card> cards, Consumer<StoredCard> receiver) {
        List<Card> part = new ArrayList<>();
        long bytes = 0;
        for (Card card : cards) {
            if (!part.isEmpty() && (bytes + card.size() > CONTENT_BYTES || part.size() == CONTENT_CARDS)) {
                read(part, receiver);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(card);
            bytes += card.size();
        }
        if (!part.isEmpty()) {
            read(part, receiver);
        }
    }

    private void read(List<Card> part, Consumer<StoredCard> receiver) {
        store.read(tx -> tx.cards().read(part)).forEach(receiver);
    }

    private static void pages(java.util.function.LongFunction<List<Card>> page, Consumer<List<Card>> receiver) {
        List<Card> cards = page.apply(0);
        while (!cards.isEmpty()) {
            receiver.accept(cards);
            if (cards.size() < PAGE) {
                return;
            }
            cards = page.apply(cards.get(cards.size() - 1).id().number());
        }
    }
}
