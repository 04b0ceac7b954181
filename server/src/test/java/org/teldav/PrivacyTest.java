package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * carddav.md, "Who may": what belongs to others. Each request is sent twice: about what another user has, and about what nobody has, under a name of the same length. The two answers
 * must be the same in status, headers and body.
 */
class PrivacyTest extends OneUserTest {
    private static final String THERE = "other";
    private static final String NOWHERE = "othex";
    private static final String NS =
            " xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:S='http://calendarserver.org/ns/'";
    private static final String LOCK = "<D:lockinfo" + NS
            + "><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";

    /** Of another: NAME is theirs or nobody's. All kinds of resource; some are not there in either. */
    private static final List<String> PATHS = List.of(
            "/dav/principals/users/NAME/",
            "/dav/principals/groups/club-NAME/",
            "/dav/addressbooks/NAME",
            "/dav/addressbooks/NAME/",
            "/dav/addressbooks/NAME/contacts/",
            "/dav/addressbooks/NAME/work/",
            "/dav/addressbooks/NAME/none/",
            "/dav/addressbooks/NAME/contacts/me.vcf",
            "/dav/addressbooks/NAME/contacts/locked.vcf",
            "/dav/addressbooks/NAME/contacts/none.vcf",
            "/dav/addressbooks/NAME/work/none/deeper.vcf");

    private static boolean prepared;
    private static String token = "";

    @BeforeEach
    void what_the_other_has() {
        if (!prepared) {
            DavClient other = server.as(THERE);
            server.user("member-of-" + THERE, "+1 415 555 0198", "club-" + THERE);
            server.store()
                    .write(tx -> tx.principals()
                            .join(
                                    tx.principals()
                                            .group("club-" + THERE)
                                            .orElseThrow()
                                            .id(),
                                    tx.principals().user(THERE).orElseThrow().id(),
                                    Instant.now()));
            String theirs = "/dav/addressbooks/" + THERE + "/";
            other.send("MKCOL", theirs + "work/").expect(201);
            other.put(theirs + "contacts/locked.vcf", TestServer.card("l", "Locked", "1"))
                    .expect(201);
            token = other.with("Depth: 0")
                    .xml("LOCK", theirs + "contacts/locked.vcf", LOCK)
                    .expect(200)
                    .header("Lock-Token");
            prepared = true;
        }
    }

    /** A request: method, headers, body. NAME stands for the other's name, OWN and HOME for one's own, TOKEN for a lock of the other's. */
    private record Request(String method, String body, String... headers) {
        @Override
        public String toString() {
            return method + " " + String.join(", ", headers) + " " + body.substring(0, Math.min(60, body.length()));
        }
    }

    private static String report(String name, String inside) {
        return "<" + name + NS + ">" + inside + "</" + name + ">";
    }

    static List<Request> requests() {
        String card = TestServer.card("s", "S", "1");
        String property = "<D:prop><D:displayname/><D:getetag/></D:prop>";
        List<Request> requests = new ArrayList<>();
        for (String method : List.of("OPTIONS", "GET", "HEAD", "DELETE", "FOO", "ACL", "UNLOCK")) {
            requests.add(new Request(method, ""));
        }
        for (String condition :
                List.of("If-Match: *", "If-None-Match: *", "If-Match: \"x\"", "If: (<TOKEN>)", "If: ([\"x\"])")) {
            requests.add(new Request("PUT", card, "Content-Type: text/vcard", condition));
            requests.add(new Request("GET", "", condition));
            requests.add(new Request("DELETE", "", condition));
        }
        requests.add(new Request("PUT", card, "Content-Type: text/vcard"));
        requests.add(new Request("PUT", "no card", "Content-Type: text/plain"));
        requests.add(new Request("POST", card, "Content-Type: text/vcard"));
        for (String depth : List.of("0", "1", "infinity")) {
            requests.add(
                    new Request("PROPFIND", "<D:propfind" + NS + ">" + property + "</D:propfind>", "Depth: " + depth));
            requests.add(new Request("PROPFIND", "", "Depth: " + depth));
            requests.add(new Request("COPY", "", "Destination: OWNstolen.vcf", "Depth: " + depth));
            requests.add(new Request("LOCK", LOCK, "Depth: " + depth));
        }
        requests.add(new Request("MOVE", "", "Destination: OWNstolen.vcf"));
        requests.add(new Request("MOVE", "", "Destination: HOMEstolen/"));
        requests.add(new Request("LOCK", "", "If: (<TOKEN>)"));
        requests.add(new Request("UNLOCK", "", "Lock-Token: <TOKEN>"));
        requests.add(new Request("PROPPATCH", set("<D:displayname>x</D:displayname>")));
        requests.add(new Request("MKCOL", ""));
        requests.add(new Request("ACL", report("D:acl", "")));
        requests.add(
                new Request(
                        "MKCOL",
                        report(
                                "D:mkcol",
                                "<D:set><D:prop><D:resourcetype><D:collection/><C:addressbook/></D:resourcetype></D:prop></D:set>")));
        for (String body : List.of(
                report("C:addressbook-multiget", property + "<D:href>/dav/addressbooks/NAME/contacts/me.vcf</D:href>"),
                report("C:addressbook-query", property + "<C:filter/>"),
                report("D:sync-collection", "<D:sync-token/><D:sync-level>1</D:sync-level>" + property),
                report("D:expand-property", "<D:property name='owner'><D:property name='displayname'/></D:property>"),
                report("D:acl-principal-prop-set", property),
                report("D:principal-match", "<D:self/>"),
                report(
                        "D:principal-property-search",
                        "<D:property-search><D:prop><D:displayname/></D:prop><D:match>NAME</D:match></D:property-search>"
                                + property),
                report("D:principal-search-property-set", ""),
                report("D:unknown", ""))) {
            requests.add(new Request("REPORT", body, "Depth: 0"));
        }
        return requests;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void another_s_things_are_as_if_they_were_not_there(Request request) {
        PATHS.forEach(path -> same(user, request, path));
    }

    /** Of a member of a group the principal can be found; it is not among these paths. */
    @ParameterizedTest
    @MethodSource("requests")
    void those_in_a_group_with_them_see_no_more(Request request) {
        DavClient mate = server.as("member-of-" + THERE);
        PATHS.stream()
                .filter(path -> path.startsWith("/dav/addressbooks/"))
                .filter(path -> !request.body().contains("principal-property-search"))
                .forEach(path -> same(mate, request, path));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void who_has_not_logged_in_sees_nothing_at_all(Request request) {
        PATHS.forEach(path -> same(server.client(), request, path));
    }

    /** What one asks of one's own, naming what is another's. */
    static List<Request> mentions() {
        List<Request> mentions = new ArrayList<>();
        String card = TestServer.card("s", "S", "1");
        for (String path : PATHS) {
            for (String overwrite : List.of("T", "F")) {
                for (String method : List.of("COPY", "MOVE")) {
                    mentions.add(new Request(method, "", "Destination: " + path, "Overwrite: " + overwrite));
                }
            }
            for (String list : List.of("(<TOKEN>)", "(Not <TOKEN>)", "([\"x\"])", "(Not [\"x\"])")) {
                mentions.add(new Request("PUT", card, "Content-Type: text/vcard", "If: <" + path + "> " + list));
            }
            mentions.add(new Request("REPORT", multiget(path)));
            mentions.add(new Request("PROPPATCH", set("<Z:dead><D:href>" + path + "</D:href></Z:dead>")));
        }
        return mentions;
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void another_s_things_can_be_named_and_nothing_is_learnt(Request request) {
        String mine = request.method().matches("REPORT|PROPPATCH") ? book : book + "mine.vcf";
        Map<String, String> first = null;
        for (String name : List.of(THERE, NOWHERE)) {
            user.put(book + "mine.vcf", TestServer.card("s", "Mine", "1"));
            Map<String, String> seen = seen(send(user, request, mine, name), name);
            assertThat(seen).isEqualTo(first == null ? seen : first);
            first = seen;
        }
        assertThat(server.as(THERE)
                        .get("/dav/addressbooks/" + THERE + "/contacts/none.vcf")
                        .status())
                .isEqualTo(404);
    }

    /** The own card is named by a property that can be set to the href of another's. */
    @Test
    void the_me_card_can_t_be_another_s() {
        for (String path : PATHS) {
            String body =
                    set("<S:me-card xmlns:S='http://calendarserver.org/ns/'><D:href>" + path + "</D:href></S:me-card>");
            same(user, new Request("PROPPATCH", body), home);
        }
    }

    @Test
    void principals_of_strangers_and_their_groups_are_in_no_listing() {
        for (String path : List.of(
                "/dav/principals/", "/dav/principals/users/", "/dav/principals/groups/", "/dav/addressbooks/")) {
            assertThat(user.propfind(path, 1, GETETAG).hrefs()).noneMatch(href -> href.contains(THERE));
        }
    }

    @Test
    void those_in_a_group_see_each_other_s_principal_and_nothing_more() {
        DavClient mate = server.as("member-of-" + THERE);
        String mates = "/dav/principals/users/member-of-" + THERE + "/";
        DavClient ben = server.user("ben-" + name, "+1 415 555 0172", "club-" + THERE);
        DavAnswer answer = ben.propfind(mates, 0, prop("D:displayname", "C:addressbook-home-set", "S:me-card"));
        assertThat(answer.expect(207).property(mates, "displayname")).isPresent();
        assertThat(answer.property(mates, "addressbook-home-set")).isEmpty();
        assertThat(answer.property(mates, "me-card")).isEmpty();
        String group = "/dav/principals/groups/club-" + THERE + "/";
        assertThat(mate.propfind(group, 0, prop("D:group-member-set")).text())
                .contains(mates, "/dav/principals/users/" + THERE + "/");
        user.propfind(mates, 0, GETETAG).expect(404);
        user.propfind(group, 0, GETETAG).expect(404);
    }

    private void same(DavClient client, Request request, String path) {
        assertThat(seen(send(client, request, path, THERE), THERE))
                .as("%s %s", request, path)
                .isEqualTo(seen(send(client, request, path, NOWHERE), NOWHERE));
    }

    private DavAnswer send(DavClient client, Request request, String path, String name) {
        DavClient with = client.with("Content-Type: application/xml");
        for (String header : request.headers()) {
            with = header.startsWith("Content-Type") ? client.with(header) : with.with(fill(header, name));
        }
        return with.send(
                request.method(), fill(path, name), fill(request.body(), name).getBytes(UTF_8));
    }

    private String fill(String text, String name) {
        return text.replace("NAME", name)
                .replace("OWN", book)
                .replace("HOME", home)
                .replace("<TOKEN>", token);
    }

    /** All of an answer but its time. */
    private static Map<String, String> seen(DavAnswer answer, String name) {
        Map<String, String> seen = new TreeMap<>(answer.headers());
        seen.remove("Date");
        seen.put("status", Integer.toString(answer.status()));
        seen.put("body", answer.text());
        seen.replaceAll((header, value) -> value.replace(name, "NAME"));
        return seen;
    }
}
