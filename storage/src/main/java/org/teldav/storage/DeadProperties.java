package org.teldav.storage;

import java.util.List;
import java.util.Map;

/** Properties that clients set and the server only keeps (RFC 4918 §4). Not thread-safe: it belongs to its {@link Transaction}. */
public interface DeadProperties {
    /** In the order of namespace and name. */
    List<DeadProperty> list(Owner owner);

    /** Those of all cards of a book, by card number. For a listing: one query. */
    List<OfCard> listOfCards(BookId book, long afterNumber, long upToNumber);

    /** How many characters the properties of a card have together, by its number, of those that have any. */
    Map<Long, Long> lengthsOfCards(BookId book, long afterNumber, long upToNumber);

    void set(Owner owner, DeadProperty property);

    /** @return false where there was none */
    boolean remove(Owner owner, String namespace, String name);

    /**
     * What a property belongs to.
     *
     * @param book 0 for the home (or principal) itself
     * @param card 0 for the book itself
     */
    record Owner(long home, long book, long card) {
        public static Owner of(BookId book) {
            return new Owner(book.home(), book.book(), 0);
        }

        public static Owner of(CardId card) {
            return new Owner(card.book().home(), card.book().book(), card.number());
        }

        public static Owner ofHome(long home) {
            return new Owner(home, 0, 0);
        }
    }

    /** @param xml the whole element, as it was sent, able to stand alone (all namespaces declared, {@code xml:lang} in it) */
    record DeadProperty(String namespace, String name, String xml) {}

    /** @param card the number of the card */
    record OfCard(long card, DeadProperty property) {}
}
