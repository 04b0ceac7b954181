package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Is told of what changes of numbers follow from, inside the transaction that does it: what it writes is there if, and only if, that is. Must be
 * thread-safe.
 */
@FunctionalInterface
public interface StoreListener {
    void edited(Transaction transaction, OwnCardEdit edit);

    /**
     * A card came into a home whose own card was deleted, and nothing was named in its place.
     *
     * @param deleted the last version of the own card
     * @return whether it is that one, put again: then it is the own card from here on
     */
    default boolean isSame(Card card, byte[] deleted) {
        return false;
    }

    /** An own card that was deleted was put again. @param edit from the version that was deleted to what is there now */
    default void returned(Transaction transaction, OwnCardEdit edit) {
        edited(transaction, edit);
    }

    /**
     * A card comes into a book, by a put or a copy; not by a move within it. It is not there to be read yet.
     *
     * @param index its rows
     * @param lines of its contact in the journal of its home, found by its UID
     * @return its rows, with whose number each is known to be
     */
    default List<IndexRow> entered(
            Transaction transaction, Card card, List<IndexRow> index, Supplier<List<Rewrite>> lines, Instant now) {
        return index;
    }

    /** A {@linkplain CardPut#blind blind} put took an entry out of a card that was known to be somebody's number. It is done. */
    default void overwritten(Transaction transaction, Overwrite put, Instant now) {}

    /**
     * @param card as it is now
     * @param before its bytes until now
     * @param index its rows until now
     * @param put what was put
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Overwrite(Card card, byte[] before, List<IndexRow> index, CardPut put) {}

    /** All cards of a new book came into it, by a copy of another. They are there. */
    default void copied(Transaction transaction, BookId book, Instant now) {}

    /** A user came into a group. */
    default void joined(Transaction transaction, long group, long user, Instant now) {}

    /**
     * @param user whose own card it is
     * @param before its bytes until now; empty where there was none
     * @param after its bytes from now on; empty where it was deleted
     */
    record OwnCardEdit(long user, Optional<byte[]> before, Optional<byte[]> after, Instant at) {}
}
