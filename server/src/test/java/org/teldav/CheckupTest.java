package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.config.TeldavConfig;

/** The doctor, where not even the files can be looked at. */
class CheckupTest {
    /** Of a path, in bytes, with its last zero: limits.h of Linux. */
    private static final int PATH_MAX = 4096;

    private static final String FILE = "f".repeat(250);

    @TempDir
    Path folder;

    @Test
    void a_file_that_can_not_be_looked_at_does_not_end_the_doctor() throws IOException, InvalidConfigException {
        Path deep = deep();
        try {
            // Its name has room in its folder, and its path has none: not even root can look at it.
            assertThat(deep.resolve("data/db/" + FILE).toString().length()).isGreaterThan(PATH_MAX);
            assertThat(findings(deep.resolve("data"))).contains("clock", "disk");
        } finally {
            Files.move(deep, folder.resolve("s"));
        }
    }

    /** A folder whose path leaves less room than a name of 250 bytes wants. */
    private Path deep() throws IOException {
        Path made = Files.createDirectory(folder.resolve("s"));
        Path db = Files.createDirectories(made.resolve("data/db"));
        Files.writeString(db.resolve(FILE), "");
        Path deep = folder;
        while (deep.toString().length() < PATH_MAX - 300) {
            deep = Files.createDirectory(deep.resolve("d".repeat(100)));
        }
        return Files.move(
                made, deep.resolve("s".repeat(PATH_MAX - 50 - deep.toString().length())));
    }

    private static List<String> findings(Path data) throws InvalidConfigException {
        TeldavConfig config = ConfigReader.read(Optional.empty(), Map.of(), Optional.of(data));
        RunningServer server = new RunningServer("HSQLDB", "http://127.0.0.1:8080/", Optional.empty());
        return new Checkup(config, Clock.systemUTC())
                .run(Optional.of(server)).stream().map(Finding::check).toList();
    }
}
