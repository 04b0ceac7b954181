package org.teldav.storage;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Reads books of any size in pages, with a bounded part of them in memory and no connection held while the receiver is slow. Immutable, thread-safe.
 */
public final class CardCursor {
    private static final int PAGE = 500;

    private final Store store;

    public CardCursor(Store store) {
        this.store = store;
    }

    /** Hands all cards of the book to the receiver, page by page, in the order in which they were made. */
    public void eachPage(BookId book, Consumer<List<Card>> receiver) {
        pages(after -> store.read(tx -> tx.cards().page(book, after, PAGE)), page -> {
            receiver.accept(page);
            return true;
        });
    }

    /** As {@link #eachPage}, card by card, until the receiver says no. @return whether it never did */
    public boolean eachUntil(BookId book, Predicate<Card> receiver) {
        return pages(
                after -> store.read(tx -> tx.cards().page(book, after, PAGE)),
                page -> page.stream().allMatch(receiver));
    }

    /** As {@link Cards#candidates}, all of them, page by page. */
    public void candidates(
            BookId book, IndexRow.Kind kind, Cards.TextMatch match, String text, Consumer<List<Card>> receiver) {
        pages(after -> store.read(tx -> tx.cards().candidates(book, kind, match, text, after, PAGE)), page -> {
            receiver.accept(page);
            return true;
        });
    }

    private static boolean pages(LongFunction<List<Card>> page, Predicate<List<Card>> receiver) {
        List<Card> cards = page.apply(0);
        while (!cards.isEmpty()) {
            if (!receiver.test(cards)) {
                return false;
            }
            long last = cards.get(cards.size() - 1).id().number();
            cards = cards.size() < PAGE ? List.of() : page.apply(last);
        }
        return true;
    }
}
