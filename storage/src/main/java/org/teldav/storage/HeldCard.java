package org.teldav.storage;

import java.util.List;
import java.util.Optional;

/**
 * A contact in somebody's book, with all that decides what becomes of its numbers. Immutable.
 *
 * @param index by kind and position; of the version that was read, or of a later one: whoever writes compares the version
 * @param region the holder's own region of numbers, ISO 3166-1 alpha-2
 * @param choice what the holder wants done with it
 */
public record HeldCard(
        StoredCard stored, List<IndexRow> index, Optional<String> region, HolderChoice.Effective choice) {
    public Card card() {
        return stored.card();
    }
}
