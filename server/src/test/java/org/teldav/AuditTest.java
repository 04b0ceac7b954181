package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.web.Json;

@OneEngine("about what is logged, whatever it is kept in")
class AuditTest {
    @TempDir
    Path data;

    private final LogLines log = LogLines.audit();

    @AfterEach
    void hush() {
        log.close();
    }

    @Test
    void what_administrators_did_is_told_with_whom_it_concerns_and_without_numbers_and_passwords() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = administrator(server);
            DavClient alice = server.user("alice", "+1 415 555 0100");
            json(root, "POST", "/api/users", "{'name': 'bob', 'password': 'secret-1-of-bob', 'tel': ['+14155550101']}")
                    .expect(201);
            json(root, "POST", "/api/groups", "{'name': 'family'}").expect(201);
            json(root, "PUT", "/api/groups/family/members/bob", "{}").expect(200);
            json(root, "PUT", "/api/users/bob/password", "{'password': 'secret-2-of-bob'}")
                    .expect(200);
            json(root, "PUT", "/api/users/bob/disabled", "{'disabled': true}").expect(200);
            json(root, "POST", "/api/users/alice/numbers/verify", "{'number': '+14155550100'}")
                    .expect(200);
            json(root, "PUT", "/api/groups/family/members/alice", "{}").expect(200);
            json(root, "PUT", "/api/users/bob/prefs", "{'mode': 'ask', 'block': ['alice']}")
                    .expect(200);
            json(root, "DELETE", "/api/users/+14155550199", "{}").expect(404);
            root.get("/api/users").expect(200);
            json(alice, "PUT", "/api/users/alice/prefs", "{'audience': 'nobody'}")
                    .expect(200);
            String me = "/api/users/alice/books/contacts/contacts/me.vcf";
            json(root, "PUT", me, "{'version': " + version(root.get(me)) + ", 'name': 'Dr Lover +41 79 555 01 23'}")
                    .expect(200);
        }
        assertThat(log.lines())
                .containsExactly(
                        "root POST users name=bob",
                        "root POST groups name=family",
                        "root PUT groups/family/members/bob",
                        "root PUT users/bob/password",
                        "root PUT users/bob/disabled disabled=true",
                        "root POST users/alice/numbers/verify",
                        "root PUT groups/family/members/alice",
                        "root PUT users/bob/prefs block=[\"alice\"]",
                        "root PUT users/alice/books/{book}/contacts/{card}");
    }

    @Test
    void what_became_of_a_change_is_told_by_its_number_and_counts() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            DavClient bob = server.user("bob", "+1 415 555 0101", "family");
            bob.put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "A", "+1 415 555 0100"))
                    .expect(201);
            server.changeOwnNumber("alice", "+1 415 555 0102");
        }
        assertThat(log.lines()).hasSize(1).first().asString().matches("change \\d+ is done: 1 cards rewritten, 0 left");
    }

    @Test
    void a_backup_leaves_a_line_whoever_takes_it() {
        try (TestServer server = TestServer.start(data)) {
            server.backup();
        }
        assertThat(log.lines()).containsExactly("everything is written into a backup");
    }

    @Test
    void with_the_configuration_that_is_shipped_for_it_each_line_is_json() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure("../conf/logback-json.xml");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("org.teldav.audit"),
                Level.WARN,
                "said \"{}\"\nof {}",
                new IllegalStateException("broken"),
                new Object[] {"yes", "bob"});
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        context.stop();
        JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(line.strip().lines()).hasSize(1);
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asText()).isEqualTo("org.teldav.audit");
        assertThat(json.path("formattedMessage").asText()).isEqualTo("said \"yes\"\nof bob");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("broken");
        assertThat(json.path("timestamp").asLong()).isPositive();
    }

    private static DavAnswer json(DavClient client, String method, String path, String body) {
        return client.with("Content-Type: application/json")
                .send(method, path, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String version(DavAnswer contact) {
        return Json.parse(contact.expect(200).body()).path("version").asText();
    }

    private static DavClient administrator(TestServer server) {
        return server.administrator("root");
    }
}
