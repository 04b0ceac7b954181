package org.teldav.vcard;

/**
 * A comment after a number, as in {@code 06 12 34 56 78 (perso)}: in brackets, at the very end, with letters and without
 * digits. It can be set aside with certainty; a note anywhere else, or with digits in it, can't.
 */
final class TelComment {
    private TelComment() {}

    /** Where the comment's opening bracket stands, else the end of the text. */
    static int start(String value, int from) {
        int end = TelCharacters.trimEnd(value, from, value.length());
        if (end == from || !isClosing(value.charAt(end - 1))) {
            return end;
        }
        boolean letters = false;
        for (int i = end - 2; i >= from; i--) {
            char c = value.charAt(i);
            if (isOpening(c)) {
                return letters ? i : end;
            }
            if (isClosing(c) || Character.isDigit(c)) {
                return end;
            }
            letters |= Character.isLetter(c) || Character.isSurrogate(c);
        }
        return end;
    }

    private static boolean isOpening(char c) {
        return c == '(' || c == '[' || c == '\uFF08';
    }

    private static boolean isClosing(char c) {
        return c == ')' || c == ']' || c == '\uFF09';
    }
}
