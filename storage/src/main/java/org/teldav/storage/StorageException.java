package org.teldav.storage;

/** The database failed or can't be reached. What was under way is rolled back; the message names no stored value. */
public class StorageException extends RuntimeException {
    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
