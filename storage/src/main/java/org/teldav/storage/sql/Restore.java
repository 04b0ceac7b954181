package org.teldav.storage.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.Restoration;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;
import org.teldav.storage.StorageFullException;

/**
 * Fills an empty database, wholly or not at all (docs/decisions/backup.md): PostgreSQL in one transaction; the files of HSQLDB in a folder beside, which
 * gets its name when they are whole.
 */
public final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    private static final String ASIDE = ".restoring";
    private static final int FEW = 2;

    private Restore() {}

    /**
     * Restores into a database that no server uses.
     *
     * @param schema of the snapshot
     * @param work gives all tables; when it throws, nothing is restored
     * @throws StorageException where the database is not empty, knows no such schema, or fails; {@link StorageFullException} where its disk is full
     */
    public static void into(DatabaseSettings settings, String schema, Consumer<Restoration> work) {
        MigrationVersion version = MigrationVersion.fromVersion(schema);
        Dialect.of(settings.url())
                .files()
                .ifPresentOrElse(
                        files -> intoFiles(settings, files, version, work),
                        () -> fill(settings.unhurried(), version, work, Optional.empty()));
    }

    /**
     * Looks whether {@link #into}, which will look again, would find data there: before a long work for nothing. Nothing is made or changed.
     *
     * @throws StorageException where there is data, or the database can't be opened
     */
    public static void refuseData(DatabaseSettings settings) {
        Dialect.of(settings.url())
                .files()
                .ifPresentOrElse(
                        files -> refuseFiles(files.toAbsolutePath().getParent()),
                        () -> refuseFilled(Database.examine(settings).filled()));
    }

    private static void intoFiles(
            DatabaseSettings settings, Path files, MigrationVersion schema, Consumer<Restoration> work) {
        Path folder = files.toAbsolutePath().getParent();
        Path aside = folder.resolveSibling(folder.getFileName() + ASIDE);
        refuseFiles(folder);
        try (DatabaseLock ours = DatabaseLock.of(aside)) {
            remove(aside);
            String url = Hsqldb.URL_PREFIX + aside.resolve(files.getFileName());
            try (Lost lost = new Lost(folder.getParent())) {
                fill(
                        new DatabaseSettings(url, settings.user(), settings.password(), FEW),
                        schema,
                        work,
                        Optional.of(lost));
                lost.refuse();
                putInPlace(aside, folder, files);
            } finally {
                remove(aside);
                Files.deleteIfExists(ours.path());
            }
        } catch (IOException e) {
            throw new StorageException("the folder " + folder + " can't be written: " + e, e);
        }
    }

    private static void putInPlace(Path aside, Path folder, Path files) throws IOException {
        refuseFiles(folder);
        try (DatabaseLock theirs = DatabaseLock.of(files)) {
            Files.delete(theirs.path());
            Files.delete(folder);
            Files.move(aside, folder);
        }
    }

    /** A lock file may be there: it says nothing. */
    private static void refuseFiles(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> there = Files.list(folder)) {
            if (there.anyMatch(file -> !file.toString().endsWith(DatabaseLock.SUFFIX))) {
                throw new StorageException(
                        "there is data in " + folder + " already: restore into another folder, or move that one away");
            }
        } catch (IOException e) {
            throw new StorageException("the folder " + folder + " can't be read: " + e, e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    /** Whether HSQLDB told that it did not write something: it goes on then, and would to the end. */
    private static final class Lost implements AutoCloseable {
        private final Path disk;
        private Optional<EngineWarnings> warnings = Optional.empty();
        private volatile boolean told;

        private Lost(Path disk) {
            this.disk = disk;
        }

        private void hear(Database database) {
            warnings = Optional.of(new EngineWarnings(database, message -> told = true));
        }

        @Override
        public void close() {
            warnings.ifPresent(EngineWarnings::close);
        }

        private void refuse() {
            if (told) {
                throw new StorageFullException("nothing is restored: the disk of " + disk
                        + " is full, or can't be written; make room there, and restore again");
            }
        }
    }

    /** @param files where the database is files, which are filled in parts */
    private static void fill(
            DatabaseSettings settings, MigrationVersion schema, Consumer<Restoration> work, Optional<Lost> files) {
        try (Database database = Database.open(settings, schema + "?");
                Handle handle = database.handle()) {
            files.ifPresent(lost -> lost.hear(database));
            refuseOther(schema, MigrationVersion.fromVersion(database.snapshot(SqlSnapshot::schema)));
            handle.useTransaction(inside -> {
                Sql sql = database.sql(inside);
                List<Snapshot.Table> tables = BackupTables.of(inside.getConnection());
                if (files.isEmpty()) {
                    refuseRows(sql, tables);
                }
                sql.update("DELETE FROM " + NumberingTable.NAME);
                SqlRestoration restoration = new SqlRestoration(
                        tables, sql, () -> files.ifPresent(lost -> commit(inside.getConnection(), lost)));
                work.accept(restoration);
                restoration.finish();
            });
            filled(Dialect.of(settings.url()), database.sql(handle));
        } catch (JdbiException e) {
            files.ifPresent(Lost::refuse);
            throw Failures.translated(e);
        }
    }

    /** All is there by now, and stays. */
    private static void filled(Dialect dialect, Sql sql) {
        try {
            dialect.filled(sql);
        } catch (JdbiException e) {
            LOG.warn("all is restored, but the database did not look at it; it will by itself", e);
        }
    }

    private static void refuseOther(MigrationVersion wanted, MigrationVersion there) {
        if (there.isNewerThan(wanted)) {
            throw new StorageException("the database has tables of a newer version than the backup (" + there + ", not "
                    + wanted + "): restore into one that TelDAV has not opened yet");
        } else if (wanted.isNewerThan(there)) {
            throw new StorageException("the backup was made by a newer version of TelDAV: restore it with that one");
        }
    }

    private static void commit(Connection connection, Lost lost) {
        try {
            Commit.of(connection);
            lost.refuse();
        } catch (SQLException e) {
            throw new StorageException("a part of the backup could not be written", e);
        }
    }

    /** Nobody else writes until the end: who comes waits, and finds what was restored. */
    private static void refuseRows(Sql sql, List<Snapshot.Table> tables) {
        sql.execute("LOCK TABLE principals IN SHARE ROW EXCLUSIVE MODE");
        refuseFilled(tables.stream()
                .map(Snapshot.Table::name)
                .filter(table -> !table.equals(NumberingTable.NAME))
                .anyMatch(table -> sql.number("SELECT COUNT(*) FROM " + table) > 0));
    }

    private static void refuseFilled(boolean filled) {
        if (filled) {
            throw new StorageException("there is data in the database already: restore into an empty one");
        }
    }
}
