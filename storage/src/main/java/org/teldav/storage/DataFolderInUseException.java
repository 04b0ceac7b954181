package org.teldav.storage;

import java.nio.file.Path;

/** Another process (or another store of this one) has the data folder's database open. The message is for people. */
public final class DataFolderInUseException extends StorageException {
    public DataFolderInUseException(Path database) {
        super("the database " + database + " is in use by another process");
    }
}
