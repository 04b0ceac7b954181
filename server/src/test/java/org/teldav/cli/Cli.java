package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.teldav.TestDatabase;
import org.teldav.web.Json;

/** Runs commands on one data folder and reads what they say. */
final class Cli {
    private final Path data;
    private final Path database;

    Cli(Path data) {
        this(data, data.getParent());
    }

    private Cli(Path data, Path database) {
        this.data = data;
        this.database = database;
    }

    /** On data that TelDAV has not opened yet, whatever the engine. */
    static Cli bare(Path data) throws IOException {
        Path database = Files.createDirectory(data.resolveSibling(data.getFileName() + "-database"));
        TestDatabase.makeBare(database);
        return new Cli(data, database);
    }

    record Result(int code, String out, String err) {
        Result ok() {
            assertThat(code).as(err).isZero();
            return this;
        }

        Result failed(int expected, String part) {
            assertThat(code).as(out + err).isEqualTo(expected);
            assertThat(err).contains(part).doesNotContain("\tat ");
            return this;
        }

        JsonNode json() {
            return Json.parse(out.getBytes(StandardCharsets.UTF_8));
        }
    }

    Result run(String... args) {
        return typing("", args);
    }

    /** With something on the standard input. */
    Result typing(String input, String... args) {
        return run(input, Optional.empty(), all(args));
    }

    /** Where somebody types a line unseen, as often as they are asked. */
    Result atTerminal(String line, String... args) {
        return typingUnseen(() -> line, args);
    }

    /** Where somebody types lines unseen. */
    Result typingUnseen(Supplier<String> lines, String... args) {
        return run("", Optional.of(() -> Optional.of(lines.get())), all(args));
    }

    /** With a name that can't be an option or a subcommand. */
    Result behindDashes(String name, String... args) {
        List<String> all = all(args);
        all.addAll(List.of("--", name));
        return run("", Optional.empty(), all);
    }

    private List<String> all(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(data.toString());
        return all;
    }

    private Result run(String input, Optional<Supplier<Optional<String>>> unseen, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                TestDatabase.environment(database),
                unseen);
        int code = Main.run(session, args.toArray(String[]::new));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
