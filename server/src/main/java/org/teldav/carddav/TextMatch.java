package org.teldav.carddav;

import java.util.function.BiPredicate;
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
        EQUALS("equals", Cards.TextMatch.EQUALS, String::equals),
        CONTAINS(
                "contains",
                Cards.TextMatch.CONTAINS,
                (value, text) ->
                        text.length() <= Substring.SHORT ? value.contains(text) : new Substring(text).isIn(value)),
        STARTS_WITH("starts-with", Cards.TextMatch.STARTS_WITH, String::startsWith),
        ENDS_WITH("ends-with", Cards.TextMatch.ENDS_WITH, String::endsWith);

        private final String token;
        private final Cards.TextMatch inIndex;
        private final BiPredicate<String, String> test;

        MatchType(String token, Cards.TextMatch inIndex, BiPredicate<String, String> test) {
            this.token = token;
            this.inIndex = inIndex;
            this.test = test;
        }

        /** The attribute's value. */
        String token() {
            return token;
        }

        /** The same, asked of the index. */
        Cards.TextMatch inIndex() {
            return inIndex;
        }

        boolean holds(String value, String text) {
            return test.test(value, text);
        }
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
