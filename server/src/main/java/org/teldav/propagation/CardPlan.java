package org.teldav.propagation;

import org.teldav.storage.Card;
import org.teldav.storage.CardPut;

/** What shall become of one holder's card, from what was read of it. */
sealed interface CardPlan {
    /**
     * It is rewritten, provided it is still what was read (rule 7).
     *
     * @param oldText the old values, one a line
     * @param newText the new values, one a line
     */
    record Rewriting(Card read, CardPut put, String oldText, String newText) implements CardPlan {}

    /**
     * It waits in the holder's inbox.
     *
     * @param oldText the values as they are, one a line
     * @param newText the values as they would be, one a line
     * @param reason for people to read
     */
    record Offering(Card read, String oldText, String newText, String reason) implements CardPlan {}

    /** It is left as it is. @param reason for people to read */
    record Leaving(Card read, String reason) implements CardPlan {}

    /** It is gone, or the number is gone from it. */
    record Nothing() implements CardPlan {}
}
