package org.teldav.storage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a card's index.
 *
 * @param position the ordinal of the property among those of its kind in the card, from 0
 * @param key a TEL's number as E.164 plus extension; empty where the number is not certain, and for the other kinds
 * @param text the value in its case-folded form, cut at {@link #MAX_TEXT} characters
 * @param about the user whose number the entry is known to be; empty leaves what is known already of an entry with the same key in this card
 */
public record IndexRow(Kind kind, int position, Optional<String> key, String text, OptionalLong about) {
    /** Longer values are cut; a row of just this length is a candidate for every text match. */
    public static final int MAX_TEXT = 500;

    /** Which property the row stands for. */
    public enum Kind {
        TEL,
        EMAIL,
        FN
    }

    public IndexRow {
        text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
