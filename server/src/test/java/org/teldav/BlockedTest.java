package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * "Choices" of propagation.md: blocked users keep the old number, and see no trace. All that one can ask of the server is asked before and after the change, and must be answered with the
 * same bytes; who isn't blocked sees the difference, so that there is one.
 */
class BlockedTest extends OneUserTest {
    private static final String AGE = "\"age_seconds\":";
    private static final String ALLPROP = "<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>";
    private static final String PROPNAME = "<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>";
    private static final String LIVE = prop(
            "D:sync-token",
            "S:getctag",
            "D:getetag",
            "D:getlastmodified",
            "D:creationdate",
            "D:quota-used-bytes",
            "D:quota-available-bytes",
            "D:lockdiscovery",
            "D:displayname",
            "D:current-user-principal",
            "D:principal-URL",
            "D:group-membership",
            "D:group-member-set",
            "D:owner",
            "D:acl",
            "D:resource-id",
            "S:me-card",
            "C:addressbook-home-set",
            "C:principal-address");

    private record Holder(String name, DavClient client, String token) {}

    /** A number that somebody else held before is not its user's alone (rule 10): each test has its own. */
    private static int tests;

    private String changer;
    private Holder blocked;
    private Holder told;

    @BeforeEach
    void a_changer_one_who_is_blocked_and_one_who_is_not() {
        String number = "+1 646 555 01" + (20 + tests++);
        changer = "changer-" + name;
        String group = "circle-" + name;
        server.user(changer, number, group);
        blocked = holder("blocked-" + name, number, group);
        told = holder("told-" + name, number, group);
        server.as(changer)
                .with("Content-Type: application/json")
                .send("PUT", "/api/users/" + changer + "/prefs/blocked/blocked-" + name, "{}".getBytes(UTF_8))
                .expect(200);
    }

    private static Holder holder(String holder, String number, String group) {
        DavClient client = server.user(holder, "+1 646 555 0188", group);
        client.put("/dav/addressbooks/" + holder + "/contacts/a.vcf", TestServer.card("a", "A", number))
                .expect(201);
        String token = client.report("/dav/addressbooks/" + holder + "/contacts/", sync("", ""))
                .syncToken();
        return new Holder(holder, client, token);
    }

    /** All that this holder can see, by what was asked. */
    private Map<String, Map<String, String>> view(Holder holder) {
        DavClient client = holder.client();
        String home = "/dav/addressbooks/" + holder.name() + "/";
        String book = home + "contacts/";
        Map<String, Map<String, String>> view = new LinkedHashMap<>();
        for (String path : new String[] {
            home,
            book,
            book + "a.vcf",
            book + "me.vcf",
            "/dav/",
            "/dav/principals/",
            "/dav/principals/users/" + holder.name() + "/",
            "/dav/principals/users/" + changer + "/",
            "/dav/principals/groups/circle-" + name + "/",
            "/dav/addressbooks/" + changer + "/",
            "/dav/addressbooks/" + changer + "/contacts/",
            "/dav/addressbooks/" + changer + "/contacts/me.vcf"
        }) {
            for (String method : new String[] {"GET", "HEAD", "OPTIONS"}) {
                view.put(method + " " + path, seen(client.send(method, path)));
            }
            for (String body : new String[] {ALLPROP, PROPNAME, LIVE}) {
                view.put("PROPFIND 0 " + path + body, seen(client.propfind(path, 0, body)));
                view.put("PROPFIND 1 " + path + body, seen(client.propfind(path, 1, body)));
            }
        }
        reports(holder, home, book, view);
        for (String what :
                new String[] {"", "/journal", "/inbox", "/changes", "/prefs", "/books/contacts/history/a.vcf"}) {
            view.put("GET " + what, seen(client.get("/api/users/" + holder.name() + what)));
            view.put("GET changer's " + what, seen(client.get("/api/users/" + changer + what)));
        }
        return view;
    }

    private static void reports(Holder holder, String home, String book, Map<String, Map<String, String>> view) {
        DavClient client = holder.client();
        view.put("sync", seen(client.report(book, sync(holder.token(), ""))));
        view.put("sync from the start", seen(client.report(book, sync("", ""))));
        view.put("sync of the home", seen(client.report(home, sync("", ""))));
        view.put("multiget", seen(client.report(book, multiget(book + "a.vcf", book + "b.vcf"))));
        view.put("query", seen(client.report(book, query("<C:prop-filter name='TEL'/>"))));
        view.put("If-None-Match", seen(client.with("If-None-Match: \"x\"").get(book + "a.vcf")));
    }

    /** All of an answer but times that pass, and how much the disk has left: that is everybody's, and the tests of others write on it as well. */
    private static Map<String, String> seen(DavAnswer answer) {
        Map<String, String> seen = new TreeMap<>(answer.headers());
        seen.remove("Date");
        if (answer.text().contains(AGE)) {
            seen.remove("Content-Length");
        }
        seen.put("status", Integer.toString(answer.status()));
        seen.put("body", answer.text().replaceAll("(<D:quota-available-bytes>|" + AGE + ")[0-9]+", "$1"));
        return seen;
    }

    @Test
    void blocked_users_see_no_trace_of_a_change_not_even_by_a_token() {
        Map<String, Map<String, String>> before = view(blocked);
        Map<String, Map<String, String>> toldBefore = view(told);

        server.changeOwnNumber(changer, "+1 646 555 0177");

        assertNothingDiffers(before);
        assertThat(view(told).entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(toldBefore.get(entry.getKey())))
                        .map(Map.Entry::getKey))
                .as("what shows a change to those who are told")
                .contains("sync", "query", "multiget", "GET /journal")
                .hasSizeGreaterThan(15);
    }

    @Test
    void nor_when_the_change_is_taken_back_or_follows_another() {
        Map<String, Map<String, String>> before = view(blocked);
        server.changeOwnNumber(changer, "+1 646 555 0176");
        server.changeOwnNumber(changer, "+1 646 555 0175");
        String id = server.store().read(tx -> {
            long user = tx.principals().user(changer).orElseThrow().id();
            return Long.toString(tx.changes().listOf(user, 1).get(0).id());
        });
        server.as(changer)
                .with("Content-Type: application/json")
                .send("POST", "/api/users/" + changer + "/changes/" + id + "/retract", "{}".getBytes(UTF_8))
                .expect(200);
        server.drain();
        assertNothingDiffers(before);
    }

    private void assertNothingDiffers(Map<String, Map<String, String>> before) {
        view(blocked).forEach((asked, now) -> assertThat(now).as(asked).isEqualTo(before.get(asked)));
    }
}
