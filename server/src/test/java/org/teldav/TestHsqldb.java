package org.teldav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.teldav.storage.sql.DatabaseSettings;
import org.teldav.storage.sql.SqlStore;

/** HSQLDB's files without a user, migrated once in this process, to be copied. Thread-safe. */
final class TestHsqldb {
    private static final String FOLDER = "db";

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private TestHsqldb() {
        try {
            Path data = Files.createTempDirectory("teldav-migrated");
            SqlStore.open(DatabaseSettings.hsqldb(data), (transaction, edit) -> {})
                    .close();
            try (Stream<Path> made = Files.list(data.resolve(FOLDER))) {
                for (Path file : made.toList()) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                    Files.delete(file);
                }
            }
            Files.delete(data.resolve(FOLDER));
            Files.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Made {
        private static final TestHsqldb FILES = new TestHsqldb();
    }

    static TestHsqldb files() {
        return Made.FILES;
    }

    /** Copies them into the data folder, unless it has a database. */
    void lay(Path data) {
        Path folder = data.resolve(FOLDER);
        if (Files.exists(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
