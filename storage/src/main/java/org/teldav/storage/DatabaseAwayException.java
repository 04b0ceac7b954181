package org.teldav.storage;

/**
 * The database can't be reached just now, or lets nobody work. It passes: the same may go well later. Where it happened at a commit, nobody knows whether
 * that was done; it is then neither told as done nor tried again.
 */
public final class DatabaseAwayException extends StorageException {
    public DatabaseAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
