package org.teldav.vcard;

import java.util.List;

/** What became of a card that was to be rewritten. */
public sealed interface Rewritten {

    /** @param card the new bytes; the caller's own copy */
    record Changed(byte[] card, List<Entry> entries) implements Rewritten {
        public Changed {
            entries = List.copyOf(entries);
        }
    }

    /** Nothing is to be written. @param reason a sentence without phone numbers, for logs and journals */
    record Unchanged(String reason) implements Rewritten {}

    /**
     * One TEL that was rewritten or removed.
     *
     * @param position among the TELs of the card as it was, from 0
     * @param oldText the whole value as it was, unescaped
     * @param newText the whole value as it is; for a removed entry, that of the entry which has the new number already
     */
    record Entry(int position, String oldText, String newText, boolean removed) {}
}
