package org.teldav.storage.sql;

import java.io.File;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.StorageFullException;

/**
 * Stands between writers and HSQLDB 2.7.4, which takes a full disk for nothing: where its log can't be written it says so in its event log, and the commit returns as if all
 * were well (docs/decisions/full-disk.md). So no work is begun while there is little room; and where the log was not written all the same, writers are told, and no more is taken
 * until a checkpoint has put everything into files anew. Thread-safe.
 */
final class DiskGuard implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final int MIB = 20;

    /** What a checkpoint may need, and others write between the question and the commit. */
    private static final long RESERVE = 64L << MIB;

    private final Database database;
    private final Writer inner;
    private final LongSupplier free;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final EngineWarnings warnings;

    /** @param free the bytes that are left on the disk */
    DiskGuard(Database database, Writer inner, LongSupplier free) {
        this.database = database;
        this.inner = inner;
        this.free = free;
        this.warnings = new EngineWarnings(database, this::lost);
    }

    /** By the path, and not by what is mounted, which nobody knows in a chroot. A disk that doesn't say is not full for all we know. */
    static LongSupplier freeOn(Path folder) {
        File disk = folder.toFile();
        return () -> {
            long free = disk.getUsableSpace();
            return free == 0 && disk.getTotalSpace() == 0 ? Long.MAX_VALUE : free;
        };
    }

    private void lost(String told) {
        if (!lost.getAndSet(true)) {
            LOG.error("the database could not write its log: {}", told);
        }
    }

    @Override
    public <T> T write(OptionalLong home, Function<Sql, T> work) {
        if (free.getAsLong() < RESERVE) {
            throw new StorageFullException(
                    "the disk of the database is full: fewer than " + (RESERVE >> MIB) + " MiB are free");
        }
        recover();
        T result = inner.write(home, work);
        if (lost.get()) {
            throw new StorageFullException("the database could not write its log");
        }
        return result;
    }

    /** A checkpoint writes what is in memory into the data file, and begins a new log: the old one ends in the midst of a line, and what is behind that would be lost. */
    private void recover() {
        if (!lost.get()) {
            return;
        }
        synchronized (this) {
            if (lost.get()) {
                try (Handle handle = database.handle()) {
                    database.sql(handle).execute("CHECKPOINT");
                } catch (JdbiException e) {
                    throw new StorageFullException("the database can't write its files", e);
                }
                lost.set(false);
                LOG.warn("the database has written all of its files anew, and takes writes again");
            }
        }
    }

    @Override
    public void close() {
        inner.close();
        warnings.close();
    }
}
