package org.teldav.backup;

/** A file that can't be restored. The message says why, for people to read, and names no stored value. */
public final class InvalidBackupException extends RuntimeException {
    InvalidBackupException(String message) {
        super(message);
    }

    InvalidBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
