package org.teldav.storage;

import java.time.Instant;
import java.util.List;

/**
 * The WebDAV locks of homes. They are kept, and go with what is locked: a deletion, a rename or a move away takes them along. Who writes asks whether
 * they allow it, after it has locked the row of its book or home. Not thread-safe: it belongs to its {@link Transaction}.
 */
public interface Locks {
    /** Those of the home that have not expired, ordered by token. */
    List<Lock> list(long home, Instant now);

    /**
     * Lets nobody else write in the home until the transaction ends.
     *
     * @return false where there is no such home
     */
    boolean holdAll(long home);

    /** Lets nobody else write to the home itself: its properties, and which books it has. @return false where there is no such home */
    boolean hold(long home);

    /**
     * Keeps the lock; of one whose token is kept already only the end is changed. The home must be {@linkplain #holdAll held}.
     *
     * @return false where the book is gone
     */
    boolean keep(long home, Lock lock, Instant now);

    /** @return false where there was none */
    boolean remove(long home, String token);

    /**
     * Ends the locks in whose scope the card of that name is, and those of its book: the server itself wrote the card, and whoever relies on a lock must
     * learn that it changed (RFC 4918 §6.6).
     */
    void end(BookId book, String name);
}
