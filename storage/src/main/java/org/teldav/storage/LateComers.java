package org.teldav.storage;

import java.time.Instant;
import java.util.List;

/**
 * Cards that came into a book with a number that somebody in a group of its owner has replaced (rule 12), until a worker has looked at them. Not
 * thread-safe: it belongs to its {@link Transaction}.
 */
public interface LateComers {
    /** Nothing where the card is there already. */
    void add(CardId card, Instant now);

    /** The oldest first. */
    List<CardId> list(int limit);

    /** Takes one, and locks it. @return false where another worker did */
    boolean remove(CardId card);

    /** Puts one at the end after a failure. @return how often it has failed by now */
    int failed(CardId card, Instant now);
}
