package org.teldav.web;

import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.teldav.accounts.Users;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardVersion;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/**
 * Asks for the memory that whole cards take before they are read: a card may have megabytes, of which a few at a time would fill a small heap. It is asked for
 * outside of any transaction, as it may take a while. Thread-safe.
 */
record CardRoom(Store store, Users users) {
    /** A card, what people see of it, and both in JSON. */
    private static final int COPIES = 8;

    /** For the card that the path names, and the one beside it where it names two. */
    void card(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        List<String> path = request.path();
        long bytes = store.read(tx -> size(tx, user, path.get(3), path.get(5))
                + (path.size() > 7 ? size(tx, user, path.get(3), path.get(7)) : 0));
        request.room().accept(bytes * COPIES);
    }

    private static long size(Transaction tx, Principal.User user, String book, String card) {
        return new CardPath(book, card).card(tx, user).size();
    }

    /** For the largest version of the card that the path names. */
    void versions(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String name = request.path().get(5);
        long bytes = store.read(tx -> {
            BookId book = CardPath.book(tx, user, request.path().get(3)).id();
            return LongStream.concat(
                            tx.cards().find(book, name).stream().mapToLong(Card::size),
                            tx.cards().history(book, name).stream().mapToLong(CardVersion::size))
                    .max()
                    .orElse(0);
        });
        request.room().accept(bytes * COPIES);
    }

    /** For any one of the cards. */
    static void largest(ApiRequest request, Collection<Card> cards) {
        request.room().accept(cards.stream().mapToLong(Card::size).max().orElse(0) * COPIES);
    }
}
