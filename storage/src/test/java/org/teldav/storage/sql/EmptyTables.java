package org.teldav.storage.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a store as the migrations left it, under the feet of whoever has it open: to make a new one for each test takes most of the suite's time. */
final class EmptyTables {
    private static final String FLYWAYS = "flyway_schema_history";
    private static final Pattern FIRST_ROWS = Pattern.compile("(?m)^INSERT [^;]*");

    private final DatabaseSettings settings;
    private final List<String> statements = new ArrayList<>();

    /** @param tables all there are */
    EmptyTables(DatabaseSettings settings, Set<String> tables) {
        this.settings = settings;
        List<String> emptied =
                tables.stream().filter(table -> !table.equals(FLYWAYS)).toList();
        if (settings.url().startsWith(Hsqldb.URL_PREFIX)) {
            emptied.forEach(
                    table -> statements.add("TRUNCATE TABLE " + table + " RESTART IDENTITY AND COMMIT NO CHECK"));
        } else {
            statements.add("TRUNCATE " + String.join(", ", emptied) + " RESTART IDENTITY");
        }
        statements.addAll(firstRows());
    }

    void make() {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What the migrations themselves put in. */
    private static List<String> firstRows() {
        List<String> inserts = new ArrayList<>();
        try {
            for (Path file : MigrationsTest.all()) {
                Matcher insert = FIRST_ROWS.matcher(Files.readString(file, UTF_8));
                while (insert.find()) {
                    inserts.add(insert.group());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inserts;
    }
}
