package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Unchanged;

/** Rule 5 in many countries: {@code manner.csv} says what is in a holder's card, and what the holder reads there after the change. */
class MannerTableTest {
    private static final String TABLE = "/manner.csv";
    private static final String NONE = "none";

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);

    @ParameterizedTest(name = "{0}: {2} to {4}")
    @CsvFileSource(resources = TABLE, delimiter = '|', numLinesToSkip = 1)
    void rule_5_the_holder_reads_the_new_number_in_the_manner_of_the_old(
            String country, String region, String old, String oldKey, String newKey, String reads) {
        Optional<String> home = Optional.of(region);
        byte[] card = card(old);
        assertThat(numbers.key(old, home)).isEqualTo(oldKey.equals(NONE) ? Optional.empty() : Optional.of(oldKey));

        Rewritten rewritten = rewriter.rewrite(card, Map.of(oldKey, newKey), home, position -> true);

        if (oldKey.equals(NONE)) {
            assertThat(rewritten).isInstanceOf(Unchanged.class);
            assertThat(reads).isEqualTo(old);
        } else {
            assertThat(rewritten).isInstanceOf(Changed.class);
            assertThat(new String(((Changed) rewritten).card(), UTF_8)).isEqualTo(new String(card(reads), UTF_8));
            assertThat(numbers.key(reads, home)).contains(newKey);
        }
    }

    @Test
    void the_table_has_60_pairs_at_least_from_20_countries() throws IOException {
        try (BufferedReader table =
                new BufferedReader(new InputStreamReader(MannerTableTest.class.getResourceAsStream(TABLE), UTF_8))) {
            List<String> countries = table.lines()
                    .skip(2)
                    .map(line -> line.substring(0, line.indexOf('|')).strip())
                    .toList();
            assertThat(countries).hasSizeGreaterThanOrEqualTo(60);
            assertThat(countries.stream().distinct()).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    private static byte[] card(String number) {
        String tel = number.startsWith("tel:") ? "TEL;VALUE=uri:" + number : "TEL:" + number.replace(",", "\\,");
        return ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nUID:1\r\n" + tel + "\r\nEND:VCARD\r\n").getBytes(UTF_8);
    }
}
