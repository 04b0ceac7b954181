package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.teldav.carddav.BookCache.Version;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;

/** The key of the cache of cards' bytes. */
class VersionTest {
    private static final int CARDS = 5000;
    private static final int PLACES = 1 << 13;

    @Test
    void the_cards_of_a_book_that_was_filled_lie_in_all_places_of_a_table() {
        long places = LongStream.rangeClosed(1, CARDS)
                .mapToInt(n -> new Version(new CardId(new BookId(7, 1), n), n).hashCode())
                // As HashMap and ConcurrentHashMap do.
                .map(hash -> (hash ^ hash >>> 16) & PLACES - 1)
                .distinct()
                .count();
        // By chance it would be 8192 * (1 - e^(-5000/8192)), which is 3,743.
        assertThat(places).isGreaterThan(3500);
    }

    @Test
    void the_same_version_has_the_same_hash_and_is_the_same() {
        Version version = new Version(new CardId(new BookId(7, 1), 5), 9);
        assertThat(version)
                .isEqualTo(new Version(new CardId(new BookId(7, 1), 5), 9))
                .hasSameHashCodeAs(new Version(new CardId(new BookId(7, 1), 5), 9))
                .isNotEqualTo(new Version(new CardId(new BookId(7, 1), 5), 10));
    }
}
