package org.teldav.storage;

import java.time.Instant;

/**
 * A line of a holder's journal: one card, edited by one change.
 *
 * @param change the change's id
 * @param changer the id of the user whose number changed
 * @param card the holder's card
 * @param name the card's name at that time
 * @param before the sync number of the version that was rewritten: its bytes are in the history
 * @param after the sync number of the rewritten version; 0 where the card was left
 * @param oldText the values as they were written, one a line where several were changed
 * @param newText the values as they are written now; empty for an entry that was removed as a twin
 * @param reason why the card was left as it is; empty where it was rewritten
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
        String reason) {
    /** Whether the card was rewritten, not left. */
    public boolean done() {
        return reason.isEmpty();
    }
}
