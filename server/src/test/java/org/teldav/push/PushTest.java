package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavClient;
import org.teldav.TestServer;
import org.teldav.Victim;

/** The whole way: somebody changes something, and somebody else's phone is told what to ask for. */
@Timeout(120)
@BothEngines
class PushTest {
    private static final String LOOPBACK = "push.loopback = true";
    private static final String NUMBER = "+1 415 555 0100";

    @TempDir
    Path data;

    private final PushService service = PushService.start();
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data, LOOPBACK);
    }

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    private static String book(String user) {
        return "/dav/addressbooks/" + user + "/contacts/";
    }

    /** @return the path of the registration */
    private String register(String user, String collection, String resource, Phone phone) {
        return Registering.register(
                server.as(user), collection, service.resource(resource), phone, Registering.CONTENT);
    }

    private Phone register(String user) {
        Phone phone = Phone.make();
        register(user, book(user), "/" + user, phone);
        return phone;
    }

    private String property(String user, String path, String name) {
        String text = server.as(user)
                .propfind(
                        path,
                        0,
                        "<propfind xmlns='DAV:' xmlns:P='https://bitfire.at/webdav-push'><prop><sync-token/>"
                                + "<P:topic/><P:transports/></prop></propfind>")
                .expect(207)
                .text();
        return element(text, name);
    }

    private static String element(String xml, String name) {
        Matcher matcher =
                Pattern.compile("<(?:\\w+:)?" + name + "[^>]*>([^<]*)</").matcher(xml);
        assertThat(matcher.find()).as(name + " in " + xml).isTrue();
        return matcher.group(1);
    }

    private static String message(PushService.Received received, Phone phone) {
        return new String(phone.read(received.body()), StandardCharsets.UTF_8);
    }

    @Test
    void alice_changes_her_number_and_bobs_phone_is_told_the_token_whose_delta_holds_her_card() {
        server.user("alice", NUMBER, "family");
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        bob.put(book("bob") + "a.vcf", TestServer.card("a", "Alice", NUMBER)).expect(201);
        server.drain();
        String before = property("bob", book("bob"), "sync-token");
        Phone phone = register("bob");

        server.changeOwnNumber("alice", "+1 415 555 0199");

        PushService.Received received = service.next();
        assertThat(received.path()).isEqualTo("/bob");
        String message = message(received, phone);
        assertThat(element(message, "topic")).isEqualTo(property("bob", book("bob"), "topic"));
        String now = element(message, "sync-token");
        assertThat(now).isEqualTo(property("bob", book("bob"), "sync-token")).isNotEqualTo(before);
        assertThat(received.headers().get("Authorization"))
                .endsWith("k=" + property("bob", book("bob"), "vapid-public-key"));
        VapidToken.checked(received.headers().get("Authorization"));
        String delta = bob.report(
                        book("bob"),
                        "<sync-collection xmlns='DAV:'><sync-token>" + before
                                + "</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>")
                .expect(207)
                .text();
        assertThat(delta).contains(book("bob") + "a.vcf").contains(now);
        assertThat(bob.get(book("bob") + "a.vcf").expect(200).text()).contains("+1 415 555 0199");
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void each_holder_is_told_once_and_who_holds_nothing_is_not() {
        server.user("alice", NUMBER, "family");
        Map<String, Phone> phones = new HashMap<>();
        for (String holder : List.of("bob", "carol", "dave")) {
            server.user(holder, "+1 415 555 02" + (10 + phones.size()), "family")
                    .put(book(holder) + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                    .expect(201);
            server.drain();
            phones.put("/" + holder, register(holder));
        }
        server.user("erin", "+1 415 555 0301", "family");
        Phone erin = register("erin");
        server.changeOwnNumber("alice", "+1 415 555 0199");
        List<String> told = new ArrayList<>();
        for (int i = 0; i < phones.size(); i++) {
            PushService.Received received = service.next();
            told.add(received.path());
            assertThat(message(received, phones.get(received.path()))).contains("sync-token");
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(phones.keySet());
        server.as("erin")
                .put(book("erin") + "x.vcf", TestServer.card("x", "X", NUMBER))
                .expect(201);
        PushService.Received last = service.next();
        assertThat(last.path()).isEqualTo("/erin");
        assertThat(message(last, erin)).contains("sync-token");
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void of_a_thousand_holders_each_is_told_once_and_the_device_that_wrote_is_not() {
        DavClient alice = server.user("alice", NUMBER, "club");
        Phone phone = Phone.make();
        Set<String> holders = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String name = "holder" + i;
            server.user(name, "+1 212 555 " + (1000 + i), "club")
                    .put(book(name) + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                    .expect(201);
            holders.add("/" + name);
        }
        server.drain();
        holders.forEach(path -> register(path.substring(1), book(path.substring(1)), path, phone));
        String own = register("alice", book("alice"), "/alice", phone);
        String me = book("alice") + "me.vcf";
        String card = alice.get(me).expect(200).text();
        alice.with("Push-Dont-Notify: \"" + server.uri().replaceAll("/$", "") + own + "\"")
                .put(me, card.replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1+1 415 555 0199"))
                .expect(204);
        Set<String> told = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(told.add(service.next().path())).as("told once").isTrue();
        }
        assertThat(told).isEqualTo(holders);
        alice.put(book("alice") + "x.vcf", TestServer.card("x", "X", "+1 415 555 0300"))
                .expect(201);
        assertThat(service.next().path()).isEqualTo("/alice");
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void the_device_that_wrote_is_not_told_and_the_same_users_other_one_is() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        String own = register("bob", book("bob"), "/own", Phone.make());
        register("bob", book("bob"), "/other", Phone.make());
        bob.with("Push-Dont-Notify: \"" + server.uri().replaceAll("/$", "") + own + "\"")
                .put(book("bob") + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                .expect(201);
        assertThat(service.next().path()).isEqualTo("/other");
        server.user("carol", "+1 415 555 0102");
        register("carol");
        server.as("carol")
                .put(book("carol") + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                .expect(201);
        assertThat(service.next().path()).isEqualTo("/carol");
        bob.delete(book("bob") + "a.vcf").expect(204);
        assertThat(service.next().path())
                .as("what somebody else changes is told")
                .isEqualTo("/own");
    }

    @Test
    void who_has_taken_the_registration_back_is_told_nothing() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        String registration = register("bob", book("bob"), "/gone", Phone.make());
        register("bob");
        bob.delete(registration).expect(204);
        bob.put(book("bob") + "a.vcf", TestServer.card("a", "Alice", NUMBER)).expect(201);
        assertThat(service.next().path()).isEqualTo("/bob");
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void a_home_is_told_of_its_books() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        Phone phone = Phone.make();
        register("bob", "/dav/addressbooks/bob/", "/home", phone);
        bob.send("MKCOL", "/dav/addressbooks/bob/club/").expect(201);
        PushService.Received received = service.next();
        assertThat(received.path()).isEqualTo("/home");
        assertThat(element(message(received, phone), "topic"))
                .isEqualTo(property("bob", "/dav/addressbooks/bob/", "topic"));
        assertThat(element(message(received, phone), "sync-token"))
                .isEqualTo(property("bob", "/dav/addressbooks/bob/", "sync-token"));
    }

    @Test
    void what_changed_while_messages_were_off_is_told_when_they_are_on_again() {
        server.user("bob", "+1 415 555 0101");
        Phone phone = register("bob");
        server.close();
        server = TestServer.start(data, LOOPBACK, "push.enabled = false");
        server.as("bob")
                .put(book("bob") + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                .expect(201);
        String now = property("bob", book("bob"), "sync-token");
        server.close();
        assertThat(service.rest()).isEmpty();
        server = TestServer.start(data, LOOPBACK);
        assertThat(message(service.next(), phone)).contains("<D:sync-token>" + now + "</D:sync-token>");
    }

    @Test
    void a_new_key_is_announced_to_who_has_registered_with_the_old_one_which_goes_on_for_them() {
        server.user("bob", "+1 415 555 0101");
        Phone phone = Phone.make();
        for (String collection : List.of(book("bob"), "/dav/addressbooks/bob/")) {
            Registering.register(
                    server.as("bob"),
                    collection,
                    service.resource("/bob"),
                    phone,
                    Registering.CONTENT + Registering.properties("1"));
        }
        String before = property("bob", book("bob"), "vapid-public-key");
        Victim.json(server.administrator("root"), "POST", "/api/pushes/key", "{}")
                .expect(200);
        String after = property("bob", book("bob"), "vapid-public-key");
        assertThat(after).isNotEqualTo(before);
        server.close();
        server = TestServer.start(data, LOOPBACK);
        PushService.Received told = service.next();
        assertThat(message(told, phone))
                .as("the draft, \"Key Rotation\": that and nothing else")
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<P:push-message xmlns:D=\"DAV:\""
                        + " xmlns:P=\"https://bitfire.at/webdav-push\"><P:property-update><D:prop><P:transports/>"
                        + "</D:prop></P:property-update></P:push-message>\n");
        assertThat(told.headers().get("Authorization")).contains("k=" + before);
        assertThat(property("bob", book("bob"), "vapid-public-key")).isEqualTo(after);
        server.as("bob").send("MKCOL", "/dav/addressbooks/bob/club/").expect(201);
        assertThat(element(message(service.next(), phone), "topic"))
                .as("once to a phone, however much it has registered for")
                .isEqualTo(property("bob", "/dav/addressbooks/bob/", "topic"));
    }

    @Test
    void no_message_goes_to_this_machine_where_that_is_not_set() {
        server.user("bob", "+1 415 555 0101");
        register("bob");
        server.close();
        server = TestServer.start(data);
        server.as("bob")
                .put(book("bob") + "a.vcf", TestServer.card("a", "Alice", NUMBER))
                .expect(201);
        while (!server.client().get("/metrics").expect(200).text().contains("teldav_push_failed_total 1.0")) {
            Thread.onSpinWait();
        }
        assertThat(service.rest()).isEmpty();
    }
}
