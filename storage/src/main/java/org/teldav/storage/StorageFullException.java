package org.teldav.storage;

/** There is no room to write any more; what is there can still be read. */
public final class StorageFullException extends StorageException {
    public StorageFullException(String message) {
        super(message);
    }

    public StorageFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
