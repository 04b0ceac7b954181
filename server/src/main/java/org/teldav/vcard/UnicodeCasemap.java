package org.teldav.vcard;

import java.text.Normalizer;

/**
 * The form in which two texts are the same for {@code i;unicode-casemap}. RFC 5051 §2: of each code point the simple titlecase, of that the full
 * decomposition (compatibility ones too), and nothing is reordered afterwards. So the form of a concatenation is the concatenation of the forms, and
 * what begins, ends or is contained in a text has a form that begins, ends or is contained in the text's.
 *
 * <p>Thread-safe. Takes time in proportion to the text.
 */
public final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /** The form to compare. Not to be applied twice: the ligature ﬁ is {@code fi} in its form, and f and i are {@code FI} in theirs. */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            append(folded, Character.toTitleCase(codePoint));
        }
        return folded.toString();
    }

    private static void append(StringBuilder folded, int codePoint) {
        if (codePoint < 0xA0 || isUnifiedIdeograph(codePoint)) {
            folded.appendCodePoint(codePoint);
        } else {
            folded.append(Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD));
        }
    }

    /** They make up whole texts and have neither case nor decomposition: no need to look them up. */
    private static boolean isUnifiedIdeograph(int codePoint) {
        return codePoint >= 0x3400 && codePoint <= 0x9FFF;
    }
}
