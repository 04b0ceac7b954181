package org.teldav.storage;

import java.time.Instant;
import java.util.Comparator;

/**
 * A line of a holder's journal: one card, edited by one change.
 *
 * @param change the change's id
 * @param changer the id of the user whose number changed
 * @param card the holder's card
 * @param name the card's name at that time
 * @param before the sync number of the version that was rewritten: its bytes are in the history; 0 once the card was moved to another book, where that version is not
 * @param after the sync number of the rewritten version; 0 where the card was left, or was moved to another book since
 * @param oldText the values as they were written, one a line where several were changed
 * @param newText the values as they are written now; empty for an entry that was removed as a twin
 * @param reason why the card was left as it is, or waits for its holder; empty where it was rewritten
 * @param state what became of it
 */
public record Rewrite(
        long change,
        long changer,
        CardId card,
        String name,
        Instant at,
        long before,
        long after,
        String oldText,
        String newText,
        String reason,
        State state) {
    /** In the order in which changes came to a card, the oldest first. */
    public static final Comparator<Rewrite> BY_TIME =
            Comparator.comparing(Rewrite::at).thenComparing(Rewrite::change);

    /** Where a holder's card stands with a change. No later pass of the change comes to a card that has any of them (rules 8 and 11). */
    public enum State {
        /** It was rewritten. */
        DONE,
        /** It was left as it is. */
        LEFT,
        /** It waits in the holder's inbox. */
        OFFERED,
        /** The holder wanted none of it. */
        REFUSED,
        /** It was rewritten, and the holder took that back. */
        UNDONE
    }

    /** Rewritten, or left where there is a reason. */
    public Rewrite(
            long change,
            long changer,
            CardId card,
            String name,
            Instant at,
            long before,
            long after,
            String oldText,
            String newText,
            String reason) {
        this(
                change,
                changer,
                card,
                name,
                at,
                before,
                after,
                oldText,
                newText,
                reason,
                reason.isEmpty() ? State.DONE : State.LEFT);
    }

    /** Whether the card was rewritten, and still is as far as the server knows. */
    public boolean done() {
        return state == State.DONE;
    }

    /** The same line, with something else to tell. */
    public Rewrite as(State now, String why) {
        return new Rewrite(change, changer, card, name, at, before, after, oldText, newText, why, now);
    }
}
