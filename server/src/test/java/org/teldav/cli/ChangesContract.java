package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Changes on their way. */
interface ChangesContract extends CommandLine {
    @Test
    default void a_change_that_waits_is_cancelled_and_one_that_is_over_is_not() throws IOException {
        users();
        String before = aliceAtBob();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "carol-password")
                .ok();
        JsonNode change = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json();
        assertThat(change.path("waits_for").asText()).isEqualTo("administrator");
        String id = change.path("id").asText();
        assertThat(cli().run("changes", "list").ok().out()).contains("waiting for administrator");
        cli().run("changes", "cancel", id).ok();
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is cancelled, and reached nobody");
        cli().run("changes", "cancel", id).failed(1, "it is over");
        cli().run("changes", "retract", id).failed(1, "it is cancelled");
        cli().run("changes", "cancel", "99999").failed(1, "there is no change 99999");
        cli().run("changes", "cancel", "x").failed(2, "'x' is no whole number");
        cli().run("changes", "list", "--limit", "many").failed(2, "'many' is no whole number");
        JsonNode all = cli().run("changes", "list", "--json").ok().json().path("changes");
        JsonNode added = all.get(all.size() - 1);
        assertThat(added.path("state").asText()).isEqualTo("done");
        assertThat(added.path("finished").isNull()).isTrue();
        cli().run("changes", "cancel", added.path("id").asText()).failed(1, "it is over");
        cli().run("number", "verify", "alice", "+447700900123", "--transfer").ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
    }

    @Test
    default void a_waiting_change_that_is_taken_back_gives_the_own_card_its_number() throws IOException {
        users();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "carol-password")
                .ok();
        String id = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json()
                .path("id")
                .asText();
        assertThat(cli().run("changes", "retract", id).ok().out()).contains("nobody else had to be told");
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is cancelled");
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
    }

    @Test
    default void changes_are_paused_and_resumed_one_and_all() throws IOException {
        users();
        String before = aliceAtBob();
        assertThat(cli().run("changes", "pause").ok().out()).isEqualTo("all propagation is paused\n");
        assertThat(cli().run("changes", "pause").ok().out()).isEqualTo("all propagation is paused already\n");
        JsonNode change = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json();
        assertThat(change.path("state").asText()).isEqualTo("paused");
        String id = change.path("id").asText();
        assertThat(cli().run("changes", "list").ok().out()).contains("everything is paused since", "paused");
        cli().run("changes", "pause", id).ok();
        assertThat(cli().run("changes", "resume").ok().out()).isEqualTo("all propagation is resumed\n");
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is paused, 0 cards rewritten");
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("changes", "resume", id).ok().out()).isEqualTo("change " + id + " is resumed\n");
        waitUntilDone(id);
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("7700");
        JsonNode done = cli().run("changes", "show", id, "--json").ok().json();
        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(done.path("done").asInt()).isEqualTo(1);
        assertThat(done.path("age_seconds").asInt()).isNotNegative();
        assertThat(cli().run("changes", "list").ok().out()).contains("1 of 1");
        cli().run("changes", "pause", "99999").failed(1, "there is no change 99999");
    }

    @Test
    default void a_change_behind_one_that_is_held_says_what_it_waits_for() throws IOException {
        users();
        aliceAtBob();
        cli().run("changes", "pause").ok();
        String first = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json()
                .path("id")
                .asText();
        cli().run("changes", "pause", first).ok();
        cli().run("number", "change", "alice", "+447700900123", "+442079460000").ok();
        cli().run("changes", "resume").ok();
        assertThat(cli().run("changes", "list").ok().out()).contains("waiting for change " + first);
        assertThat(cli().run("number", "change", "alice", "+442079460000", "+447700900124")
                        .ok()
                        .out())
                .containsPattern(" waits for change \\d+, which goes before it");
        cli().run("changes", "resume", first).ok();
        waitUntilDone(first);
        assertThat(cli().run("changes", "list").ok().out()).doesNotContain("waiting for");
    }
}
