package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.Codes.Code;
import org.teldav.storage.Codes.State;

/** {@code codes.key} of two servers on one PostgreSQL: a code of one is good at the other, or the other is not started (docs/decisions/codes.md). */
@OneEngine("about PostgreSQL, where there are several servers; what is another where there is one is about HSQLDB")
class CodeKeyTest {
    private static final String OLD = "+14155550100";
    private static final String NEW = "+14155550111";
    private static final int MOST_QUESTIONS = 10_000;

    @TempDir
    Path folder;

    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(TestServer::close);
    }

    private TestServer start(String name, List<String> database) {
        List<String> lines = new ArrayList<>(database);
        lines.addAll(List.of("sms.kind = file", "sms.file = \"" + folder.resolve("sms") + "\""));
        TestServer server = TestServer.start(folder.resolve(name), lines.toArray(String[]::new));
        servers.add(server);
        return server;
    }

    private TestServer node(String name) {
        return start(name, TestDatabase.postgresLines(folder));
    }

    private void isRefused(String name, String why) {
        assertThatThrownBy(() -> node(name))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why + " in " + file(name) + ". Copy codes.key from the data folder of another")
                .hasMessageContaining("write the word 'new' into the file");
    }

    private Path file(String name) {
        return folder.resolve(name).resolve("codes.key");
    }

    private String sentCode(TestServer server) throws IOException {
        for (int i = 0; i < MOST_QUESTIONS; i++) {
            boolean sent = server.store()
                    .read(tx -> tx.codes()
                            .newest(tx.principals().user("alice").orElseThrow().id(), NEW))
                    .map(Code::state)
                    .filter(State.SENT::equals)
                    .isPresent();
            if (sent) {
                List<String> messages = Files.readAllLines(folder.resolve("sms"));
                return new ObjectMapper()
                        .readTree(messages.get(messages.size() - 1))
                        .path("text")
                        .asText()
                        .substring(0, 6);
            }
        }
        throw new AssertionError("no code was sent");
    }

    private static DavAnswer enter(TestServer server, String code) {
        String body = "{\"number\": \"" + NEW + "\", \"code\": \"" + code + "\"}";
        return server.as("alice")
                .with("Content-Type: application/json")
                .send("POST", "/api/users/alice/numbers/confirm", body.getBytes(UTF_8));
    }

    @Test
    void a_code_of_one_server_is_good_at_another_which_is_not_started_before_it_has_the_key() throws IOException {
        TestServer one = node("one");
        one.user("alice", OLD);
        one.changeOwnNumber("alice", NEW);
        String code = sentCode(one);
        isRefused("other", "is missing");
        assertThat(file("other")).as("no key is made that would be wrong").doesNotExist();
        Files.writeString(file("other"), "ab".repeat(32));
        isRefused("other", "is another");
        Files.copy(file("one"), file("other"), StandardCopyOption.REPLACE_EXISTING);
        enter(node("other"), code).expect(200);
    }

    @Test
    void a_key_that_is_lost_is_made_anew_where_the_operator_says_so_and_then_counts_for_all() throws IOException {
        node("one");
        String before = Files.readString(file("one"));
        close();
        servers.clear();
        Files.writeString(file("one"), "new\n");
        node("one");
        String after = Files.readString(file("one"));
        assertThat(after).matches("[0-9a-f]{64}\n").isNotEqualTo(before);
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(file("other"), before);
        isRefused("other", "is another");
        Files.writeString(file("other"), after);
        node("other");
    }

    @Test
    void the_fingerprint_is_no_part_of_the_key() throws IOException {
        TestServer one = node("one");
        String fingerprint = one.store().read(tx -> tx.codes().keyed()).orElseThrow();
        assertThat(fingerprint).matches("[0-9a-f]{32}");
        assertThat(Files.readString(file("one"))).doesNotContain(fingerprint);
    }

    @Test
    void a_server_that_is_alone_makes_another_key_where_its_file_was_deleted() throws IOException {
        assumeTrue(TestDatabase.isEmbedded());
        start("alone", List.of());
        close();
        servers.clear();
        Files.delete(file("alone"));
        TestServer again = start("alone", List.of());
        again.user("alice", OLD);
        again.changeOwnNumber("alice", NEW);
        enter(again, sentCode(again)).expect(200);
    }
}
