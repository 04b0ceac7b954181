package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FloorTest {
    @TempDir
    Path folder;

    /** The same checks as of a server hold the answers: the right card, all of a hundred, and a PUT is read back. */
    @Test
    void the_floor_answers_rightly_and_leaves_nothing() throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(new StringWriter()));
        int code = line.execute(
                "floor", "--cards", "200", "--seconds", "0.1", "--warmup", "0.01", "--dir", folder.toString());
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .allMatch(row -> row.matches("(get|multiget|put) +[1-9][\\d,.]*/s, p50 .* ms, p99 .* ms"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
