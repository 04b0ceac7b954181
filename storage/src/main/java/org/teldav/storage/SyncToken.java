package org.teldav.storage;

import java.util.Optional;

/**
 * RFC 6578 §3.2: a point in the history of one book. The epoch is drawn when the book is made, and again when it is restored, so a token of another book
 * or of a history that a restore undid is told from a valid one.
 *
 * @param epoch which book
 * @param number the book's count of changes at that point
 */
public record SyncToken(long epoch, long number) {
    private static final String PREFIX = "urn:teldav:sync:";

    /** The token of a client's request, or empty where it was never one of ours. */
    public static Optional<SyncToken> parse(String text) {
        int dash = text.lastIndexOf('-');
        if (!text.startsWith(PREFIX) || dash < PREFIX.length()) {
            return Optional.empty();
        }
        try {
            long epoch = Long.parseUnsignedLong(text, PREFIX.length(), dash, 16);
            long number = Long.parseLong(text, dash + 1, text.length(), 10);
            SyncToken token = new SyncToken(epoch, number);
            return token.toString().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The same history at another point. */
    public SyncToken at(long otherNumber) {
        return new SyncToken(epoch, otherNumber);
    }

    /** The URI that clients keep. */
    @Override
    public String toString() {
        return PREFIX + Long.toHexString(epoch) + '-' + number;
    }
}
