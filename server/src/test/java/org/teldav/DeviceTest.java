package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.accounts.Devices;
import org.teldav.storage.Principal;
import org.teldav.web.Json;

/** A device with a password of its own, as its user makes it, syncs with it, and takes it away (docs/api.md). */
@BothEngines
class DeviceTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final String DEVICES = "/api/users/alice/devices";

    @TempDir
    Path folder;

    private TestServer server;
    private DavClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        alice = server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
    }

    static DavAnswer json(DavClient client, String method, String path, String body) {
        return client.with("Content-Type: application/json").send(method, path, body.getBytes(UTF_8));
    }

    private JsonNode add(String label) {
        return Json.parse(json(alice, "POST", DEVICES, "{\"label\": \"" + label + "\"}")
                .expect(201)
                .body());
    }

    private DavClient device(JsonNode made) {
        return server.client().as("alice", made.path("password").asText());
    }

    private JsonNode list() {
        return Json.parse(alice.get(DEVICES).expect(200).body()).path("devices");
    }

    @Test
    void a_device_syncs_with_its_own_password_until_that_is_taken_away() {
        JsonNode made = add("Alice's phone");
        DavClient phone = device(made);
        phone.get(BOOK + "me.vcf").expect(200);
        phone.put(BOOK + "x.vcf", TestServer.card("x", "X", "+1 212 555 0100")).expect(201);
        assertThat(phone.propfind(BOOK, 0, OneUserTest.prop("D:current-user-principal"))
                        .expect(207)
                        .text())
                .contains("/dav/principals/users/alice/");
        assertThat(list()).singleElement().satisfies(device -> {
            assertThat(device.path("label").asText()).isEqualTo("Alice's phone");
            assertThat(device.path("last_used").asText()).startsWith("20");
            assertThat(device.path("expires").isNull()).isTrue();
            assertThat(device.toString()).doesNotContain("password");
        });
        json(alice, "DELETE", DEVICES + "/" + made.path("id").asText(), "{}").expect(200);
        phone.get(BOOK + "me.vcf").expect(401);
        assertThat(list()).isEmpty();
        json(alice, "DELETE", DEVICES + "/" + made.path("id").asText(), "{}").expect(404);
        json(alice, "DELETE", DEVICES + "/x", "{}").expect(404);
    }

    @Test
    void the_password_of_a_device_opens_nothing_of_the_api_whoever_s_it_is() {
        DavClient root = server.administrator("root");
        String password = Json.parse(json(root, "POST", "/api/users/root/devices", "{\"label\": \"phone\"}")
                        .expect(201)
                        .body())
                .path("password")
                .asText();
        DavClient phone = server.client().as("root", password);
        phone.get("/dav/addressbooks/root/contacts/me.vcf").expect(200);
        phone.get("/api/users").expect(401);
        phone.get("/api/users/root").expect(401);
        phone.get("/api/users/root/devices").expect(401);
        json(phone, "POST", "/api/users/root/devices", "{\"label\": \"another\"}")
                .expect(401);
        json(phone, "PUT", "/api/users/root/password", "{\"password\": \"a new password\"}")
                .expect(401);
        phone.get("/dav/addressbooks/alice/contacts/me.vcf").expect(404);
    }

    @Test
    void devices_are_their_user_s_own_and_fifty_at_the_most() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        JsonNode made = add("phone");
        bob.get(DEVICES).expect(404);
        json(bob, "POST", DEVICES, "{\"label\": \"mine\"}").expect(404);
        json(bob, "DELETE", DEVICES + "/" + made.path("id").asText(), "{}").expect(404);
        json(bob, "DELETE", "/api/users/bob/devices/" + made.path("id").asText(), "{}")
                .expect(404);
        json(alice, "POST", DEVICES, "{\"label\": \" \"}").expect(400);
        json(alice, "POST", DEVICES, "{\"label\": \"a\\nb\"}").expect(400);
        json(alice, "POST", DEVICES, "{\"label\": \"x\", \"expires\": \"2001-01-01T00:00:00Z\"}")
                .expect(400);
        json(alice, "POST", DEVICES, "{\"label\": \"x\", \"expires\": \"9999-01-01T00:00:00Z\"}")
                .expect(400);
        for (int i = 1; i < Devices.MOST; i++) {
            add("device " + i);
        }
        assertThat(json(alice, "POST", DEVICES, "{\"label\": \"one more\"}")
                        .expect(409)
                        .text())
                .contains("50 devices already");
        device(made).get(BOOK + "me.vcf").expect(200);
    }

    @Test
    void with_a_second_factor_only_devices_sync_until_an_administrator_turns_it_off() {
        DavClient phone = device(add("phone"));
        Principal.User user = server.users().find("alice");
        server.store().write(tx -> {
            tx.secondFactors().begin(user.id(), "sealed", user.created());
            return tx.secondFactors()
                    .confirm(tx.secondFactors().of(user.id()).orElseThrow(), 1, List.of(), user.created());
        });
        alice.get(BOOK + "me.vcf").expect(401);
        alice.get(DEVICES).expect(401);
        phone.get(BOOK + "me.vcf").expect(200);
        json(phone, "DELETE", "/api/users/alice/second-factor", "{}").expect(401);
        json(server.user("bob", "+1 415 555 0101"), "DELETE", "/api/users/alice/second-factor", "{}")
                .expect(404);
        server.administrator("root");
        assertThat(server.as("root").get("/api/users/alice").expect(200).text()).contains("\"second_factor\":true");
        assertThat(json(server.as("root"), "DELETE", "/api/users/alice/second-factor", "{}")
                        .expect(200)
                        .text())
                .contains("true");
        alice.get(BOOK + "me.vcf").expect(200);
        assertThat(json(server.as("root"), "DELETE", "/api/users/alice/second-factor", "{}")
                        .expect(200)
                        .text())
                .contains("false");
    }

    @Test
    void a_label_that_can_not_be_kept_is_400_and_makes_nothing() {
        DavAnswer answer =
                json(alice, "POST", DEVICES, "{\"label\": \"\\ud800\"}").expect(400);
        assertThat(answer.text()).contains("half a surrogate pair");
        assertThat(alice.get(DEVICES).expect(200).text()).doesNotContain("label");
    }
}
