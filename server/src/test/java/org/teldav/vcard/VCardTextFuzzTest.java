package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.teldav.vcard.VCardText.ContentLine;

/** Any bytes as a card: cut into lines, each of which can be read, and indexed or refused. */
class VCardTextFuzzTest {
    private static final int LONG = 1 << 18;

    private final PhoneNumbers numbers = new PhoneNumbers();

    @FuzzTest(maxDuration = "10m")
    void lines_lie_side_by_side_and_can_be_read(byte[] card) {
        VCardText text = VCardText.parse(card);
        int at = 0;
        for (ContentLine line : text.lines()) {
            requireNothing(card, at, line.start());
            assertThat(line.start()).isLessThan(line.end()).isLessThanOrEqualTo(line.valueStart());
            assertThat(line.valueStart()).isLessThanOrEqualTo(line.valueEnd());
            assertThat(line.valueEnd()).isLessThanOrEqualTo(line.end());
            requireNothing(card, line.valueEnd(), line.end());
            read(line);
            line.parameters()
                    .forEach(parameter ->
                            assertThat(line.parameter(parameter.name())).containsAll(parameter.values()));
            at = line.end();
        }
        requireNothing(card, at, card.length);
        index(card);
    }

    /** What grows with the square of the bytes takes minutes here. */
    @FuzzTest(maxDuration = "10m")
    void what_comes_again_and_again_takes_time_in_proportion(byte[] piece) {
        if (piece.length == 0 || piece.length > 200) {
            return;
        }
        byte[] card = new byte[LONG];
        for (int i = 0; i < card.length; i++) {
            card[i] = piece[i % piece.length];
        }
        VCardText.parse(card).lines().forEach(VCardTextFuzzTest::read);
        index(card);
    }

    /** Blank lines, and a byte order mark, belong to no line. */
    private static void requireNothing(byte[] card, int from, int to) {
        assertThat(to).isGreaterThanOrEqualTo(from);
        String between = new String(card, from, to - from, ISO_8859_1);
        assertThat(between.matches("(\u00EF\u00BB\u00BF)?[\r\n]*"))
                .as("%d to %d", from, to)
                .isTrue();
        assertThat(from == 0 || !between.startsWith("\u00EF")).isTrue();
    }

    private static void read(ContentLine line) {
        assertThat(line.rawValue().length()).isLessThanOrEqualTo(line.valueEnd() - line.valueStart());
        assertThat(line.text().length()).isLessThanOrEqualTo(line.rawValue().length());
        line.parameters()
                .forEach(parameter ->
                        assertThat(line.parameter(parameter.name())).containsAll(parameter.values()));
        line.types().forEach(type -> assertThat(type).isNotBlank());
        line.group().ifPresent(group -> assertThat(group).isNotEmpty());
    }

    private void index(byte[] card) {
        try {
            CardIndex index = CardIndex.of(card, numbers, Optional.of("US"));
            assertThat(index.uid()).isNotBlank();
        } catch (InvalidCardException refused) {
            assertThat(refused).hasMessageEndingWith(".");
        }
    }
}
