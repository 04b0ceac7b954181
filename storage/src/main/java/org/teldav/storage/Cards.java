package org.teldav.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The cards of books. Not thread-safe: it belongs to its {@link Transaction}.
 *
 * <p>Each write first moves the book's sync token, which locks the book's row: all writers of a book stand in line, and a token has no gap and no
 * double.
 */
public interface Cards {
    Optional<Card> find(BookId book, String name);

    Optional<Card> find(CardId id);

    Optional<StoredCard> read(BookId book, String name);

    Optional<StoredCard> read(CardId id);

    /** Those of the cards that are there and are not their home's own card, in their order. */
    List<HeldCard> held(List<CardId> cards);

    /** Those of the names that are there, in any order. Any number of names. */
    List<Card> find(BookId book, Collection<String> names);

    /**
     * The contents of these cards, in their order; one that is gone by now is left out, one that was changed comes with its new card. The caller bounds
     * the sum of sizes (see {@link CardCursor}).
     */
    List<StoredCard> read(List<Card> cards);

    /** A page of the book, by {@link CardId#number()}, which no edit moves: a card that is there all the time is listed just once. */
    List<Card> page(BookId book, long afterNumber, int limit);

    /**
     * The events of the book after one number up to another, in their order. The newest of each name only.
     *
     * @param withRemoved false for an initial sync, where nothing need be said of the removed
     */
    List<SyncItem> events(BookId book, long after, long upTo, int limit, boolean withRemoved);

    /**
     * The cards of the book that have an index row of the kind whose text may match: all that match are among them, others may be (cut rows). Ordered
     * by number.
     *
     * @param text in case-folded form
     */
    List<Card> candidates(BookId book, IndexRow.Kind kind, TextMatch match, String text, long afterNumber, int limit);

    /** The index rows of that kind, of the cards after one number up to another, by card and position. */
    List<IndexText> texts(BookId book, IndexRow.Kind kind, long after, long upTo);

    /** Of the TELs of those cards whose number is certain: the keys, by card and position. */
    List<IndexText> keys(BookId book, long after, long upTo);

    /** Those of the numbers of cards that are there, in any order. Any number of them. */
    List<Card> numbered(BookId book, Collection<Long> numbers);

    /**
     * @param card the card's number
     * @param text in case-folded form, or a key
     * @param cut whether the value is longer than the text: then it may match anything
     */
    record IndexText(long card, String text, boolean cut) {}

    /** How a candidate's text has to match (RFC 6352 §10.5.4). */
    enum TextMatch {
        EQUALS,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH
    }

    /** The card's index, by kind and position, with what is known {@link IndexRow#about()} each entry. */
    List<IndexRow> index(CardId card);

    /** How many cards are in the book, and the sum of their sizes. */
    Usage usage(BookId book);

    /** @param bytes of the contents, without history */
    record Usage(long cards, long bytes) {}

    /**
     * The only way to write a card. Its condition is asked when the book's number has moved by one already, as are those of {@link #delete} and {@link #copy}
     * (the latter of the destination's book); where nothing is written it is taken back.
     */
    PutResult put(CardPut put, Instant now);

    /** As {@link #put(CardPut, Instant)} of one after another, in as few round trips as the engine allows. @return in their order */
    List<PutResult> put(List<CardPut> puts, Instant now);

    /** With its locks. */
    DeleteResult delete(BookId book, String name, Predicate<Card> condition, Instant now);

    /**
     * COPY of RFC 4918 §9.8: bytes, index and dead properties go along. The source must be in the same home.
     *
     * @param condition asked of what is under the destination's name while both books are locked
     */
    PutResult copy(CardId source, BookId book, String name, Predicate<Optional<Card>> condition, Instant now);

    /**
     * MOVE of RFC 4918 §9.9: as a copy and a deletion in one; an own card stays the own card, and no listener is told of an edit; in another book it has come anew ({@link StoreListener#entered}). The source's locks end, those on
     * the destination's name stay (§7.6). The conditions are asked before any number moves.
     */
    PutResult move(
            CardId source,
            Predicate<Card> sourceCondition,
            BookId book,
            String name,
            Predicate<Optional<Card>> condition,
            Instant now);

    /** A property of the card was changed that is no content: no event, but told to who wants to know. */
    void touch(CardId card);

    /** The versions that were overwritten or deleted under that name, newest first, without their bytes. */
    List<CardVersion> history(BookId book, String name);

    /** The bytes of a version. */
    Optional<byte[]> version(CardId card, long syncNumber);
}
