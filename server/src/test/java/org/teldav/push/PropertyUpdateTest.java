package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavClient;
import org.teldav.TestServer;

/** A PROPPATCH of a home, a book or a card, and which phones are told of it. */
@Timeout(120)
@BothEngines
class PropertyUpdateTest {
    private static final String HOME = "/dav/addressbooks/bob/";
    private static final String BOOK = HOME + "contacts/";
    private static final String CARD = BOOK + "a.vcf";
    private static final String DEAD = "<Z:dead>1</Z:dead>";
    private static final String PROPERTIES = "<P:property-update/>";

    @TempDir
    Path data;

    private final PushService service = PushService.start();
    private final Map<String, Phone> phones = new HashMap<>();
    private final Map<String, String> registrations = new HashMap<>();
    private TestServer server;
    private DavClient bob;

    @BeforeEach
    void start() {
        server = TestServer.start(data, "push.loopback = true");
        bob = server.user("bob", "+1 415 555 0101");
        bob.put(CARD, TestServer.card("a", "Alice", "+1 415 555 0100")).expect(201);
    }

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    private void register(String collection, String path, String triggers) {
        phones.put(path, Phone.make());
        registrations.put(
                path, Registering.register(bob, collection, service.resource(path), phones.get(path), triggers));
    }

    private static void patch(DavClient client, String path, String property) {
        patch(client, path, property, "200 OK");
    }

    private static void patch(DavClient client, String path, String properties, String status) {
        String answer = client.xml(
                        "PROPPATCH",
                        path,
                        "<propertyupdate xmlns='DAV:' xmlns:Z='urn:z'><set><prop>" + properties
                                + "</prop></set></propertyupdate>")
                .expect(207)
                .text();
        assertThat(answer).contains(status);
    }

    /** What comes until that many have, by path. */
    private Map<String, String> messages(int count) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            PushService.Received received = service.next();
            byte[] plain = phones.get(received.path()).read(received.body());
            assertThat(all.put(received.path(), new String(plain, StandardCharsets.UTF_8)))
                    .isNull();
        }
        return all;
    }

    /** A phone that is told of content behind what else is told. */
    private void assertNothingMore() {
        bob.put(BOOK + "mark" + phones.size() + ".vcf", TestServer.card("m" + phones.size(), "M", "+1 415 555 0102"))
                .expect(201);
        assertThat(messages(1)).containsOnlyKeys("/mark");
        assertThat(service.rest()).isEmpty();
    }

    private void registerAll() {
        register(HOME, "/home", Registering.properties("1"));
        register(HOME, "/home-itself", Registering.properties("0"));
        register(BOOK, "/book", Registering.properties("infinity"));
        register(BOOK, "/book-itself", "<property-update/>");
        register(BOOK, "/mark", Registering.CONTENT);
    }

    private void assertTold(String... paths) {
        assertThat(messages(paths.length)).containsOnlyKeys(paths).allSatisfy((path, message) -> {
            assertThat(message).contains("<P:topic>").endsWith(PROPERTIES + "</P:push-message>\n");
            assertThat(message).doesNotContain("content-update");
        });
        assertNothingMore();
    }

    @Test
    void a_property_of_the_home_is_told_at_the_home() {
        registerAll();
        patch(bob, HOME, DEAD);
        assertTold("/home", "/home-itself");
    }

    @Test
    void a_property_of_a_book_is_told_at_the_book_and_at_depth_1_of_the_home() {
        registerAll();
        patch(bob, BOOK, DEAD);
        assertTold("/home", "/book", "/book-itself");
    }

    @Test
    void a_property_of_a_card_is_told_at_depth_1_of_its_book() {
        registerAll();
        patch(bob, CARD, DEAD);
        assertTold("/book");
    }

    @Test
    void which_card_is_ones_own_is_told_at_the_home() {
        registerAll();
        patch(
                bob,
                HOME,
                "<me-card xmlns='http://calendarserver.org/ns/'><D:href xmlns:D='DAV:'>" + CARD
                        + "</D:href></me-card>");
        assertTold("/home", "/home-itself");
    }

    @Test
    void a_patch_that_is_refused_is_told_to_nobody() {
        registerAll();
        for (String path : List.of(HOME, BOOK, CARD)) {
            patch(bob, path, DEAD + "<Z:" + "n".repeat(300) + "/>", "507 Insufficient Storage");
        }
        assertTold();
    }

    @Test
    void properties_and_content_of_a_home_come_in_one_message_where_a_book_is_described() {
        register(HOME, "/home", Registering.CONTENT + Registering.properties("1"));
        register(BOOK, "/mark", Registering.CONTENT);
        patch(bob, BOOK, "<displayname>Mine</displayname>");
        assertThat(messages(1).get("/home")).contains("<D:sync-token>").contains(PROPERTIES);
        assertNothingMore();
    }

    @Test
    void a_client_without_a_trigger_has_both_and_properties_at_depth_0() {
        phones.put("/davx5", Phone.make());
        String body = Registering.body(service.resource("/davx5"), phones.get("/davx5"), "");
        bob.xml("POST", BOOK, body).expect(201);
        register(BOOK, "/mark", Registering.CONTENT);
        patch(bob, CARD, DEAD);
        bob.put(BOOK + "b.vcf", TestServer.card("b", "B", "+1 415 555 0103")).expect(201);
        Map<String, String> told = messages(2);
        assertThat(told.get("/davx5")).contains("content-update").doesNotContain("property-update");
    }

    @Test
    void the_device_that_patched_is_not_told_and_the_others_are() {
        registerAll();
        String own = Stream.of("/home", "/book")
                .map(path -> "\"" + server.uri().replaceAll("/$", "") + registrations.get(path) + "\"")
                .collect(Collectors.joining(", "));
        DavClient device = bob.with("Push-Dont-Notify: " + own);
        List.of(CARD, BOOK, HOME).forEach(path -> patch(device, path, DEAD));
        assertTold("/book-itself", "/home-itself");
    }
}
