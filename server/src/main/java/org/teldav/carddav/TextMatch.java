package org.teldav.carddav;

import org.teldav.storage.Cards;

/**
 * RFC 6352 §10.5.4.
 *
 * @param text what is looked for, as it was sent: white space counts
 * @param negate true where the texts that don't match are wanted
 */
public record TextMatch(String text, Collation collation, MatchType type, boolean negate) {
    /** How the text stands in the value. */
    public enum MatchType {
        EQUALS("equals", Cards.TextMatch.EQUALS) {
            @Override
            boolean holds(String value, String text) {
                return value.equals(text);
            }
        },
        CONTAINS("contains", Cards.TextMatch.CONTAINS) {
            @Override
            boolean holds(String value, String text) {
                return text.length() <= Substring.SHORT ? value.contains(text) : new Substring(text).isIn(value);
            }
        },
        STARTS_WITH("starts-with", Cards.TextMatch.STARTS_WITH) {
            @Override
            boolean holds(String value, String text) {
                return value.startsWith(text);
            }
        },
        ENDS_WITH("ends-with", Cards.TextMatch.ENDS_WITH) {
            @Override
            boolean holds(String value, String text) {
                return value.endsWith(text);
            }
        };

        private final String token;
        private final Cards.TextMatch inIndex;

        MatchType(String token, Cards.TextMatch inIndex) {
            this.token = token;
            this.inIndex = inIndex;
        }

        /** The attribute's value. */
        String token() {
            return token;
        }

        /** The same, asked of the index. */
        Cards.TextMatch inIndex() {
            return inIndex;
        }

        abstract boolean holds(String value, String text);
    }

    /** Whether the value has the text, or, negated, has it not. */
    boolean matches(FoldedValue value) {
        return found(value) != negate;
    }

    /** Whether the value has the text, never mind the negation. */
    boolean found(FoldedValue value) {
        return type.holds(value.in(collation), collation.fold(text));
    }
}
