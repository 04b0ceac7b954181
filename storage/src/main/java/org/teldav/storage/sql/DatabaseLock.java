package org.teldav.storage.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.storage.StorageException;

/**
 * One process at a time, and one store in it, may have the files. The operating system lets go of the lock when the process dies, so a start after a
 * crash need not wait.
 */
final class DatabaseLock implements AutoCloseable {
    /** Of the lock file, behind the name of the files. */
    static final String SUFFIX = ".lock";

    private final Path path;
    private final FileChannel channel;

    private DatabaseLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws DataFolderInUseException where another has them */
    static DatabaseLock of(Path files) {
        try {
            Files.createDirectories(files.toAbsolutePath().getParent());
            Path path = files.resolveSibling(files.getFileName() + SUFFIX);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!taken(channel)) {
                channel.close();
                throw new DataFolderInUseException(files);
            }
            return new DatabaseLock(path, channel);
        } catch (AccessDeniedException e) {
            throw new StorageException(
                    "this user may not write " + e.getMessage() + ": run it as the user that the data belong to", e);
        } catch (IOException e) {
            throw new StorageException("the folder of the database can't be written: " + e.getMessage(), e);
        }
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The lock file. */
    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
