package org.teldav.storage;

import java.util.Optional;

/**
 * A user, and what was there of their errand, all of it at the same moment.
 *
 * @param book empty where the errand is about none, or there is none of that name
 * @param card empty where the errand is about none, or there is none of that name
 * @param content of the card, not to be changed by the receiver; empty also where it is to be asked for by itself: it is large, or near
 * @param newest of the book, where its last change is one of a card that is there
 */
public record Visit(
        Principal.User user,
        Errand errand,
        Optional<AddressBook> book,
        Optional<Card> card,
        Optional<byte[]> content,
        Optional<Card> newest) {
    /** Of whom nothing else is known. */
    public static Visit of(Principal.User user) {
        return new Visit(user, Errand.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether {@link #book} tells of the book of that name. */
    public boolean tells(String bookName) {
        return errand.book().equals(Optional.of(bookName));
    }

    /** The card that the last change of the book, as it is here, was about: all that is new to who knew it before that. */
    public Optional<Card> newestOf(AddressBook there) {
        return newest.filter(card -> card.id().book().equals(there.id())
                && card.syncNumber() == there.token().number());
    }

    /** Whether {@link #card} tells of the card of that name in that book. */
    public boolean tells(BookId id, String cardName) {
        return errand.card().equals(Optional.of(cardName))
                && book.map(AddressBook::id).equals(Optional.of(id));
    }
}
