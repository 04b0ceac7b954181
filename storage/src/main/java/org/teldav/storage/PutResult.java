package org.teldav.storage;

import java.util.Optional;

/** What came of a {@link CardPut}, a copy or a move. Only {@link Created} and {@link Replaced} changed anything. */
public sealed interface PutResult {
    /** A new card. */
    record Created(Card card) implements PutResult {}

    /** A new version of a card that was there; the old one is in the history. */
    record Replaced(Card card) implements PutResult {}

    /** The same bytes were there already: neither ETag nor sync token moves. */
    record Unchanged(Card card) implements PutResult {}

    /** The condition did not hold for what is there. */
    record ConditionFailed(Optional<Card> current) implements PutResult {}

    /** RFC 6352 §5.1: another card of the book has this UID, or the card to be overwritten has another UID. */
    record UidConflict(String existingName) implements PutResult {}

    /** The book (or, for a copy or a move, the source card) is gone. */
    record Missing() implements PutResult {}
}
