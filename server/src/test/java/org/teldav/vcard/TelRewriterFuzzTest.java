package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Entry;
import org.teldav.vcard.Rewritten.Unchanged;
import org.teldav.vcard.VCardText.ContentLine;

/** Any bytes as a card to be rewritten (propagation.md, rule 5): two numbers that swap, and one that another card has already. */
class TelRewriterFuzzTest {
    private static final Optional<String> US = Optional.of("US");
    private static final Map<String, String> MOVES = Map.of(
            "+14155550100", "+447700900123",
            "+12125550142", "+14155550100");

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);

    @FuzzTest(maxDuration = "10m")
    void every_byte_outside_the_numbers_stays_or_nothing_is_written(byte[] card) {
        byte[] before = card.clone();
        Rewritten rewritten = rewriter.rewrite(card, MOVES, US, position -> true);
        assertThat(card).as("the card that was given").isEqualTo(before);
        if (rewritten instanceof Changed changed) {
            assertThat(changed.entries()).isNotEmpty();
            requireOnlyNumbersDiffer(VCardText.parse(before), VCardText.parse(changed.card()), changed.entries());
        } else {
            assertThat(((Unchanged) rewritten).reason()).isNotBlank().doesNotContainPattern("[0-9]{7}");
        }
    }

    private void requireOnlyNumbersDiffer(VCardText before, VCardText after, List<Entry> entries) {
        List<ContentLine> rest = new ArrayList<>(after.lines());
        int position = 0;
        for (ContentLine line : before.lines()) {
            boolean tel = line.is("TEL");
            Optional<Entry> entry = tel ? entry(entries, position++) : Optional.empty();
            if (isGone(line, entry, rest, after)) {
                continue;
            }
            assertThat(rest).as("lines left for %s", line).isNotEmpty();
            ContentLine now = rest.remove(0);
            if (entry.isPresent()) {
                requireNewNumber(before, line, after, now, entry.get());
            } else {
                assertThat(bytes(after, now)).isEqualTo(bytes(before, line));
            }
        }
        assertThat(rest).as("lines that were not there before").isEmpty();
    }

    private static Optional<Entry> entry(List<Entry> entries, int position) {
        return entries.stream().filter(entry -> entry.position() == position).findFirst();
    }

    /** A removed number, or the label of one. */
    private static boolean isGone(ContentLine line, Optional<Entry> entry, List<ContentLine> rest, VCardText after) {
        if (entry.isPresent()) {
            return entry.get().removed();
        }
        boolean label = line.name().startsWith("X-AB") && line.group().isPresent();
        return label && after.group(line.group().get()).isEmpty();
    }

    private void requireNewNumber(VCardText before, ContentLine old, VCardText after, ContentLine now, Entry entry) {
        byte[] header = Arrays.copyOfRange(before.bytes(), old.start(), old.valueStart());
        assertThat(Arrays.copyOfRange(after.bytes(), now.start(), now.valueStart()))
                .isEqualTo(header);
        assertThat(Arrays.copyOfRange(after.bytes(), now.valueEnd(), now.end()))
                .isEqualTo(Arrays.copyOfRange(before.bytes(), old.valueEnd(), old.end()));
        String key = numbers.key(old.text(), US).orElseThrow();
        assertThat(numbers.key(now.text(), US)).contains(MOVES.get(key));
        assertThat(entry.oldText()).isEqualTo(old.text());
        assertThat(entry.newText()).isEqualTo(now.text());
    }

    private static String bytes(VCardText text, ContentLine line) {
        return new String(text.bytes(), line.start(), line.end() - line.start(), ISO_8859_1);
    }
}
