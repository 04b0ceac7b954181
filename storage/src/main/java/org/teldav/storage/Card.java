package org.teldav.storage;

import java.time.Instant;

/**
 * What is known of a stored card without reading its bytes.
 *
 * @param name the path segment that the client chose, decoded
 * @param uid the UID property's value
 * @param size of the stored bytes
 * @param modified when these bytes were stored, to the second
 * @param syncNumber the book's sync number at which these bytes were stored
 */
public record Card(
        CardId id, String name, String uid, ETag etag, int size, Instant created, Instant modified, long syncNumber) {
    /** The most characters (UTF-16) of the name of a card, book, user or group. */
    public static final int MAX_NAME = 500;
}
