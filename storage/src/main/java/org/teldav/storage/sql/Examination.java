package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a database is like, looked at without changing anything in it.
 *
 * @param engine name and version, for people
 * @param schema the last migration that was made; empty where there are no tables yet
 * @param pending how many migrations a server would make at its start
 * @param failed whether a migration broke off
 * @param key the fingerprint of the key that codes are hashed with; empty where none was used
 * @param time by its clock
 * @param filled whether there is a user or a group
 */
public record Examination(
        String engine,
        Optional<String> schema,
        int pending,
        boolean failed,
        Optional<String> key,
        Instant time,
        boolean filled) {
    /**
     * Opens the database, looks, and closes it. Does not wait for one that is not there.
     *
     * @throws org.teldav.storage.DataFolderInUseException where another process has the files
     * @throws org.teldav.storage.StorageException with one line, where it can't be opened
     */
    public static Examination of(DatabaseSettings settings) {
        return Database.examine(settings.impatient());
    }

    static Optional<String> key(Database database) {
        try (Handle handle = database.reader()) {
            Sql sql = database.sql(handle);
            return hasTable(sql, "codes_key") ? new CodeTable(sql).keyed() : Optional.empty();
        }
    }

    static boolean filled(Database database) {
        try (Handle handle = database.reader()) {
            Sql sql = database.sql(handle);
            return hasTable(sql, "principals") && sql.exists("SELECT 1 FROM principals LIMIT 1");
        }
    }

    private static boolean hasTable(Sql sql, String name) {
        return sql.number("SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE LOWER(TABLE_NAME) = ?", name) > 0;
    }

    static Instant time(Database database) {
        try (Handle handle = database.reader()) {
            return database.sql(handle)
                    .first(
                            "VALUES (CURRENT_TIMESTAMP)",
                            row -> row.getTimestamp(1).toInstant())
                    .orElseThrow();
        }
    }
}
