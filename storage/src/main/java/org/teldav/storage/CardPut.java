package org.teldav.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request to store a card. There is no other way to write one.
 *
 * @param content the bytes to keep, exactly
 * @param uid the card's UID, at most 1024 characters
 * @param index what the card shall be found by
 * @param condition asked of the card under that name while the book is locked (RFC 9110 §13); false stores nothing
 * @param blind whether a client overwrites what is there without having said which version it knows
 */
@SuppressWarnings("ArrayRecordComponent")
public record CardPut(
        BookId book,
        String name,
        byte[] content,
        String uid,
        List<IndexRow> index,
        Predicate<Optional<Card>> condition,
        boolean blind) {
    public CardPut(
            BookId book,
            String name,
            byte[] content,
            String uid,
            List<IndexRow> index,
            Predicate<Optional<Card>> condition) {
        this(book, name, content, uid, index, condition, false);
    }

    /** Stores whatever is there. */
    public static final Predicate<Optional<Card>> ALWAYS = card -> true;

    /** The same, to be found by something else. */
    public CardPut with(List<IndexRow> other) {
        return new CardPut(book, name, content, uid, other, condition, blind);
    }

    /** The same under another condition. */
    public CardPut when(Predicate<Optional<Card>> other) {
        return new CardPut(book, name, content, uid, index, other, blind);
    }

    /** The same by a client that may know only a version of before. */
    public CardPut blindly() {
        return new CardPut(book, name, content, uid, index, condition, true);
    }
}
