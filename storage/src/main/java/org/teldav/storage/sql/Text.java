package org.teldav.storage.sql;

import org.teldav.storage.Card;
import org.teldav.storage.UnstorableTextException;

/** What text both engines can keep: PostgreSQL has no U+0000, and UTF-8 no half of a surrogate pair. */
final class Text {
    private Text() {}

    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text with U+FFFD for each character that can't be kept. Applied to both sides of a match it takes no match away. */
    static String storable(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                i++;
            } else if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                kept.setCharAt(i, '\uFFFD');
            }
        }
        return kept.toString();
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** @return the name */
    static String name(String name) {
        if (name.isEmpty() || name.length() > Card.MAX_NAME) {
            throw new UnstorableTextException("a name has from 1 to " + Card.MAX_NAME + " characters");
        }
        return name;
    }

    /** For {@code LIKE ? ESCAPE '!'}: these characters and no others. */
    static String likeLiteral(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
