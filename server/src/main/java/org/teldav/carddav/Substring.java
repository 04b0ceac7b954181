package org.teldav.carddav;

/**
 * Looks for a text in time linear in both texts (Knuth, Morris, Pratt). {@link String#contains} takes the product of their lengths for values that
 * somebody made to that end, and a value may have megabytes.
 */
final class Substring {
    /** For texts up to this length the product does no harm. */
    static final int SHORT = 32;

    private final String text;
    /** For each length of a beginning of the text, how long its longest proper beginning is that also ends it. */
    private final int[] borders;

    Substring(String text) {
        this.text = text;
        this.borders = new int[text.length() + 1];
        for (int i = 1; i < text.length(); i++) {
            borders[i + 1] = extend(borders[i], text.charAt(i));
        }
    }

    boolean isIn(String value) {
        int matched = 0;
        for (int i = 0; i < value.length() && matched < text.length(); i++) {
            matched = extend(matched, value.charAt(i));
        }
        return matched == text.length();
    }

    private int extend(int matched, char next) {
        int length = matched;
        while (length > 0 && text.charAt(length) != next) {
            length = borders[length];
        }
        return text.charAt(length) == next ? length + 1 : length;
    }
}
