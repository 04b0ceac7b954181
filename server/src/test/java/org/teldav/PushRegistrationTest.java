package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.sql.DatabaseSettings;
import org.w3c.dom.Element;

/** WebDAV-Push: who may register for what, and what is kept of it. Clients' own words are in exchanges/clients/davx5-push. */
@BothEngines
class PushRegistrationTest {
    private static final String HOME = "/dav/addressbooks/alice/";
    private static final String BOOK = HOME + "contacts/";
    private static final String DIRECTORY = HOME + "group-family/";

    /** Of the example in RFC 8291 §5. */
    private static final String KEY =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String SECRET = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String CONTENT = "<P:content-update><D:depth>infinity</D:depth></P:content-update>";
    private static final String PROPERTIES = "<P:property-update><D:depth>0</D:depth></P:property-update>";
    private static final String PROPFIND = "<D:propfind xmlns:D='DAV:' xmlns:P='https://bitfire.at/webdav-push'><D:prop>"
            + "<P:transports/><P:topic/><P:supported-triggers/></D:prop></D:propfind>";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(data, "push.subscriptions-per-user = 3", "public-url = \"https://dav.example.org/\"");
        alice = server.user("alice", "+1 415 555 0100", "family");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static String register(String resource, String more) {
        return "<P:push-register xmlns:D='DAV:' xmlns:P='https://bitfire.at/webdav-push'><P:subscription>"
                + "<P:web-push-subscription><P:push-resource>" + resource + "</P:push-resource>"
                + "<P:content-encoding>aes128gcm</P:content-encoding>"
                + "<P:subscription-public-key type='p256dh'>" + KEY + "</P:subscription-public-key>"
                + "<P:auth-secret>" + SECRET + "</P:auth-secret></P:web-push-subscription></P:subscription>" + more
                + "</P:push-register>";
    }

    private static String trigger(String what) {
        return "<P:trigger>" + what + "</P:trigger>";
    }

    private static DavAnswer post(DavClient client, String path, String resource) {
        return client.xml("POST", path, register(resource, trigger(CONTENT)));
    }

    /** The path of a registration that was made. */
    private static String path(DavAnswer answer) {
        String url = answer.header("Location");
        assertThat(url).startsWith("https://dav.example.org/dav/push/");
        return url.substring("https://dav.example.org".length());
    }

    private static Instant expires(DavAnswer answer) {
        return ZonedDateTime.parse(answer.header("Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static String date(Duration fromNow) {
        return "<P:expires>"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plus(fromNow).atZone(java.time.ZoneOffset.UTC))
                + "</P:expires>";
    }

    @Test
    void collections_say_what_they_tell_and_by_which_key_the_server_is_known() {
        DavAnswer found = alice.propfind(HOME, 1, PROPFIND).expect(207);
        String key = found.value(HOME, "transports");
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(65).startsWith(4);
        assertThat(key).doesNotContain("=");
        Element webPush = DavAnswer.children(found.property(BOOK, "transports").orElseThrow())
                .get(0);
        assertThat(webPush.getLocalName()).isEqualTo("web-push");
        Element vapid = DavAnswer.children(webPush).get(0);
        assertThat(vapid.getLocalName()).isEqualTo("vapid-public-key");
        assertThat(vapid.getAttribute("type")).isEqualTo("p256ecdsa");
        assertThat(triggers(found, BOOK)).containsExactly("content-update 1", "property-update 0");
        assertThat(triggers(found, HOME)).containsExactly("content-update 1");
        assertThat(triggers(found, DIRECTORY)).containsExactly("content-update 1");
        assertThat(List.of(HOME, BOOK, DIRECTORY))
                .extracting(collection -> found.value(collection, "topic"))
                .allMatch(topic -> topic.matches("[A-Za-z0-9_-]{24}"))
                .doesNotHaveDuplicates();
        assertThat(alice.propfind(BOOK + "me.vcf", 0, PROPFIND).property(BOOK + "me.vcf", "topic"))
                .isEmpty();
    }

    private static List<String> triggers(DavAnswer found, String href) {
        return DavAnswer.children(found.property(href, "supported-triggers").orElseThrow()).stream()
                .map(trigger -> trigger.getLocalName() + " " + trigger.getTextContent())
                .toList();
    }

    @Test
    void topics_and_the_key_outlast_a_restart_and_a_directory_has_one_topic_for_all() {
        DavAnswer before = alice.propfind(HOME, 1, PROPFIND);
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        assertThat(bob.propfind("/dav/addressbooks/bob/group-family/", 0, PROPFIND)
                        .value("/dav/addressbooks/bob/group-family/", "topic"))
                .isEqualTo(before.value(DIRECTORY, "topic"));
        assertThat(bob.propfind("/dav/addressbooks/bob/contacts/", 0, PROPFIND)
                        .value("/dav/addressbooks/bob/contacts/", "topic"))
                .isNotEqualTo(before.value(BOOK, "topic"));
        server.close();
        server = TestServer.start(data);
        DavAnswer after = server.as("alice").propfind(HOME, 1, PROPFIND);
        for (String property : List.of("topic", "transports")) {
            assertThat(after.value(BOOK, property)).isEqualTo(before.value(BOOK, property));
        }
    }

    @Test
    void a_registration_has_a_url_of_its_own_and_the_same_push_resource_again_changes_it() {
        DavAnswer made = post(alice, BOOK, "https://push.invalid/1").expect(201);
        assertThat(path(made)).matches("/dav/push/[A-Za-z0-9_-]{24}");
        DavAnswer again = post(alice, BOOK, "https://push.invalid/1").expect(204);
        assertThat(path(again)).isEqualTo(path(made));
        assertThat(path(post(alice, HOME, "https://push.invalid/1").expect(201)))
                .isNotEqualTo(path(made));
        assertThat(path(post(alice, DIRECTORY, "https://push.invalid/1").expect(201)))
                .isNotEqualTo(path(made));
    }

    @Test
    void it_lasts_from_three_days_to_thirty() {
        Instant now = Instant.now();
        assertLasts(alice.xml("POST", BOOK, register("https://push.invalid/1", "")), now, Duration.ofDays(30));
        for (Duration asked : List.of(Duration.ofDays(-9), Duration.ofHours(1), Duration.ofDays(3))) {
            assertLasts(
                    alice.xml("POST", BOOK, register("https://push.invalid/1", date(asked))), now, Duration.ofDays(3));
        }
        assertLasts(
                alice.xml("POST", BOOK, register("https://push.invalid/1", date(Duration.ofDays(9)))),
                now,
                Duration.ofDays(9));
        assertLasts(
                alice.xml("POST", BOOK, register("https://push.invalid/1", date(Duration.ofDays(900)))),
                now,
                Duration.ofDays(30));
    }

    private static void assertLasts(DavAnswer made, Instant asked, Duration time) {
        assertThat(expires(made))
                .isBetween(
                        asked.plus(time).minusSeconds(1),
                        Instant.now().plus(time).plusSeconds(1));
    }

    @Test
    void it_is_deleted_by_its_user_and_is_not_there_for_anybody_else() {
        String path = path(post(alice, BOOK, "https://push.invalid/1").expect(201));
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        String nowhere = "/dav/push/" + "x".repeat(24);
        assertThat(bob.delete(path).expect(404).text())
                .isEqualTo(bob.delete(nowhere).expect(404).text());
        assertThat(alice.propfind("/dav/push/", 0, PROPFIND).status()).isEqualTo(404);
        alice.propfind(path, 0, OneUserTest.prop("D:owner")).expect(207);
        alice.get(path).expect(405);
        alice.delete(path).expect(204);
        alice.delete(path).expect(404);
        post(alice, BOOK, "https://push.invalid/1").expect(201);
    }

    @Test
    void another_s_book_is_404_whether_it_is_there_or_not() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        DavAnswer there = post(bob, BOOK, "https://push.invalid/1").expect(404);
        DavAnswer nowhere =
                post(bob, "/dav/addressbooks/nobody/contacts/", "https://push.invalid/1").expect(404);
        assertThat(there.text()).isEqualTo(nowhere.text());
        post(bob, "/dav/addressbooks/bob/group-family/", "https://push.invalid/1").expect(404);
        post(alice, BOOK + "me.vcf", "https://push.invalid/1").expect(405);
    }

    @Test
    void a_user_has_so_many_and_no_more() {
        for (int i = 0; i < 3; i++) {
            post(alice, BOOK, "https://push.invalid/" + i).expect(201);
        }
        post(alice, BOOK, "https://push.invalid/3").expect(403).expectError("push-not-available");
        post(alice, BOOK, "https://push.invalid/2").expect(204);
        DavClient bob = server.user("bob", "+1 415 555 0101");
        post(bob, "/dav/addressbooks/bob/contacts/", "https://push.invalid/3").expect(201);
    }

    @ParameterizedTest
    @CsvSource({
        "https://push.invalid/1, http://push.invalid/1",
        "https://push.invalid/1, /1",
        "https://push.invalid/1, ''",
        "https://push.invalid/1, https://me@push.invalid/1",
        "p256dh, p384",
        "aes128gcm, aesgcm",
        "P:push-resource, P:resource",
        "P:subscription>, P:other>",
        "P:web-push-subscription, P:pigeon-subscription",
        KEY + ", BAAA",
        KEY + ", " + "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw5",
        KEY + ", ''",
        SECRET + ", BTBZMqHH6r4Tts7J",
        SECRET + ", ?",
    })
    void what_no_message_can_be_sent_to_is_an_invalid_subscription(String valid, String invalid) {
        String body = register("https://push.invalid/1", trigger(CONTENT));
        assertThat(body).contains(valid);
        alice.xml("POST", BOOK, body.replace(valid, invalid)).expect(403).expectError("invalid-subscription");
        alice.xml("POST", BOOK, body).expect(201);
    }

    @Test
    void a_trigger_that_is_not_there_is_left_out_and_none_at_all_is_refused() {
        refuse(BOOK, "");
        refuse(BOOK, "<P:other-update/>");
        refuse(HOME, PROPERTIES);
        refuse(DIRECTORY, PROPERTIES);
        alice.xml("POST", HOME, register("https://push.invalid/1", trigger(CONTENT + PROPERTIES)))
                .expect(201);
        alice.xml("POST", BOOK, register("https://push.invalid/1", trigger(PROPERTIES)))
                .expect(201);
    }

    private void refuse(String collection, String trigger) {
        alice.xml("POST", collection, register("https://push.invalid/1", trigger(trigger)))
                .expect(403)
                .expectError("no-supported-trigger");
    }

    @Test
    void what_is_posted_besides_is_refused() {
        alice.xml("POST", BOOK, "<P:other xmlns:P='https://bitfire.at/webdav-push'/>")
                .expect(400);
        alice.xml("POST", BOOK, "").expect(400);
        alice.with("Content-Type: text/vcard")
                .send("POST", BOOK, TestServer.card("a", "A", "1").getBytes())
                .expect(415);
    }

    @Test
    void who_writes_names_the_registrations_that_need_not_be_told() throws SQLException {
        DavAnswer phone = post(alice, BOOK, "https://push.invalid/phone");
        DavAnswer laptop = post(alice, BOOK, "https://push.invalid/laptop");
        DavAnswer home = post(alice, HOME, "https://push.invalid/laptop");
        long before = sent(phone);
        alice.with("Push-Dont-Notify: \"" + phone.header("Location") + "\"")
                .put(BOOK + "a.vcf", TestServer.card("a", "A", "1"))
                .expect(201);
        assertThat(sent(phone)).isEqualTo(before + 1);
        assertThat(sent(laptop)).isEqualTo(before);
        alice.with("Push-Dont-Notify: \"https://dav.example.org/dav/push/x\",, \"" + laptop.header("Location") + "\"")
                .delete(BOOK + "a.vcf")
                .expect(204);
        assertThat(sent(laptop)).as("it has not heard of the first").isEqualTo(before);
        long homeBefore = sent(home);
        alice.with("Push-Dont-Notify: *").send("MKCOL", HOME + "friends/").expect(201);
        assertThat(sent(home)).isEqualTo(homeBefore + 1);
        DavClient bob = server.user("bob", "+1 415 555 0101");
        long unmoved = sent(phone);
        bob.with("Push-Dont-Notify: \"" + phone.header("Location") + "\"")
                .put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "A", "1"))
                .expect(201);
        assertThat(sent(phone)).isEqualTo(unmoved);
    }

    /** Nothing reaches a host of the domain invalid. */
    private long sent(DavAnswer registered) throws SQLException {
        String id = path(registered).substring("/dav/push/".length());
        DatabaseSettings settings = TestDatabase.settings(data);
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                PreparedStatement query =
                        connection.prepareStatement("SELECT sent FROM push_subscriptions WHERE id = ?")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }

    @Test
    void where_the_operator_has_it_off_nobody_is_told_of_it() {
        String path = path(post(alice, BOOK, "https://push.invalid/1"));
        assertThat(alice.send("OPTIONS", BOOK).header("DAV")).endsWith(", webdav-push");
        assertThat(server.client().send("OPTIONS", BOOK).header("DAV")).endsWith(", webdav-push");
        assertThat(alice.send("OPTIONS", DIRECTORY).header("Allow")).endsWith("POST");
        server.close();
        server = TestServer.start(data, "push.enabled = false");
        alice = server.as("alice");
        assertThat(alice.send("OPTIONS", BOOK).header("DAV")).doesNotContain("push");
        assertThat(server.client().send("OPTIONS", BOOK).header("DAV")).doesNotContain("push");
        for (String collection : List.of(HOME, BOOK, DIRECTORY)) {
            assertThat(alice.send("OPTIONS", collection).header("Allow")).doesNotContain("POST");
            assertThat(alice.propfind(collection, 0, PROPFIND).property(collection, "topic", 404))
                    .isPresent();
            post(alice, collection, "https://push.invalid/1").expect(405);
        }
        alice.delete(path).expect(204);
    }
}
