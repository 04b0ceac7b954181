package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.VCardText;

class SubstringTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 1977})
    void it_finds_what_string_contains_finds(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            String value = text(random, random.nextInt(20));
            String text = text(random, 1 + random.nextInt(6));
            assertThat(new Substring(text).isIn(value))
                    .as("seed %d round %d: '%s' in '%s'", seed, round, text, value)
                    .isEqualTo(value.contains(text));
            found += value.contains(text) ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 18_000);
    }

    @Test
    void a_filter_made_to_take_long_on_a_card_made_to_take_long_does_not() {
        String text = "a".repeat(Filter.MAX_TEXT / 2) + "b" + "a".repeat(Filter.MAX_TEXT / 2 - 1);
        String part = "<C:prop-filter name='NOTE'><C:text-match>" + text + "</C:text-match></C:prop-filter>";
        Filter filter = Requests.filter("<C:filter>" + part.repeat(Filter.MAX_PARTS / 2) + "</C:filter>");
        VCardText card = Requests.card("NOTE:" + "a".repeat(1 << 20));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(filter.matches(card)).isFalse());
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(4) == 0 ? 'b' : 'a');
        }
        return text.toString();
    }
}
