package org.teldav;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.teldav.storage.sql.DatabaseSettings;

/** The engine under test: HSQLDB in the data folder or, with {@code -Dteldav.test.engine=postgres}, a PostgreSQL with a database for each folder. */
public final class TestDatabase {
    private static final boolean POSTGRES = "postgres".equals(System.getProperty("teldav.test.engine"));
    private static final int POOL = 8;

    private TestDatabase() {}

    /** @param data an existing folder */
    public static DatabaseSettings settings(Path data) {
        lay(data);
        return POSTGRES
                ? new DatabaseSettings(TestPostgres.server().url(data), "postgres", "", POOL)
                : DatabaseSettings.hsqldb(data);
    }

    /** Makes what takes long to make, where there is nothing yet: HSQLDB's files, migrated. */
    static void lay(Path data) {
        if (!POSTGRES) {
            TestHsqldb.files().lay(data);
        }
    }

    /** Whether the database is files in the data folder. */
    public static boolean isEmbedded() {
        return !POSTGRES;
    }

    /** For the command line. @param data an existing folder */
    public static Map<String, String> environment(Path data) {
        return POSTGRES
                ? Map.of(
                        "TELDAV_DATABASE_URL",
                        TestPostgres.server().url(data),
                        "TELDAV_DATABASE_USER",
                        "postgres",
                        "TELDAV_DATABASE_POOL",
                        Integer.toString(POOL))
                : Map.of();
    }

    /** As they stand in a configuration. @param data an existing folder */
    static List<String> lines(Path data) {
        return POSTGRES ? postgresLines(data) : List.of();
    }

    /** As {@link #lines}, of a database that TelDAV has not opened yet. */
    static List<String> bareLines(Path data) {
        makeBare(data);
        return lines(data);
    }

    /** The database of this folder is one that TelDAV has not opened yet. @param data an existing folder */
    public static void makeBare(Path data) {
        if (POSTGRES) {
            TestPostgres.server().makeBare(data);
        }
    }

    /** For tests that are about PostgreSQL. */
    public static List<String> postgresLines(Path data) {
        return List.of(
                "database.url = \"" + TestPostgres.server().url(data) + "\"",
                "database.user = postgres",
                "database.pool = " + POOL);
    }
}
