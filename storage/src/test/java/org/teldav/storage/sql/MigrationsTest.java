package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server of the version before goes on beside one of this: what it reads and writes stays as it was. */
class MigrationsTest {
    private static final Pattern TAKING_AWAY = Pattern.compile("\\b(drop|rename|truncate|delete)\\b"
            + "|\\balter\\s+column\\b.*\\btype\\b|\\bset\\s+data\\s+type\\b|\\bset\\s+not\\s+null\\b");

    @Test
    void migrations_only_add() throws IOException {
        List<Path> migrations = all();
        assertThat(migrations).hasSizeGreaterThan(5);
        for (Path migration : migrations) {
            assertThat(statements(migration))
                    .as("%s", migration.getFileName())
                    .noneMatch(statement -> TAKING_AWAY.matcher(statement).find());
        }
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(
                Database.class.getResource("/org/teldav/storage/sql/migrations").toURI()))) {
            return files.toList();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> statements(Path migration) throws IOException {
        String text = Files.readString(migration).replaceAll("--.*", "").toLowerCase(Locale.ROOT);
        return Stream.of(text.split(";"))
                .map(each -> each.replaceAll("\\s+", " "))
                .toList();
    }
}
