package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 3 of propagation.md over the wire: phones by CardDAV, codes by the file gateway, users by the JSON API. */
@BothEngines
class NumberProofTest {
    private static final String OLD = "+14155550100";
    private static final String NEW = "+14155550111";
    private static final String BOBS = "+14155550133";
    private static final String HELD = "/dav/addressbooks/bob/contacts/alice.vcf";
    private static final int MOST_QUESTIONS = 10_000;

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;
    private DavClient bob;

    @BeforeEach
    void a_server_with_a_file_for_a_gateway() {
        server = start();
        alice = server.user("alice", OLD, "family");
        bob = server.user("bob", BOBS, "family");
        bob.put(HELD, TestServer.card("a", "Alice", "(415) 555-0100")).expect(201);
    }

    private TestServer start() {
        return TestServer.start(data, "sms.kind = file", "sms.file = \"" + data.resolve("sms") + "\"");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static JsonNode json(DavAnswer answer) {
        try {
            return new ObjectMapper().readTree(answer.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DavAnswer ask(DavClient client, String method, String path, String body) {
        return client.with("Content-Type: application/json").send(method, "/api/users/" + path, body.getBytes(UTF_8));
    }

    private static String number(String number) {
        return "{\"number\": \"" + number + "\"}";
    }

    private static String code(String number, String code) {
        return "{\"number\": \"" + number + "\", \"code\": \"" + code + "\"}";
    }

    /** As soon as the server says that it is sent; the newest, without the others of that message. */
    private String sentCode(DavClient client, String user, String number) throws IOException {
        for (int i = 0; i < MOST_QUESTIONS; i++) {
            if (claim(client, user, number).path("code").asText().equals("sent")) {
                List<String> lines = Files.readAllLines(data.resolve("sms"));
                JsonNode message = new ObjectMapper().readTree(lines.get(lines.size() - 1));
                assertThat(message.path("to").asText()).isEqualTo(number);
                return message.path("text").asText().substring(0, 6);
            }
        }
        throw new AssertionError("no code was sent");
    }

    private static JsonNode claim(DavClient client, String user, String number) {
        for (JsonNode claim : json(ask(client, "GET", user, "").expect(200)).path("numbers")) {
            if (claim.path("number").asText().equals(number)) {
                return claim;
            }
        }
        throw new AssertionError("no claim on the number");
    }

    private JsonNode newestChange(DavClient client, String user) {
        return json(ask(client, "GET", user + "/changes?limit=1", "").expect(200))
                .path("changes")
                .get(0);
    }

    @Test
    void rule_3_the_whole_story_of_a_new_number_and_its_code() throws IOException {
        server.changeOwnNumber("alice", NEW);

        assertThat(bob.get(HELD).text()).contains("(415) 555-0100");
        assertThat(newestChange(alice, "alice").path("state").asText()).isEqualTo("waiting");
        assertThat(newestChange(alice, "alice").path("waits_for").asText()).isEqualTo("code");
        String code = sentCode(alice, "alice", NEW);
        assertThat(claim(alice, "alice", NEW).path("code_until").asText()).isNotEmpty();
        assertThat(bob.get(HELD).text()).contains("(415) 555-0100");

        String wrong = (code.charAt(0) == '0' ? "1" : "0") + code.substring(1);
        assertThat(ask(alice, "POST", "alice/numbers/confirm", code(NEW, wrong))
                        .expect(409)
                        .text())
                .contains("guesses left: 4");
        JsonNode confirmed = json(ask(alice, "POST", "alice/numbers/confirm", code("(415) 555-0111", code))
                .expect(200));
        assertThat(confirmed.path("state").asText()).isEqualTo("verified");
        server.drain();

        assertThat(bob.get(HELD).text()).contains("(415) 555-0111").doesNotContain("0100");
        assertThat(newestChange(alice, "alice").path("state").asText()).isEqualTo("done");
        assertThat(newestChange(alice, "alice").path("waits_for").isNull()).isTrue();
        ask(alice, "POST", "alice/numbers/confirm", code(NEW, code)).expect(409);
    }

    @Test
    void rule_8_a_code_outlives_the_server_that_sent_it() throws IOException {
        server.changeOwnNumber("alice", NEW);
        String code = sentCode(alice, "alice", NEW);
        server.close();
        server = start();
        ask(server.as("alice"), "POST", "alice/numbers/confirm", code(NEW, code))
                .expect(200);
        server.drain();
        assertThat(server.as("bob").get(HELD).text()).contains("(415) 555-0111");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("codes.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void rule_3_a_code_can_be_asked_for_three_times_an_hour_and_for_numbers_of_ones_own_card_only() throws IOException {
        server.changeOwnNumber("alice", NEW);
        sentCode(alice, "alice", NEW);
        ask(alice, "POST", "alice/numbers/code", number(NEW)).expect(200);
        sentCode(alice, "alice", NEW);
        ask(alice, "POST", "alice/numbers/code", number(NEW)).expect(200);
        assertThat(ask(alice, "POST", "alice/numbers/code", number(NEW))
                        .expect(429)
                        .text())
                .contains("minutes");
        ask(alice, "POST", "alice/numbers/code", number("+14155550155")).expect(409);
        ask(alice, "POST", "bob/numbers/code", number(BOBS)).expect(404);
        ask(alice, "POST", "bob/numbers/confirm", code(BOBS, "123456")).expect(404);
    }

    @Test
    void rule_3_a_number_of_somebody_else_s_waits_for_the_administrator_and_its_user_isn_t_told_whose_it_is()
            throws IOException {
        server.changeOwnNumber("alice", BOBS);
        JsonNode change = newestChange(alice, "alice");
        assertThat(change.path("waits_for").asText()).isEqualTo("administrator");
        assertThat(ask(alice, "POST", "alice/numbers/code", number(BOBS))
                        .expect(409)
                        .text())
                .doesNotContain("bob");
        assertThat(ask(alice, "POST", "alice/numbers/confirm", code(BOBS, "123456"))
                        .expect(409)
                        .text())
                .doesNotContain("bob");
        assertThat(json(ask(alice, "GET", "alice", "")).toString()).doesNotContain("bob");
        assertThat(data.resolve("sms")).doesNotExist();
    }

    @Test
    void rule_3_two_who_share_a_number_say_so_and_either_can_take_it_back() {
        server.changeOwnNumber("alice", BOBS);
        String withAlice = "{\"number\": \"" + BOBS + "\", \"with\": \"alice\"}";
        String withBob = "{\"number\": \"" + BOBS + "\", \"with\": \"bob\"}";
        assertThat(json(ask(alice, "PUT", "alice/numbers/share", withBob).expect(200))
                        .path("shared")
                        .asBoolean())
                .isFalse();
        assertThat(json(ask(bob, "PUT", "bob/numbers/share", withAlice).expect(200))
                        .path("shared")
                        .asBoolean())
                .isTrue();
        server.drain();
        assertThat(bob.get(HELD).text()).contains("(415) 555-0133");
        assertThat(claim(alice, "alice", BOBS).path("state").asText()).isEqualTo("verified");
        assertThat(json(ask(bob, "GET", "bob", ""))
                        .path("consents")
                        .get(0)
                        .path("with")
                        .asText())
                .isEqualTo("alice");

        assertThat(json(ask(bob, "DELETE", "bob/numbers/share", withAlice).expect(200))
                        .path("changed")
                        .asBoolean())
                .isTrue();
        assertThat(claim(alice, "alice", BOBS).path("state").asText()).isEqualTo("waiting");
        assertThat(claim(bob, "bob", BOBS).path("state").asText()).isEqualTo("verified");
    }

    @Test
    void nobody_learns_who_there_is_by_sharing() {
        server.user("stranger", "+14155550166");
        String there = ask(alice, "PUT", "alice/numbers/share", "{\"number\": \"" + OLD + "\", \"with\": \"stranger\"}")
                .expect(404)
                .text();
        String not = ask(alice, "PUT", "alice/numbers/share", "{\"number\": \"" + OLD + "\", \"with\": \"strangex\"}")
                .expect(404)
                .text();
        assertThat(not).isEqualTo(there.replace("stranger", "strangex"));
        ask(alice, "PUT", "alice/numbers/share", "{\"number\": \"" + OLD + "\", \"with\": \"alice\"}")
                .expect(404);
    }
}
