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
 */
@SuppressWarnings("ArrayRecordComponent")
public record CardPut(
        BookId book,
        String name,
        byte[] content,
        String uid,
        List<IndexRow> index,
        Predicate<Optional<Card>> condition) {
    /** Stores whatever is there. */
    public static final Predicate<Optional<Card>> ALWAYS = card -> true;

    /** The same, to be found by something else. */
    public CardPut with(List<IndexRow> other) {
        return new CardPut(book, name, content, uid, other, condition);
    }

    /** The same under another condition. */
    public CardPut when(Predicate<Optional<Card>> other) {
        return new CardPut(book, name, content, uid, index, other);
    }
}
