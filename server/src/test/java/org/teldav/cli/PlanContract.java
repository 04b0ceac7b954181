package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Changes of numbers that are only looked at, or made later. */
interface PlanContract extends CommandLine {
    @Test
    default void a_change_is_previewed_without_a_name() throws IOException {
        users();
        aliceAtBob();
        String[] change = {"alice", "+14155550100", "+44 7700 900123"};
        assertThat(cli().run("number", "preview", change[0], change[1], change[2])
                        .ok()
                        .out())
                .isEqualTo("it would reach 1 person (1 card)\n");
        cli().run("prefs", "bob", "--mode", "ask").ok();
        cli().run("prefs", "alice", "--block", "bob").ok();
        JsonNode preview = cli().run("number", "preview", change[0], change[1], change[2], "--json")
                .ok()
                .json();
        assertThat(preview.path("reached").path("people").asInt()).isZero();
        assertThat(preview.path("held_back").path("ask").path("cards").asInt()).isEqualTo(1);
        assertThat(preview.path("blocked").asInt()).isEqualTo(1);
        cli().run("number", "preview", "alice", "+14155550199", "+44 7700 900123")
                .failed(1, "has not the old number");
        assertThat(cli().run("changes", "list", "--json").ok().json().path("changes"))
                .allMatch(each -> each.path("numbers").get(0).path("old").isNull());
        assertThat(cli().run("number", "change", change[0], change[1], change[2])
                        .ok()
                        .out())
                .contains("it would reach 0 people (0 cards); 1 person (1 card) would be asked first; 1 blocked");
    }

    @Test
    default void a_change_is_planned_listed_and_taken_off() {
        users();
        assertThat(cli().run("number", "planned", "alice").ok().out()).isEqualTo("nothing is planned\n");
        String at = java.time.Instant.now().plusSeconds(86_400).toString().substring(0, 19) + "Z";
        String until =
                java.time.Instant.now().plusSeconds(2 * 86_400).toString().substring(0, 19) + "Z";
        assertThat(cli().run(
                                "number",
                                "change",
                                "alice",
                                "+14155550100",
                                "+44 7700 900123",
                                "--at",
                                at,
                                "--until",
                                until)
                        .ok()
                        .out())
                .containsPattern("\\+14155550100 +\\+447700900123 +planned")
                .containsPattern("\\+447700900123 +\\+14155550100 +planned");
        JsonNode planned =
                cli().run("number", "planned", "alice", "--json").ok().json().path("scheduled");
        assertThat(planned).hasSize(2);
        assertThat(planned.get(0).path("at").asText()).isEqualTo(at);
        String id = planned.get(0).path("id").asText();
        cli().run("number", "unplan", "alice", id).ok();
        cli().run("number", "unplan", "alice", id).failed(1, "it is not planned any more");
        cli().run("number", "unplan", "bob", id).failed(1, "'bob' has planned no such change");
        assertThat(cli().run("number", "planned", "alice").ok().out())
                .contains("cancelled the change that it takes back");
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
    }

    @Test
    default void a_change_for_a_time_is_made_at_once_and_its_return_is_planned() {
        users();
        String until = java.time.Instant.now().plusSeconds(86_400).toString();
        JsonNode change = cli().run(
                        "number", "change", "alice", "+14155550100", "+447700900123", "--until", until, "--json")
                .ok()
                .json();
        assertThat(change.path("state").asText()).isEqualTo("done");
        assertThat(change.path("scheduled").get(0).path("old").asText()).isEqualTo("+447700900123");
        assertThat(cli().run("number", "planned", "alice").ok().out())
                .containsPattern("\\+447700900123 +\\+14155550100 +planned");
        cli().run("user", "add", "carol", "--tel", "+44 20 7031 3000", "--password", "carol-password")
                .ok();
        assertThat(cli().run("number", "change", "carol", "+442070313000", "+442070313001", "--until", until)
                        .ok()
                        .out())
                .contains("; it comes back at " + until.substring(0, 4));
    }

    @Test
    default void what_can_t_be_taken_back_or_is_no_change_is_refused() {
        users();
        cli().run("number", "change", "alice", "+14155550100", "+1 415 555 0100")
                .failed(1, "'old' and 'new' are the same number");
        cli().run("number", "preview", "alice", "+14155550100", "+14155550100")
                .failed(1, "'old' and 'new' are the same number");
        assertThat(cli().run("number", "planned", "alice").ok().out()).isEqualTo("nothing is planned\n");
    }

    @Test
    default void times_that_can_t_be_are_refused() {
        users();
        String[] change = {"number", "change", "alice", "+14155550100", "+447700900123", "--at", "", "", ""};
        change[6] = "tomorrow";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "'tomorrow' is no time");
        change[6] = "2001-01-01";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "'at' is in the past");
        change[6] = "2901-01-01";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "731 days ahead at the most");
        change[6] = java.time.Instant.now().plusSeconds(9000).toString();
        change[7] = "--until";
        change[8] = java.time.Instant.now().plusSeconds(8000).toString();
        cli().run(change).failed(1, "'until' has to come after 'at'");
        change[3] = "+14155550199";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "has not the old number");
        assertThat(cli().run("number", "planned", "alice").ok().out()).isEqualTo("nothing is planned\n");
    }
}
