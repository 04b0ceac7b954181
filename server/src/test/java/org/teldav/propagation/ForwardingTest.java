package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Replacement;

/** Rules 9 and 12 of propagation.md. Changes are written {@code OLD>NEW}, several of one change with {@code +} between, in the order of the edits. */
class ForwardingTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a chain ends at its end                        | A>B B>C             | C | 1 2
            others' links are none of it                   | A>B X>Y B>C         | C | 1 3
            there and back is nowhere                      | A>B B>A             |   |
            it counts from when it went last               | A>B B>A A>C         | C | 3
            what came before it is none of its way         | B>C A>B             | B | 2
            also of a way that was gone once before        | A>B B>C C>A A>B     | B | 4
            two that changed places are at the other's     | A>B+B>A             | B | 1
            and go on from there                           | A>B+B>A B>C         | C | 1 2
            of two swaps the last one counts               | A>B+B>A A>B+B>A     | B | 2
            """)
    void rule_9_a_number_is_where_its_changes_brought_it(String why, String changes, String to, String way) {
        var forwarding = Forwarding.of("A", replacements(changes));
        assertThat(forwarding.map(Forwarding::to).orElse(null)).as(why).isEqualTo(to);
        assertThat(forwarding
                        .map(found ->
                                found.changes().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                        .orElse(null))
                .isEqualTo(way);
    }

    /** Who claims it between the two times has claimed it since (rule 12). */
    @Test
    void rule_12_a_number_is_gone_since_it_went_last_and_as_well_proved_as_it_was_then() {
        List<Replacement> replacements = replacements("A>B B>A A>C");
        Forwarding way = Forwarding.of("A", replacements).orElseThrow();
        assertThat(way.at()).isEqualTo(replacements.get(2).at());
        assertThat(way.proved()).as("as the third, and not as the first").isTrue();
    }

    private static List<Replacement> replacements(String text) {
        List<Replacement> replacements = new ArrayList<>();
        String[] changes = text.split(" ");
        for (int change = 1; change <= changes.length; change++) {
            for (String pair : changes[change - 1].split("\\+")) {
                replacements.add(new Replacement(
                        change,
                        Instant.EPOCH.plus(Duration.ofDays(change)),
                        pair.substring(0, 1),
                        pair.substring(2),
                        change == 3,
                        ChangerChoice.Audience.EVERYONE));
            }
        }
        return replacements;
    }
}
