package org.teldav.storage;

/**
 * A text that not every engine can keep exactly: with U+0000 or half a surrogate pair in it, or longer than its column (a name: {@link Card#MAX_NAME}, a
 * UID: 1024). Texts of the index are not refused, but kept without such characters.
 */
public final class UnstorableTextException extends IllegalArgumentException {
    public UnstorableTextException(String message) {
        super(message);
    }
}
