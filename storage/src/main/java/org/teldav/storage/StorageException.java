package org.teldav.storage;

/** The database failed or can't be reached. What was under way is rolled back, unless it failed at the commit: then nobody knows. The message names no stored value. */
public class StorageException extends RuntimeException {
    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
