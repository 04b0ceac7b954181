package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Transaction;
import org.w3c.dom.Element;

/** The directory of a group, in the home of each of its members (docs/decisions/directory.md). */
class DirectoryTest extends OneUserTest {
    private static final String LOCK =
            "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";
    private static final String TEL =
            "<C:prop-filter name='TEL'><C:text-match match-type='contains'>%s</C:text-match></C:prop-filter>";

    /** A number is one user's, and each test has users of its own. */
    private static final List<String> AREAS =
            List.of("202", "212", "303", "312", "404", "408", "503", "512", "602", "617", "702", "713");

    private static int tests;

    private String group;
    private String directory;
    private String mate;
    private DavClient bob;
    private String shown;

    @BeforeEach
    void a_group() {
        tests++;
        group = "g" + name;
        mate = "mate-" + name;
        user = server.user("me-" + name, number("0131"), group);
        bob = server.user(mate, number("0132"), group);
        home = home("me-" + name);
        book = home + "contacts/";
        directory = home + "group-" + group + "/";
        shown = directory + mate + ".vcf";
    }

    private static String number(String end) {
        return "+1 " + AREAS.get(tests % AREAS.size()) + " 555 " + end;
    }

    private static String home(String name) {
        return "/dav/addressbooks/" + name + "/";
    }

    private DavAnswer consent(String method, String of, String in) {
        return server.as(of)
                .with("Content-Type: application/json")
                .send(method, "/api/users/" + of + "/prefs/directory/" + in);
    }

    private void show() {
        assertThat(consent("PUT", mate, group).expect(200).text()).contains("true");
    }

    private void membership(java.util.function.BiFunction<Transaction, long[], Boolean> work, String member) {
        assertThat(server.store()
                        .<Boolean>write(tx -> work.apply(tx, new long[] {
                            tx.principals().group(group).orElseThrow().id(),
                            tx.principals().user(member).orElseThrow().id()
                        })))
                .isTrue();
    }

    private void leave(String member) {
        membership((tx, ids) -> tx.principals().leave(ids[0], ids[1], Instant.now()), member);
    }

    private void join(String member) {
        membership((tx, ids) -> tx.principals().join(ids[0], ids[1], Instant.now()), member);
    }

    private String ownCard(String member) {
        return server.as(member)
                .get(home(member) + "contacts/me.vcf")
                .expect(200)
                .text();
    }

    private static List<String> names(Element element) {
        return DavAnswer.children(element).stream()
                .map(child -> DavAnswer.children(child).isEmpty()
                        ? child.getLocalName()
                        : DavAnswer.children(child).get(0).getLocalName())
                .toList();
    }

    @Test
    void clients_17_the_default_book_is_first_and_the_directory_last() {
        user.send("MKCOL", home + "zebras/").expect(201);
        DavAnswer listed = user.propfind(
                        home,
                        1,
                        prop(
                                "D:resourcetype",
                                "D:displayname",
                                "D:owner",
                                "D:current-user-privilege-set",
                                "D:supportedlock",
                                "D:sync-token"))
                .expect(207);
        assertThat(listed.hrefs()).containsExactly(home, book, home + "zebras/", directory);
        assertThat(names(listed.property(directory, "resourcetype").orElseThrow()))
                .containsExactly("collection", "addressbook");
        assertThat(listed.value(directory, "displayname")).isEqualTo(group);
        assertThat(listed.value(directory, "owner").strip()).isEqualTo("/dav/principals/groups/" + group + "/");
        assertThat(listed.property(directory, "supportedlock").orElseThrow().hasChildNodes())
                .isFalse();
        assertThat(names(
                        listed.property(directory, "current-user-privilege-set").orElseThrow()))
                .containsExactly("read", "read-acl", "read-current-user-privilege-set");
        assertThat(user.propfind(directory, 1, GETETAG).expect(207).hrefs()).containsExactly(directory);
    }

    private static void rfc6352_8_its_card_answers_the_reports_too(DavClient member, String card, String text) {
        String another = card.replace(".vcf", "-s.vcf");
        DavAnswer got = member.report(card, multiget(another, card)).expect(207);
        assertThat(got.hrefs()).containsExactly(card, another);
        assertThat(got.value(card, "address-data")).isEqualTo(text);
        assertThat(member.report(card, query(TEL.formatted("555-0132")))
                        .expect(207)
                        .hrefs())
                .containsExactly(card);
        assertThat(member.report(card, query(TEL.formatted("555-0133")))
                        .expect(207)
                        .hrefs())
                .isEmpty();
    }

    @Test
    void a_newcomer_finds_everybody_who_wants_to_be_found_at_the_first_sync() {
        show();
        String late = "late-" + name;
        DavClient newcomer = server.user(late, number("0133"), group);
        String theirs = home(late) + "group-" + group + "/";
        DavAnswer first = newcomer.report(theirs, sync("", "")).expect(207);
        String card = theirs + mate + ".vcf";
        assertThat(first.hrefs()).containsExactly(card);
        DavAnswer got = newcomer.get(card).expect(200);
        DavAnswer own = bob.get(home(mate) + "contacts/me.vcf").expect(200);
        assertThat(got.body()).isEqualTo(own.body());
        assertThat(got.etag()).isEqualTo(own.etag()).isEqualTo(first.value(card, "getetag"));
        assertThat(newcomer.report(theirs, multiget(card)).expect(207).value(card, "address-data"))
                .isEqualTo(own.text());
        assertThat(newcomer.report(theirs, query(TEL.formatted("555-0132")))
                        .expect(207)
                        .hrefs())
                .containsExactly(card);
        assertThat(newcomer.report(theirs, query(TEL.formatted("555-0133")))
                        .expect(207)
                        .hrefs())
                .isEmpty();
        rfc6352_8_its_card_answers_the_reports_too(newcomer, card, own.text());
        server.changeOwnNumber(mate, number("0134"));
        DavAnswer delta = newcomer.report(theirs, sync(first.syncToken(), "")).expect(207);
        assertThat(delta.hrefs()).containsExactly(card);
        assertThat(newcomer.get(card).text()).isEqualTo(ownCard(mate)).contains("555 0134");
        consent("DELETE", mate, group).expect(200);
        DavAnswer gone = newcomer.report(theirs, sync(delta.syncToken(), "")).expect(207);
        assertThat(gone.responseStatus(card)).isEqualTo(404);
        newcomer.get(card).expect(404);
    }

    @Test
    void rfc3744_7_1_1_nothing_is_written_to_a_directory() {
        show();
        String card = TestServer.card("x", "X", number("0135"));
        user.put(book + "x.vcf", card).expect(201);
        String token = user.propfind(directory, 0, prop("D:sync-token")).value(directory, "sync-token");
        List<DavAnswer> refused = List.of(
                user.put(directory + "x.vcf", card),
                user.put(shown, ownCard(mate)),
                user.delete(shown),
                user.xml("PROPPATCH", shown, set("<Z:color>red</Z:color>")),
                user.xml("PROPPATCH", directory, set("<D:displayname>Mine</D:displayname>")),
                user.with("Destination: " + book + "taken.vcf").send("MOVE", shown),
                user.with("Destination: " + directory + "x.vcf").send("MOVE", book + "x.vcf"),
                user.with("Destination: " + directory + "x.vcf").send("COPY", book + "x.vcf"),
                user.with("Destination: " + directory + "copy.vcf").send("COPY", shown),
                user.xml("LOCK", shown, LOCK),
                user.xml("LOCK", directory, LOCK),
                user.xml("LOCK", directory + "new.vcf", LOCK));
        refused.forEach(answer -> answer.expect(403).expectError("need-privileges"));
        user.delete(directory).expect(403);
        user.with("Destination: " + home + "mine/").send("MOVE", directory).expect(403);
        user.with("Destination: " + home + "mine/").send("COPY", directory).expect(403);
        user.send("POST", directory).expect(415);
        assertThat(user.send("OPTIONS", directory).header("Allow")).doesNotContain("LOCK", "DELETE", "PROPPATCH");
        assertThat(user.send("OPTIONS", shown).header("Allow")).doesNotContain("PUT", "DELETE", "MOVE");
        assertThat(user.propfind(directory, 0, prop("D:sync-token")).value(directory, "sync-token"))
                .isEqualTo(token);
        assertThat(user.propfind(directory, 1, GETETAG).hrefs()).containsExactly(directory, shown);
    }

    @Test
    void no_book_is_given_the_name_of_a_directory() {
        user.send("MKCOL", home + "group-others/").expect(403).expectError("addressbook-collection-location-ok");
        user.send("MKCOL", directory).expect(405);
        user.send("MKCOL", home + "work/").expect(201);
        for (String method : List.of("COPY", "MOVE")) {
            for (String to : List.of(directory, home + "group-others/")) {
                user.with("Destination: " + to)
                        .send(method, home + "work/")
                        .expect(403)
                        .expectError("addressbook-collection-location-ok");
            }
        }
    }

    @Test
    void a_copy_out_of_a_directory_is_a_contact_like_any_other() {
        show();
        String copy = book + "bob.vcf";
        user.with("If-None-Match: *")
                .with("Destination: " + copy)
                .send("COPY", shown)
                .expect(412);
        user.with("Destination: " + copy).send("COPY", shown).expect(201);
        assertThat(user.get(copy).text()).isEqualTo(ownCard(mate));
        user.with("Overwrite: F")
                .with("Destination: " + copy)
                .send("COPY", shown)
                .expect(412);
        user.with("If: <" + shown + "> ([" + user.get(shown).etag() + "])")
                .with("Destination: " + copy)
                .send("COPY", shown)
                .expect(204);
        server.changeOwnNumber(mate, number("0136"));
        assertThat(user.get(copy).text()).contains("555-0136");
    }

    @Test
    void rule_4_who_has_somebody_in_a_directory_only_is_no_holder_of_their_number() {
        show();
        server.changeOwnNumber(mate, number("0137"));
        assertThat(bob.get("/api/users/" + mate + "/changes").expect(200).text())
                .contains("\"total\":0", "\"state\":\"done\"");
        assertThat(user.get("/api/users/me-" + name + "/journal").expect(200).text())
                .isEqualTo("{\"journal\":[]}");
        assertThat(user.get(shown).text()).contains("555 0137");
    }

    @Test
    void who_leaves_and_who_never_was_in_the_group_finds_nothing() {
        show();
        DavClient stranger = server.user("stranger-" + name, number("0138"));
        String strange = home("stranger-" + name);
        String there = strange + "group-" + group + "/";
        String nowhere = strange + "group-" + "x".repeat(group.length()) + "/";
        for (String method : List.of("PROPFIND", "GET", "PUT", "DELETE", "MKCOL")) {
            DavAnswer one = stranger.send(method, there);
            DavAnswer other = stranger.send(method, nowhere);
            assertThat(one.status()).as(method).isEqualTo(other.status());
            assertThat(one.text()).isEqualTo(other.text());
        }
        stranger.get(shown).expect(404);
        stranger.propfind(there, 0, GETETAG).expect(404);
        user.get(shown).expect(200);
        DavAnswer before = user.report(home, sync("", "")).expect(207);
        assertThat(before.hrefs()).containsExactly(book, directory);
        leave("me-" + name);
        user.get(shown).expect(404);
        user.propfind(directory, 0, GETETAG).expect(404);
        user.report(directory, sync("", "")).expect(404);
        DavAnswer left = user.report(home, sync(before.syncToken(), "")).expect(207);
        assertThat(left.responseStatus(directory)).isEqualTo(404);
        join("me-" + name);
        assertThat(user.report(home, sync(left.syncToken(), "")).expect(207).hrefs())
                .containsExactly(directory);
    }

    @Test
    void an_administrator_reads_no_directory() {
        show();
        String admin = "admin-" + name;
        server.administrator(admin);
        server.as(admin).get(shown).expect(404);
        server.as(admin)
                .propfind(home(admin) + "group-" + group + "/", 0, GETETAG)
                .expect(404);
        assertThat(server.as(admin).propfind(home(admin), 1, GETETAG).hrefs())
                .containsExactly(home(admin), home(admin) + "contacts/");
    }

    @Test
    void consent_is_off_at_first_and_each_user_s_own_to_give() {
        String me = "me-" + name;
        assertThat(user.get("/api/users/" + me + "/prefs").expect(200).text()).contains("\"directory\":[]");
        user.get(directory + me + ".vcf").expect(404);
        user.with("Content-Type: application/json")
                .send("PUT", "/api/users/" + mate + "/prefs/directory/" + group)
                .expect(404);
        consent("PUT", me, "other").expect(404);
        consent("PUT", me, "no-group").expect(404);
        assertThat(consent("PUT", me, group).expect(200).text()).contains("true");
        assertThat(consent("PUT", me, group).expect(200).text()).contains("false");
        assertThat(user.get("/api/users/" + me + "/prefs").expect(200).text())
                .contains("\"directory\":[\"" + group + "\"]");
        assertThat(user.get(directory + me + ".vcf").expect(200).text()).isEqualTo(ownCard(me));
        assertThat(consent("DELETE", me, group).expect(200).text()).contains("true");
        user.get(directory + me + ".vcf").expect(404);
    }
}
