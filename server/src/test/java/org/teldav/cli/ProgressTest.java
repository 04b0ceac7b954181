package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private long nanos = -5;
    private final Progress progress =
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), 3000, "rows restored", () -> nanos);

    private void passes() {
        nanos += Progress.QUIET.toNanos() + 1;
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_takes_long_is_told_once_a_second_and_has_all_of_it_at_the_end_only() {
        progress.at(1);
        passes();
        progress.at(1499);
        progress.at(1500);
        passes();
        progress.at(2999);
        passes();
        progress.at(3000);
        assertThat(said())
                .isEqualToNormalizingNewlines(
                        "49 %: 1,499 of 3,000 rows restored\n99 %: 2,999 of 3,000 rows restored\n");
        progress.end();
        assertThat(said()).endsWith("100 %: 3,000 of 3,000 rows restored" + System.lineSeparator());
    }

    @Test
    void what_is_not_counted_is_said_behind_it_each_second() {
        progress.at(0, () -> ", 1 kB written");
        passes();
        progress.at(0, () -> ", 2 kB written");
        passes();
        progress.at(0, () -> ", 3 kB written");
        assertThat(said())
                .isEqualToNormalizingNewlines(
                        "0 %: 0 of 3,000 rows restored, 2 kB written\n0 %: 0 of 3,000 rows restored, 3 kB written\n");
    }

    @Test
    void what_is_done_within_the_first_second_says_nothing() {
        progress.at(1500);
        progress.at(3000);
        progress.end();
        assertThat(said()).isEmpty();
    }
}
