package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.Lock;

/** WebDAV class 2: RFC 4918 §6, §7, §9.10, §9.11, §10.4 to §10.7. */
class LockTest extends LockStory {
    private static final Pattern SECONDS = Pattern.compile("<D:timeout>Second-(\\d+)</D:timeout>");

    @Test
    void rfc4918_18_2_the_classes_and_methods_are_told() {
        put("a");
        for (String path : List.of(home, book, book + "a.vcf")) {
            DavAnswer answer = user.send("OPTIONS", path).expect(200);
            assertThat(answer.header("DAV")).startsWith("1, 2, 3");
            assertThat(answer.header("Allow")).contains("LOCK, UNLOCK");
            assertThat(user.propfind(path, 0, prop("D:supportedlock"))
                            .property(path, "supportedlock")
                            .orElseThrow()
                            .getElementsByTagNameNS("DAV:", "lockentry")
                            .getLength())
                    .isEqualTo(2);
        }
        DavAnswer principal =
                lock("/dav/principals/users/" + name + "/", "0", EXCLUSIVE).expect(405);
        assertThat(principal.header("Allow")).doesNotContain("LOCK");
    }

    @Test
    void rfc4918_9_10_a_lock_is_answered_with_its_token_and_lockdiscovery() {
        put("a");
        String path = book + "a.vcf";
        DavAnswer answer = user.with("Timeout: Infinite, Second-4100000000")
                .with("Depth: 0")
                .xml("LOCK", path, EXCLUSIVE)
                .expect(200);
        String token = answer.header("Lock-Token");
        assertThat(token).matches("<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>");
        String uri = token.substring(1, token.length() - 1);
        String expected = "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/></D:lockscope>"
                + "<D:depth>0</D:depth><D:owner xmlns:D=\"DAV:\">me</D:owner><D:timeout>Second-N</D:timeout>"
                + "<D:locktoken><D:href>" + uri + "</D:href></D:locktoken><D:lockroot><D:href>" + path
                + "</D:href></D:lockroot></D:activelock></D:lockdiscovery>";
        assertThat(answer.text().replaceAll("Second-\\d+", "Second-N")).contains(expected);
        assertThat(answer.xml().getLocalName()).isEqualTo("prop");
        DavAnswer seen = user.propfind(path, 0, prop("D:lockdiscovery")).expect(207);
        assertThat(seen.text().replaceAll("Second-\\d+", "Second-N")).contains(expected);
        assertThat(user.propfind(book, 1, "<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>")
                        .text())
                .as("allprop shows it")
                .contains(uri);
        assertThat(user.propfind(book, 0, prop("D:lockdiscovery")).value(book, "lockdiscovery"))
                .isEmpty();
    }

    @Test
    void rfc4918_14_17_the_owner_is_kept_as_it_was_sent() {
        put("a");
        String inner =
                "<a:x xmlns:a='urn:a' k=\"v\">J \u00f6 \u0141 \u65e5 &amp; <![CDATA[<K>]]></a:x> \n <D:href>http://e/~m</D:href>";
        DavAnswer answer = lock(
                        book + "a.vcf", "0", lockinfo("exclusive", "<D:owner xml:lang='de'>" + inner + "</D:owner>"))
                .expect(200);
        String kept = "<D:owner xmlns:D=\"DAV:\" xml:lang='de'>" + inner + "</D:owner>";
        assertThat(answer.text()).contains(kept);
        assertThat(user.propfind(book + "a.vcf", 0, prop("D:lockdiscovery")).text())
                .contains(kept);
        assertThat(lock(book + "b.vcf", "0", lockinfo("shared", "")).expect(201).text())
                .doesNotContain("owner");
        lock(book + "c.vcf", "0", lockinfo("shared", "<D:owner>" + "x".repeat(5000) + "</D:owner>"))
                .expect(507);
    }

    @ParameterizedTest
    @CsvSource({
        "Second-30, 30",
        "Second-100000, 3600",
        "Second-4294967295, 3600",
        "Second-999999999999999999999, 3600",
        "Infinite, 3600",
        "'Extended, Second-20', 20",
        "'Second-10, Infinite', 10",
        "second-40, 40",
        "Second-0, 1",
        "nonsense, 3600"
    })
    void rfc4918_10_7_timeouts(String wish, long granted) {
        String text = user.with("Timeout: " + wish)
                .xml("LOCK", book + "t.vcf", EXCLUSIVE)
                .expect(201)
                .text();
        Matcher seconds = SECONDS.matcher(text);
        assertThat(seconds.find()).isTrue();
        assertThat(Long.parseLong(seconds.group(1))).isBetween(Math.max(0, granted - 20), granted);
    }

    @Test
    void rfc4918_7_a_locked_card_is_written_with_the_token_only() {
        put("a");
        put("c");
        String path = book + "a.vcf";
        String token = locked(path, "0", EXCLUSIVE);
        refused(user.put(path, card("a")), "lock-token-submitted", path);
        refused(user.delete(path), "lock-token-submitted", path);
        refused(user.xml("PROPPATCH", path, set("<Z:a>1</Z:a>")), "lock-token-submitted", path);
        refused(user.with("Destination: " + book + "b.vcf").send("MOVE", path), "lock-token-submitted", path);
        for (String method : List.of("COPY", "MOVE")) {
            refused(user.with("Destination: " + path).send(method, book + "c.vcf"), "lock-token-submitted", path);
        }
        user.get(path).expect(200);
        user.with("Destination: " + book + "copy.vcf").send("COPY", path).expect(403);
        knowing(token).put(path, card("a")).expect(204);
        knowing(token).xml("PROPPATCH", path, set("<Z:a>1</Z:a>")).expect(207);
        assertThat(user.propfind(path, 0, prop("Z:a")).value(path, "a")).isEqualTo("1");
        knowing(token).delete(path).expect(204);
        put("a");
    }

    @Test
    void rfc4918_7_a_put_that_could_not_be_stored_anyway_tells_of_the_lock_first() {
        put("a");
        locked(book + "a.vcf", "0", EXCLUSIVE);
        user.put(book + "a.vcf", "nonsense").expect(423);
        user.with("If-Match: \"x\"").put(book + "a.vcf", "nonsense").expect(412);
    }

    @Test
    void rfc4918_9_11_unlock() {
        put("a");
        String path = book + "a.vcf";
        String token = locked(path, "0", EXCLUSIVE);
        user.send("UNLOCK", path).expect(400);
        user.with("Lock-Token: " + token.substring(1)).send("UNLOCK", path).expect(400);
        user.with("Lock-Token: " + token + ", " + token).send("UNLOCK", path).expect(400);
        user.with("Lock-Token: <urn:uuid:00000000-0000-0000-0000-000000000000>")
                .send("UNLOCK", path)
                .expect(409)
                .expectError("lock-token-matches-request-uri");
        user.with("Lock-Token: " + token)
                .send("UNLOCK", book)
                .expect(409)
                .expectError("lock-token-matches-request-uri");
        user.with("Lock-Token: " + token).send("UNLOCK", book + "none.vcf").expect(404);
        user.with("Lock-Token: " + token.toUpperCase().replace("URN:UUID", "urn:uuid"))
                .send("UNLOCK", path)
                .expect(204);
        user.put(path, card("a")).expect(204);
        user.with("Lock-Token: " + token).send("UNLOCK", path).expect(409);
        knowing(token).put(path, card("a")).expect(412);
    }

    @Test
    void rfc4918_6_2_exclusive_and_shared() {
        put("a");
        String path = book + "a.vcf";
        String first = locked(path, "0", SHARED);
        String second = locked(path, "infinity", SHARED);
        assertThat(second).isNotEqualTo(first);
        refused(lock(path, "0", EXCLUSIVE), "no-conflicting-lock", path);
        refused(user.put(path, card("a")), "lock-token-submitted", path);
        knowing(first).put(path, card("a")).expect(204);
        knowing(second).put(path, TestServer.card("a", "Other", "1")).expect(204);
        knowing(first, second).put(path, card("a")).expect(204);
        user.with("Lock-Token: " + first).send("UNLOCK", path).expect(204);
        knowing(second).put(path, TestServer.card("a", "Third", "1")).expect(204);
        user.with("Lock-Token: " + second).send("UNLOCK", path).expect(204);
        String third = locked(path, "0", EXCLUSIVE);
        refused(lock(path, "0", SHARED), "no-conflicting-lock", path);
        refused(knowing(third).with("Depth: 0").xml("LOCK", path, EXCLUSIVE), "no-conflicting-lock", path);
    }

    @Test
    void rfc4918_9_10_2_a_lock_is_refreshed_by_a_lock_without_body() {
        put("a");
        String path = book + "a.vcf";
        String token = locked(path, "0", EXCLUSIVE);
        user.send("LOCK", path).expect(400);
        user.with("If-Match: *").send("LOCK", path).expect(400);
        DavAnswer answer =
                knowing(token).with("Timeout: Second-50").send("LOCK", path).expect(200);
        assertThat(answer.text())
                .contains(token.substring(1, token.length() - 1))
                .contains("<D:owner");
        assertThat(answer.headers()).doesNotContainKey("Lock-Token");
        Matcher seconds =
                SECONDS.matcher(user.propfind(path, 0, prop("D:lockdiscovery")).text());
        assertThat(seconds.find()).isTrue();
        assertThat(Long.parseLong(seconds.group(1))).isLessThanOrEqualTo(50);
        knowing("<urn:uuid:00000000-0000-0000-0000-000000000000>")
                .send("LOCK", path)
                .expect(412);
        user.with("If: (<urn:x>) (Not <DAV:no-lock>)")
                .send("LOCK", path)
                .expect(412)
                .expectError("lock-token-matches-request-uri");
        knowing(token).send("LOCK", book + "none.vcf").expect(404);
        knowing(token).send("LOCK", book).expect(412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:lockinfo xmlns:D='DAV:'/>",
                "<D:propfind xmlns:D='DAV:'/>",
                "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope></D:lockinfo>",
                "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:local/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>",
                "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>",
                "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:read/></D:locktype></D:lockinfo>",
                "<D:lockinfo xmlns:D='DAV:'>"
            })
    void rfc4918_14_11_what_asks_for_no_write_lock_is_a_400(String body) {
        lock(book, "0", body).expect(400);
        assertThat(user.propfind(book, 0, prop("D:lockdiscovery")).value(book, "lockdiscovery"))
                .isEmpty();
    }

    /** The hour is over as soon as the store says that the lock has ended a second ago. */
    @Test
    void rfc4918_6_6_a_lock_expires() {
        put("a");
        user.xml("LOCK", book + "a.vcf", EXCLUSIVE).expect(200);
        user.put(book + "a.vcf", card("a")).expect(423);
        Instant now = Instant.now();
        server.store().write(tx -> {
            long owner = tx.principals().user(name).orElseThrow().id();
            tx.locks().holdAll(owner);
            Lock lock = tx.locks().list(owner, now).get(0);
            return tx.locks()
                    .keep(
                            owner,
                            new Lock(
                                    lock.token(),
                                    lock.book(),
                                    lock.name(),
                                    lock.exclusive(),
                                    lock.infinite(),
                                    lock.owner(),
                                    now.minusSeconds(1)),
                            now);
        });
        assertThat(user.propfind(book + "a.vcf", 0, prop("D:lockdiscovery")).value(book + "a.vcf", "lockdiscovery"))
                .isEmpty();
        user.put(book + "a.vcf", card("a")).expect(204);
        user.xml("LOCK", book + "a.vcf", EXCLUSIVE).expect(200);
    }

    @Test
    void a_home_keeps_a_bounded_number_of_locks() {
        for (int i = 0; i < 200; i++) {
            lock(book + i + ".vcf", "0", EXCLUSIVE).expect(201);
        }
        lock(book + "more.vcf", "0", EXCLUSIVE).expect(507);
    }

    @Test
    void a_number_that_changes_ends_the_lock_on_the_card_that_it_is_written_to() {
        String changer = name + "changer";
        String holder = name + "holder";
        server.user(changer, "+44 7700 900250", "family" + name);
        DavClient holding = server.user(holder, "+44 7700 900251", "family" + name);
        String path = "/dav/addressbooks/" + holder + "/contacts/friend.vcf";
        String beside = "/dav/addressbooks/" + holder + "/contacts/beside.vcf";
        holding.put(path, TestServer.card("friend", "Friend", "+44 7700 900250"))
                .expect(201);
        holding.put(beside, TestServer.card("beside", "Beside", "+44 7700 900252"))
                .expect(201);
        String token = holding.xml("LOCK", path, EXCLUSIVE).expect(200).header("Lock-Token");
        String other = holding.xml("LOCK", beside, EXCLUSIVE).expect(200).header("Lock-Token");
        server.changeOwnNumber(changer, "+44 7700 900260");
        assertThat(holding.get(path).text()).contains("900260");
        holding.with("If: (" + token + ")")
                .put(path, TestServer.card("friend", "Edited", "+44 7700 900250"))
                .expect(412);
        assertThat(holding.get(path).text()).contains("900260");
        holding.put(beside, card("beside")).expect(423);
        holding.with("If: (" + other + ")").put(beside, card("beside")).expect(204);
    }
}
