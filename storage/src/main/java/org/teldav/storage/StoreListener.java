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
