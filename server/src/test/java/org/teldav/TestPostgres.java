package org.teldav;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.teldav.storage.sql.DatabaseSettings;
import org.teldav.storage.sql.SqlStore;

/**
 * One PostgreSQL for all tests of this process, with a database for each data folder, copied from one that was migrated once. It ends with the process.
 * Thread-safe.
 */
final class TestPostgres {
    private static final String MIGRATED = "migrated";

    private final EmbeddedPostgres server;
    private final Map<Path, String> databases = new HashMap<>();
    private int made;

    private TestPostgres() {
        try {
            server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("CREATE DATABASE " + MIGRATED + " TEMPLATE template0");
        SqlStore.open(new DatabaseSettings(at(MIGRATED), "postgres", "", 2), (transaction, edit) -> {})
                .close();
    }

    private static final class Started {
        private static final TestPostgres SERVER = new TestPostgres();
    }

    static TestPostgres server() {
        return Started.SERVER;
    }

    /** Of the database that belongs to the folder, which exists. */
    synchronized String url(Path data) {
        dropThoseOfDeletedFolders();
        return at(databases.computeIfAbsent(data.toAbsolutePath().normalize(), folder -> create(MIGRATED)));
    }

    /** Makes that of the folder, where there is none yet, without a table. */
    synchronized void makeBare(Path data) {
        databases.computeIfAbsent(data.toAbsolutePath().normalize(), folder -> create("template0"));
    }

    private String create(String template) {
        String name = "test" + ++made;
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return name;
    }

    private void dropThoseOfDeletedFolders() {
        for (Iterator<Map.Entry<Path, String>> each = databases.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Path, String> database = each.next();
            if (!Files.exists(database.getKey())) {
                execute("DROP DATABASE " + database.getValue() + " WITH (FORCE)");
                each.remove();
            }
        }
    }

    private String at(String database) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database + "?user=postgres";
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
