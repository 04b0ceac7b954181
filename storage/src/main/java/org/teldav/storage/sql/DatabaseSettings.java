package org.teldav.storage.sql;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the database is, and how it is used.
 *
 * @param url {@code jdbc:hsqldb:file:…} or {@code jdbc:postgresql://…}
 * @param password never to be logged
 * @param poolSize the most connections
 * @param statementTimeout after which PostgreSQL gives up a statement; zero for never. HSQLDB has none
 * @param patience how long to wait for PostgreSQL, where it does not answer yet
 */
public record DatabaseSettings(
        String url, String user, String password, int poolSize, Duration statementTimeout, Duration patience) {
    private static final int EMBEDDED_POOL = 16;

    /** Without limits, and without waiting. */
    public DatabaseSettings(String url, String user, String password, int poolSize) {
        this(url, user, password, poolSize, Duration.ZERO, Duration.ZERO);
    }

    /** HSQLDB's files under {@code <data>/db/teldav}. */
    public static DatabaseSettings hsqldb(Path dataFolder) {
        return hsqldb(dataFolder, EMBEDDED_POOL);
    }

    /** HSQLDB's files under {@code <data>/db/teldav}. */
    public static DatabaseSettings hsqldb(Path dataFolder, int poolSize) {
        Path files = dataFolder.toAbsolutePath().normalize().resolve("db").resolve("teldav");
        return new DatabaseSettings(Hsqldb.URL_PREFIX + files, "SA", "", poolSize);
    }

    /** For the migrations and a restore: what they do to a large table takes its time. */
    DatabaseSettings unhurried() {
        return new DatabaseSettings(url, user, password, poolSize, Duration.ZERO, patience);
    }

    /** Without waiting for one that is not there. */
    DatabaseSettings impatient() {
        return new DatabaseSettings(url, user, password, poolSize, statementTimeout, Duration.ZERO);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + url.replaceAll("[?;].*", "") + "]";
    }
}
