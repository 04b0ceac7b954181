package org.teldav.vcard;

/** The characters that numbers are written with, in all scripts. */
final class TelCharacters {
    private TelCharacters() {}

    /** White space, and the invisible marks of right-to-left text that address books put around numbers. */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || Character.isSpaceChar(c) && c != '\u2028' && c != '\u2029' || isInvisible(c);
    }

    static boolean isInvisible(char c) {
        return Character.getType(c) == Character.FORMAT;
    }

    static int trimEnd(String text, int from, int end) {
        int trimmed = end;
        while (trimmed > from && isBlank(text.charAt(trimmed - 1))) {
            trimmed--;
        }
        return trimmed;
    }

    static boolean isPlus(char c) {
        return c == '+' || c == '\uFF0B';
    }

    static boolean hasPlus(String text) {
        return text.chars().anyMatch(c -> isPlus((char) c));
    }

    private static boolean isBracket(char c) {
        return c == '(' || c == ')' || c == '[' || c == ']' || c == '\uFF08' || c == '\uFF09';
    }

    private static boolean isDash(char c) {
        return c == '-' || c == '\u2212' || Character.getType(c) == Character.DASH_PUNCTUATION;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\uFF0F';
    }

    private static boolean isSeparator(char c) {
        return isBlank(c) || isDash(c) || isBracket(c) || isSlash(c) || c == '.' || c == '\uFF0E';
    }

    /** The end of the digits, plus and separators that the text begins with; trailing blanks are not among them. */
    static int endOfNumber(String text) {
        int end = 0;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (!Character.isDigit(c) && !isPlus(c) && !isSeparator(c)) {
                break;
            }
            end++;
        }
        return trimEnd(text, 0, end);
    }

    /** Whether digits, plus and separators stand as in one number: no plus after a digit, no slash between two numbers. */
    static boolean isOneNumber(String number) {
        int digits = 0;
        boolean plus = false;
        int slashAfter = -1;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            } else if (isPlus(c)) {
                if (plus || digits > 0) {
                    return false;
                }
                plus = true;
            } else if (isSlash(c)) {
                if (slashAfter >= 0) {
                    return false;
                }
                slashAfter = digits;
            }
        }
        return digits > 0 && (slashAfter < 0 || isAreaCode(slashAfter, digits - slashAfter));
    }

    /** {@code 0171/1234567} is one number, {@code 0301234567/8} and {@code 0612345678/0712345678} are two. */
    private static boolean isAreaCode(int before, int after) {
        return before <= 7 && after >= 5;
    }

    /** The digits alone, as ASCII. */
    static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits.append((char) ('0' + Character.digit(text.charAt(i), 10)));
            }
        }
        return digits.toString();
    }

    /** With ASCII digits and blanks, and without what can't be seen. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                plain.append((char) ('0' + Character.digit(c, 10)));
            } else if (!isInvisible(c)) {
                plain.append(isBlank(c) ? ' ' : c);
            }
        }
        return plain.toString();
    }
}
