package org.teldav.vcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardDifferenceTest {
    private static List<CardDifference> between(String before, String after) {
        return CardDifference.between(before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void order_folding_and_line_ends_are_no_difference() {
        assertThat(between("FN:A\r\n lice\r\nTEL:1\r\n", "TEL:1\nFN:Alice\n")).isEmpty();
    }

    @Test
    void what_was_changed_removed_and_added_is_told_by_property() {
        assertThat(between("item1.TEL:1\nNOTE:a\\nb\nTEL:2\n", "TEL:2\nitem1.TEL;TYPE=CELL:1\nTEL:3\n"))
                .containsExactly(
                        new CardDifference("TEL", Optional.of("item1.TEL:1"), Optional.of("item1.TEL;TYPE=CELL:1")),
                        new CardDifference("NOTE", Optional.of("NOTE:a\nb"), Optional.empty()),
                        new CardDifference("TEL", Optional.empty(), Optional.of("TEL:3")));
    }

    @Test
    void two_of_the_same_are_two() {
        assertThat(between("TEL:1\nTEL:1\n", "TEL:1\n"))
                .containsExactly(new CardDifference("TEL", Optional.of("TEL:1"), Optional.empty()));
    }

    @Test
    void a_photo_is_told_by_its_size() {
        String photo = "PHOTO:" + "A".repeat(100_000);
        assertThat(between(photo + "\n", photo + "\n")).isEmpty();
        assertThat(between(photo + "\n", photo + "B\n"))
                .containsExactly(new CardDifference(
                        "PHOTO", Optional.of("PHOTO:(100000 bytes)"), Optional.of("PHOTO:(100001 bytes)")));
    }
}
