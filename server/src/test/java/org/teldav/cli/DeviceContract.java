package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Devices, and the second factor. */
interface DeviceContract extends CommandLine {
    @Test
    default void a_device_has_a_password_that_is_shown_once_and_can_be_taken_away() {
        users();
        assertThat(cli().run("device", "list", "alice").ok().out()).isEqualTo("no devices\n");
        assertThat(cli().run("device", "add", "alice", "Alice's phone").ok().out())
                .matches("([a-z2-9]{4}-){6}[a-z2-9]{4}\n");
        cli().run("device", "add", "alice", "guest", "--expires", "2099-12-24").ok();
        assertThat(cli().run("device", "list", "alice").ok().out())
                .contains("LABEL", "Alice's phone", "2099-12-2")
                .doesNotContainPattern("[a-z2-9]{4}-[a-z2-9]{4}-");
        JsonNode devices =
                cli().run("device", "list", "alice", "--json").ok().json().path("devices");
        assertThat(devices).hasSize(2);
        String id = devices.get(0).path("id").asText();
        cli().run("device", "remove", "bob", id).failed(1, "'bob' has no such device");
        assertThat(cli().run("device", "remove", "alice", id).ok().out())
                .isEqualTo("device " + id + " of alice is removed\n");
        cli().run("device", "remove", "alice", id).failed(1, "'alice' has no such device");
        cli().run("device", "list", "nobody").failed(1, "there is no user 'nobody'");
        cli().run("device", "add", "alice", "").failed(1, "a name of a device has");
        cli().run("device", "add", "alice", "x", "--expires", "soon").failed(1, "'soon' is no time");
    }

    @Test
    default void a_second_factor_that_is_off_stays_off() {
        users();
        assertThat(cli().run("user", "second-factor", "off", "alice").ok().out())
                .isEqualTo("the second factor of alice was off\n");
        cli().run("user", "second-factor", "off", "nobody").failed(1, "there is no user 'nobody'");
        cli().run("user", "second-factor").failed(2, "which command?");
    }

    @Test
    default void the_key_that_push_services_know_the_server_by_can_be_made_anew() {
        users();
        assertThat(cli().run("push", "renew-key").ok().out())
                .isEqualTo("There is a new key; 0 that have registered are told within a minute.\n");
        String first =
                cli().run("push", "renew-key", "--json").ok().json().path("key").asText();
        String second =
                cli().run("push", "renew-key", "--json").ok().json().path("key").asText();
        assertThat(first).matches("B[A-Za-z0-9_-]{86}").isNotEqualTo(second);
    }
}
