package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.dav.DavResponse;
import org.teldav.storage.sql.DatabaseSettings;
import org.w3c.dom.Element;

/** WebDAV-Push: who may register for what, and what is kept of it. Clients' own words are in exchanges/clients/davx5-push. */
class PushRegistrationTest extends OneUserTest {
    private static int families;

    /** Of the example in RFC 8291 §5. */
    private static final String KEY =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String SECRET = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String CONTENT = "<P:content-update><D:depth>infinity</D:depth></P:content-update>";
    private static final String PROPERTIES = "<P:property-update><D:depth>0</D:depth></P:property-update>";
    static final String PROPFIND = "<D:propfind xmlns:D='DAV:' xmlns:P='https://bitfire.at/webdav-push'><D:prop>"
            + "<P:transports/><P:topic/><P:supported-triggers/></D:prop></D:propfind>";

    private String directory;

    @BeforeEach
    void a_group_of_ones_own() {
        String group = "family" + families++;
        server.store().write(tx -> {
            long made = tx.principals().addGroup(group, group, Instant.now()).id();
            return tx.principals()
                    .join(made, tx.principals().user(name).orElseThrow().id(), Instant.now());
        });
        directory = home + "group-" + group + "/";
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
    static String path(DavAnswer answer) {
        String url = answer.header("Location");
        String path = url.substring(url.indexOf("/dav/"));
        assertThat(url).isEqualTo(server.uri().replaceAll("/$", "") + path);
        return path;
    }

    private static Instant expires(DavAnswer answer) {
        return ZonedDateTime.parse(answer.header("Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static String date(Duration fromNow) {
        return "<P:expires>" + DavResponse.date(Instant.now().plus(fromNow)) + "</P:expires>";
    }

    @Test
    void collections_say_what_they_tell_and_by_which_key_the_server_is_known() {
        DavAnswer found = user.propfind(home, 1, PROPFIND).expect(207);
        String key = found.value(home, "transports");
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(65).startsWith(4);
        assertThat(key).doesNotContain("=");
        Element webPush = DavAnswer.children(found.property(book, "transports").orElseThrow())
                .get(0);
        assertThat(webPush.getLocalName()).isEqualTo("web-push");
        Element vapid = DavAnswer.children(webPush).get(0);
        assertThat(vapid.getLocalName()).isEqualTo("vapid-public-key");
        assertThat(vapid.getAttribute("type")).isEqualTo("p256ecdsa");
        assertThat(List.of(home, book, directory))
                .allSatisfy(collection -> assertThat(triggers(found, collection))
                        .containsExactly("content-update 1", "property-update 1"))
                .extracting(collection -> found.value(collection, "topic"))
                .allMatch(topic -> topic.matches("[A-Za-z0-9_-]{24}"))
                .doesNotHaveDuplicates();
        assertThat(user.propfind(book + "me.vcf", 0, PROPFIND).property(book + "me.vcf", "topic"))
                .isEmpty();
    }

    private static List<String> triggers(DavAnswer found, String href) {
        return DavAnswer.children(found.property(href, "supported-triggers").orElseThrow()).stream()
                .map(trigger -> trigger.getLocalName() + " " + trigger.getTextContent())
                .toList();
    }

    @Test
    void a_directory_has_one_topic_for_all_and_other_books_have_their_own() {
        DavClient other = server.as("other");
        String theirs = "/dav/addressbooks/other/";
        server.store().write(tx -> {
            String group = directory.substring(home.length() + "group-".length(), directory.length() - 1);
            return tx.principals()
                    .join(
                            tx.principals().group(group).orElseThrow().id(),
                            tx.principals().user("other").orElseThrow().id(),
                            Instant.now());
        });
        DavAnswer mine = user.propfind(home, 1, PROPFIND);
        DavAnswer found = other.propfind(theirs, 1, PROPFIND);
        assertThat(found.value(directory.replace(home, theirs), "topic")).isEqualTo(mine.value(directory, "topic"));
        assertThat(found.value(theirs + "contacts/", "topic")).isNotEqualTo(mine.value(book, "topic"));
    }

    @Test
    void a_registration_has_a_url_of_its_own_and_the_same_push_resource_again_changes_it() {
        DavAnswer made = post(user, book, "https://push.invalid/1").expect(201);
        assertThat(path(made)).matches("/dav/push/[A-Za-z0-9_-]{24}");
        DavAnswer again = post(user, book, "https://push.invalid/1").expect(204);
        assertThat(path(again)).isEqualTo(path(made));
        assertThat(path(post(user, home, "https://push.invalid/1").expect(201))).isNotEqualTo(path(made));
        assertThat(path(post(user, directory, "https://push.invalid/1").expect(201)))
                .isNotEqualTo(path(made));
    }

    @Test
    void it_lasts_from_three_days_to_thirty() {
        Instant now = Instant.now();
        assertLasts(user.xml("POST", book, register("https://push.invalid/1", "")), now, Duration.ofDays(30));
        for (Duration asked : List.of(Duration.ofDays(-9), Duration.ofHours(1), Duration.ofDays(3))) {
            assertLasts(
                    user.xml("POST", book, register("https://push.invalid/1", date(asked))), now, Duration.ofDays(3));
        }
        assertLasts(
                user.xml("POST", book, register("https://push.invalid/1", date(Duration.ofDays(9)))),
                now,
                Duration.ofDays(9));
        assertLasts(
                user.xml("POST", book, register("https://push.invalid/1", date(Duration.ofDays(900)))),
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
        String path = path(post(user, book, "https://push.invalid/1").expect(201));
        DavClient other = server.as("other");
        String nowhere = "/dav/push/" + "x".repeat(24);
        assertThat(other.delete(path).expect(404).text())
                .isEqualTo(other.delete(nowhere).expect(404).text());
        assertThat(user.propfind("/dav/push/", 0, PROPFIND).status()).isEqualTo(404);
        user.propfind(path, 0, OneUserTest.prop("D:owner")).expect(207);
        user.get(path).expect(405);
        user.delete(path).expect(204);
        user.delete(path).expect(404);
        post(user, book, "https://push.invalid/1").expect(201);
    }

    @Test
    void another_s_book_is_404_whether_it_is_there_or_not() {
        DavClient other = server.as("other");
        DavAnswer there = post(other, book, "https://push.invalid/1").expect(404);
        DavAnswer nowhere = post(other, "/dav/addressbooks/nobody/contacts/", "https://push.invalid/1")
                .expect(404);
        assertThat(there.text()).isEqualTo(nowhere.text());
        post(other, "/dav/addressbooks/other/group-nobody/", "https://push.invalid/1")
                .expect(404);
        post(user, book + "me.vcf", "https://push.invalid/1").expect(405);
    }

    @Test
    void a_user_has_so_many_and_no_more() {
        for (int i = 0; i < 100; i++) {
            post(user, book, "https://push.invalid/" + i).expect(201);
        }
        post(user, book, "https://push.invalid/100").expect(403).expectError("push-not-available");
        post(user, book, "https://push.invalid/2").expect(204);
        DavClient other = server.as("other");
        post(other, "/dav/addressbooks/other/contacts/", "https://push.invalid/100")
                .expect(201);
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
        KEY + ", " + "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiww",
        KEY + ", ''",
        SECRET + ", BTBZMqHH6r4Tts7J",
        SECRET + ", ?",
    })
    void what_no_message_can_be_sent_to_is_an_invalid_subscription(String valid, String invalid) {
        String body = register("https://push.invalid/1", trigger(CONTENT));
        assertThat(body).contains(valid);
        user.xml("POST", book, body.replace(valid, invalid)).expect(403).expectError("invalid-subscription");
        user.xml("POST", book, body).expect(201);
    }

    @Test
    void a_trigger_that_is_not_there_is_left_out_and_none_at_all_is_refused() {
        refuse(book, "");
        refuse(book, "<P:other-update/>");
        refuse(home, "<P:other-update/>");
        refuse(directory, "<P:other-update/>");
        user.xml("POST", home, register("https://push.invalid/1", trigger("<P:other-update/>" + CONTENT + PROPERTIES)))
                .expect(201);
        for (String collection : List.of(home, book, directory)) {
            user.xml("POST", collection, register("https://push.invalid/2", trigger(PROPERTIES)))
                    .expect(201);
        }
    }

    private void refuse(String collection, String trigger) {
        user.xml("POST", collection, register("https://push.invalid/1", trigger(trigger)))
                .expect(403)
                .expectError("no-supported-trigger");
    }

    @Test
    void what_is_posted_besides_is_refused() {
        user.xml("POST", book, "<P:other xmlns:P='https://bitfire.at/webdav-push'/>")
                .expect(400);
        user.xml("POST", book, "").expect(400);
        user.with("Content-Type: text/vcard")
                .send("POST", book, TestServer.card("a", "A", "1").getBytes())
                .expect(415);
    }

    @Test
    void who_writes_names_the_registrations_that_need_not_be_told() throws SQLException {
        DavAnswer phone = post(user, book, "https://push.invalid/phone");
        DavAnswer laptop = post(user, book, "https://push.invalid/laptop");
        DavAnswer ofHome = post(user, home, "https://push.invalid/laptop");
        long before = sent(phone);
        user.with("Push-Dont-Notify: \"" + phone.header("Location") + "\"")
                .put(book + "a.vcf", TestServer.card("a", "A", "1"))
                .expect(201);
        assertThat(sent(phone)).isEqualTo(before + 1);
        assertThat(sent(laptop)).isEqualTo(before);
        user.with("Push-Dont-Notify: \"https://dav.example.org/dav/push/x\",, \"" + laptop.header("Location") + "\"")
                .delete(book + "a.vcf")
                .expect(204);
        assertThat(sent(laptop)).as("it has not heard of the first").isEqualTo(before);
        long homeBefore = sent(ofHome);
        user.with("Push-Dont-Notify: *").send("MKCOL", home + "friends/").expect(201);
        assertThat(sent(ofHome)).isEqualTo(homeBefore + 1);
        DavClient other = server.as("other");
        long unmoved = sent(phone);
        other.with("Push-Dont-Notify: \"" + phone.header("Location") + "\"")
                .put("/dav/addressbooks/other/contacts/a.vcf", TestServer.card("a", "A", "1"))
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
}
