package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the command line shows in columns. */
class TableTest {
    @Test
    void what_others_wrote_tells_the_terminal_nothing_and_turns_nothing_round() {
        Table table = new Table("none", "NAME");
        table.row("a\u001b[2Jb\u009b31mc\u202ed\u2028e\nf");
        assertThat(table.toString()).isEqualTo("NAME\na?[2Jb?31mc?d?e?f\n");
    }

    @Test
    void all_other_signs_are_shown_as_they_are() {
        Table table = new Table("none", "NAME");
        table.row("Zoë 王 👩‍👧");
        assertThat(table.toString()).isEqualTo("NAME\nZoë 王 👩‍👧\n");
    }
}
