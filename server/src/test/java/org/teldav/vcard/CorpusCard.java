package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A card, with the place of the number in it.
 *
 * @param name of the program, and what is odd
 * @param before the bytes up to the number
 * @param number with folds and encoding
 * @param after the bytes from there on
 * @param inland what is to be read instead, where the new number is {@link CardCorpus#INLAND}
 * @param abroad the same for {@link CardCorpus#ABROAD}
 */
@SuppressWarnings("ArrayRecordComponent")
public record CorpusCard(String name, byte[] before, byte[] number, byte[] after, String inland, String abroad) {
    private static final String FOLD = "\r?\n[ \t]";
    private static final String SOFT_BREAK = "=\r?\n";

    CorpusCard with(String twist, byte[] otherBefore, byte[] otherNumber, byte[] otherAfter) {
        return new CorpusCard(name + ", " + twist, otherBefore, otherNumber, otherAfter, inland, abroad);
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(number);
        all.writeBytes(after);
        return all.toByteArray();
    }

    /** A byte diff shows the value alone: the number in one piece, with folds around it only where a line would get too long. */
    public void assertOnlyTheNumberDiffers(byte[] now, String reads) {
        int end = now.length - after.length;
        assertThat(end).as("%s: %s", name, text(now)).isGreaterThan(before.length);
        assertThat(text(Arrays.copyOf(now, before.length)))
                .as("%s: before the number", name)
                .isEqualTo(text(before));
        assertThat(text(Arrays.copyOfRange(now, end, now.length)))
                .as("%s: after the number", name)
                .isEqualTo(text(after));
        String value = new String(Arrays.copyOfRange(now, before.length, end), UTF_8);
        assertThat(value.replaceFirst("^(" + FOLD + "|" + SOFT_BREAK + ")", "")
                        .replaceFirst("(" + FOLD + "|" + SOFT_BREAK + ")$", ""))
                .as("%s: the number", name)
                .isEqualTo(reads);
    }

    /** Bytes one by one, for people who have to read a difference. */
    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
