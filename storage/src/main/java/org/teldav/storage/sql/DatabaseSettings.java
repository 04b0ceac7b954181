package org.teldav.storage.sql;

import java.nio.file.Path;

/**
 * Where the database is.
 *
 * @param url {@code jdbc:hsqldb:file:…} or {@code jdbc:postgresql:…}
 * @param password never to be logged
 * @param poolSize the most connections
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
    private static final int EMBEDDED_POOL = 16;

    /** HSQLDB's files under {@code <data>/db/teldav}. */
    public static DatabaseSettings hsqldb(Path dataFolder) {
        Path files = dataFolder.toAbsolutePath().normalize().resolve("db").resolve("teldav");
        return new DatabaseSettings(Hsqldb.URL_PREFIX + files, "SA", "", EMBEDDED_POOL);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + url.replaceAll("[?;].*", "") + "]";
    }
}
