package org.teldav.vcard;

import java.text.Normalizer;

/**
 * The forms in which two texts are the same for {@code i;unicode-casemap}. RFC 5051 §2: of each code point the simple titlecase, of that the full
 * decomposition (compatibility ones too), and nothing is reordered afterwards. So the form of a concatenation is the concatenation of the forms, and
 * what begins, ends or is contained in a text has a form that begins, ends or is contained in the text's.
 *
 * <p>Thread-safe. Takes time in proportion to the text.
 */
public final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /** The RFC's form. To do it twice is something else: the ligature ﬁ becomes {@code fi}, and that would become {@code FI}. */
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

    /**
     * The form for an index: texts of the same {@link #fold} have the same, some others too, and to do it twice changes nothing. A form of concatenations
     * as the other is: an index of this form finds all that {@link #fold} finds, by any part of the text. Without NUL, which PostgreSQL can't keep in a text
     * and no XML can ask for.
     */
    public static String foldForIndex(String text) {
        return fold(fold(text)).replace("\0", "");
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
