package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The holder's journal and inbox. */
interface JournalContract extends CommandLine {
    @Test
    default void a_rewrite_is_undone_and_a_change_taken_back() throws IOException {
        users();
        String before = aliceAtBob();
        cli().run("number", "change", "alice", "+14155550100", "+1 415 555 0123")
                .ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("(415) 555-0123");
        JsonNode line = cli().run("journal", "bob", "--json")
                .ok()
                .json()
                .path("journal")
                .get(0);
        cli().run("changes", "retract", line.path("change").asText()).ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
        cli().run("changes", "retract", line.path("change").asText()).failed(1, "it was taken back already");

        cli().run("number", "change", "alice", "+14155550100", "+44 7700 900124")
                .ok();
        assertThat(cli().run("journal", "bob").ok().out())
                .containsPattern("ID +AT +BY +CONTACT +BOOK")
                .containsPattern("alice +Alice +contacts +alice-at-bob");
        String id = cli().run("journal", "bob", "--json")
                .ok()
                .json()
                .path("journal")
                .get(0)
                .path("id")
                .asText();
        assertThat(cli().run("journal", "undo", "bob", id).ok().out()).isEqualTo("given back: " + id + "\n");
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        cli().run("journal", "undo", "bob", id).failed(1, "it is undone already");
        cli().run("journal", "alice", "undo", "bob", id).failed(2, "'alice' stands before the subcommand");
        cli().run("inbox", "alice", "accept", "bob", id).failed(2, "'alice' stands before the subcommand");
        cli().run("journal", "undo", "bob", "x").failed(1, "'x' is not the number of a line");
        cli().run("journal").failed(2, "whose journal?");
        cli().run("changes", "retract", "99999").failed(1, "there is no change 99999");
    }

    @Test
    default void an_inbox_is_listed_accepted_and_refused() throws IOException {
        users();
        String before = aliceAtBob();
        assertThat(cli().run("inbox", "bob").ok().out()).isEqualTo("nothing waits\n");
        cli().run("prefs", "bob", "--mode", "ask").ok();
        cli().run("number", "change", "alice", "+14155550100", "+44 7700 900123")
                .ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("inbox", "bob").ok().out())
                .contains("(415) 555-0100 -> +44", "its holder wants to be asked")
                .containsPattern("alice +Alice +contacts +alice-at-bob");
        String id = cli().run("inbox", "bob", "--json")
                .ok()
                .json()
                .path("offers")
                .get(0)
                .path("id")
                .asText();
        assertThat(cli().run("inbox", "accept", "bob", id).ok().out()).isEqualTo("accepted: " + id + "\n");
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("7700");
        cli().run("inbox", "refuse", "bob", id).failed(1, "it does not wait any more");
    }
}
