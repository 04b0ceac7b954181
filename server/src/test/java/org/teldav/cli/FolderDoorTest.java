package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.Teldav;
import org.teldav.TestDatabase;
import org.teldav.config.ConfigReader;
import org.teldav.storage.Change;
import org.teldav.web.Json;

@BothEngines
class FolderDoorTest {
    private static final Duration MOST = Progress.QUIET.multipliedBy(5);
    private static final Change.Number NUMBER =
            new Change.Number(0, Optional.of("+1"), Optional.of("+2"), true, "CELL", "", false);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private String asked(boolean leased) throws Exception {
        Teldav teldav = Teldav.open(ConfigReader.read(
                Optional.empty(), TestDatabase.environment(folder), Optional.of(folder.resolve("data"))));
        Instant now = Instant.now();
        if (leased) {
            teldav.store().write(tx -> {
                long user = tx.principals()
                        .addUser("alice", "Alice", "none", Optional.empty(), false, now)
                        .id();
                tx.changes().add(user, now, Change.State.PENDING, List.of(NUMBER), Change.Course.AT_ONCE);
                return tx.changes().lease("another", now, Duration.ofHours(1));
            });
        }
        try (Door door = new FolderDoor(teldav, new PrintStream(said, true, StandardCharsets.UTF_8), MOST)) {
            door.call("POST", "/api/groups", Json.object().put("name", "family"));
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_another_process_is_at_is_waited_for_and_that_is_told_each_second_and_at_the_end() throws Exception {
        String far = "0 cards rewritten; 0 that came late are still to be looked at" + System.lineSeparator();
        assertThat(asked(true)).startsWith(far).contains("another process is still at some of it: " + far);
    }

    @Test
    void where_there_is_nothing_to_carry_nothing_is_told() throws Exception {
        assertThat(asked(false)).doesNotContain("another process");
    }
}
