package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6578 on a home, and tokens that live on (docs/decisions/home-sync.md). */
class HomeSyncTest extends OneUserTest {
    @TempDir
    Path folder;

    private DavAnswer delta(String token) {
        return user.report(home, sync(token, "")).expect(207);
    }

    private void make(String name) {
        user.send("MKCOL", home + name + "/").expect(201);
    }

    private void move(String from, String to) {
        user.with("Destination: " + home + to + "/")
                .send("MOVE", home + from + "/")
                .expect(201);
    }

    @Test
    void rfc6578_3_5_books_made_renamed_described_and_deleted_are_the_changes_of_a_home() {
        make("work");
        DavAnswer initial = delta("");
        assertThat(initial.hrefs()).containsExactly(book, home + "work/");
        make("club");
        move("work", "office");
        DavAnswer moved = delta(initial.syncToken());
        assertThat(moved.hrefs()).containsExactly(home + "club/", home + "work/", home + "office/");
        assertThat(moved.responseStatus(home + "work/")).isEqualTo(404);
        user.xml("PROPPATCH", book, set("<D:displayname>Friends</D:displayname>"))
                .expect(207);
        user.xml("PROPPATCH", home + "club/", set("<Z:color>red</Z:color>")).expect(207);
        DavAnswer described = delta(moved.syncToken());
        assertThat(described.hrefs()).containsExactly(book, home + "club/");
        user.delete(home + "club/").expect(204);
        make("work");
        DavAnswer deleted = delta(described.syncToken());
        assertThat(deleted.hrefs()).containsExactly(home + "club/", home + "work/");
        assertThat(deleted.responseStatus(home + "club/")).isEqualTo(404);
        assertThat(deleted.property(home + "work/", "getetag", 404)).isPresent();
        put("a");
        DavAnswer nothing = delta(deleted.syncToken());
        assertThat(nothing.responses()).isEmpty();
        assertThat(nothing.syncToken()).isEqualTo(deleted.syncToken());
    }

    @Test
    void rfc6578_4_the_token_of_a_home_is_a_property_and_moves_only_with_its_books() {
        String body = prop("D:sync-token", "D:supported-report-set");
        DavAnswer before = user.propfind(home, 0, body).expect(207);
        String token = before.value(home, "sync-token");
        assertThat(before.text()).contains("<D:report><D:sync-collection/></D:report>");
        assertThat(user.send("OPTIONS", home).header("Allow")).contains("REPORT");
        put("a");
        user.xml("PROPPATCH", book, set("<D:displayname>Contacts</D:displayname>"))
                .expect(207);
        assertThat(user.propfind(home, 0, body).value(home, "sync-token")).isEqualTo(token);
        assertThat(delta("").syncToken()).isEqualTo(token);
        make("work");
        assertThat(user.propfind(home, 0, body).value(home, "sync-token")).isNotEqualTo(token);
    }

    @Test
    void rfc6578_3_3_level_infinite_names_each_book_once_with_sync_traversal_supported() {
        make("work");
        String infinite = sync("", "").replace(">1<", ">infinite<");
        DavAnswer first = user.report(home, infinite).expect(207);
        assertThat(first.hrefs()).containsExactly(book, home + "work/");
        assertThat(first.responseStatus(home + "work/")).isEqualTo(403);
        assertThat(first.text()).contains("<D:error><D:sync-traversal-supported/></D:error>");
        user.xml("PROPPATCH", book, set("<D:displayname>Friends</D:displayname>"))
                .expect(207);
        make("club");
        DavAnswer next = user.report(home, infinite.replace("<D:sync-token>", "<D:sync-token>" + first.syncToken()))
                .expect(207);
        assertThat(next.property(book, "getetag", 404)).isPresent();
        assertThat(next.responseStatus(home + "club/")).isEqualTo(403);
        assertThat(user.report(book, infinite).expect(207).responses())
                .allSatisfy(response -> assertThat(response.getTextContent()).doesNotContain("HTTP/1.1 403"));
    }

    @Test
    void rfc6578_3_6_pages_of_a_home_end_with_507_and_lead_on() {
        for (int i = 0; i < 4; i++) {
            make("b" + i);
        }
        user.delete(home + "b1/").expect(204);
        List<String> seen = new ArrayList<>();
        String token = "";
        boolean more = true;
        while (more) {
            DavAnswer page = user.report(home, sync(token, "2")).expect(207);
            more = page.hrefs().contains(home);
            if (more) {
                assertThat(page.responseStatus(home)).isEqualTo(507);
                assertThat(page.text()).contains("number-of-matches-within-limits");
                assertThat(page.responses()).hasSize(3);
            }
            page.hrefs().stream().filter(href -> !href.equals(home)).forEach(seen::add);
            token = page.syncToken();
        }
        assertThat(seen).startsWith(book, home + "b0/").contains(home + "b3/").doesNotHaveDuplicates();
        assertThat(token).isEqualTo(delta("").syncToken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "work/"})
    void rfc6578_3_7_a_limit_of_nothing_is_507_where_there_is_something(String collection) {
        make("work");
        user.put(home + "work/a.vcf", TestServer.card("a", "A", "1")).expect(201);
        String token = user.report(home + collection, sync("", "0"))
                .expect(507)
                .expectError("number-of-matches-within-limits")
                .text();
        assertThat(token).doesNotContain("sync-token");
        String newest = user.report(home + collection, sync("", "")).syncToken();
        assertThat(user.report(home + collection, sync(newest, "0")).expect(207).syncToken())
                .isEqualTo(newest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "ten", "1.5", " "})
    void rfc6578_6_2_a_limit_that_is_no_number_is_400(String limit) {
        user.report(home, sync("", limit)).expect(400);
        user.report(book, sync("", limit)).expect(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "infinity"})
    void clients_6_a_home_is_synced_with_any_depth_and_with_none(String depth) {
        assertThat(user.with("Depth: " + depth)
                        .report(home, sync("", ""))
                        .expect(207)
                        .hrefs())
                .containsExactly(book);
        assertThat(delta("").hrefs()).containsExactly(book);
    }

    @Test
    void clients_1_a_token_of_elsewhere_is_403_and_400_to_thunderbird_and_an_empty_one_works() {
        String ofBook = user.report(book, sync("", "")).syncToken();
        String ofOther = server.as("other")
                .report("/dav/addressbooks/other/", sync("", ""))
                .syncToken();
        String future = delta("").syncToken().replaceFirst("-\\d+$", "-99");
        for (String token : List.of(ofBook, ofOther, future, "urn:teldav:sync:0-0", "http://example.com/1")) {
            user.report(home, sync(token, "")).expect(403).expectError("valid-sync-token");
            user.with("User-Agent: Mozilla/5.0 Thunderbird/153.0")
                    .report(home, sync(token, ""))
                    .expect(400)
                    .expectError("valid-sync-token");
        }
        user.report(book, sync(delta("").syncToken(), "")).expect(403).expectError("valid-sync-token");
        delta("");
    }

    @Test
    void rfc6578_3_2_tokens_survive_a_restart_and_pruned_ones_are_told_from_valid_ones() {
        String alices = "/dav/addressbooks/alice/";
        String contacts = alices + "contacts/";
        String ofHome;
        String ofBook;
        try (TestServer first = TestServer.start(folder)) {
            DavClient alice = first.user("alice", "+1 415 555 0100");
            alice.put(contacts + "a.vcf", TestServer.card("a", "A", "1")).expect(201);
            alice.send("MKCOL", alices + "work/").expect(201);
            ofHome = alice.report(alices, sync("", "")).syncToken();
            ofBook = alice.report(contacts, sync("", "")).syncToken();
        }
        try (TestServer second = TestServer.start(folder)) {
            DavClient alice = second.as("alice");
            assertThat(alice.report(alices, sync(ofHome, "")).expect(207).syncToken())
                    .isEqualTo(ofHome);
            assertThat(alice.report(contacts, sync(ofBook, "")).expect(207).syncToken())
                    .isEqualTo(ofBook);
            alice.delete(alices + "work/").expect(204);
            alice.delete(contacts + "a.vcf").expect(204);
            assertThat(alice.report(alices, sync(ofHome, "")).hrefs()).containsExactly(alices + "work/");
            assertThat(alice.report(contacts, sync(ofBook, "")).hrefs()).containsExactly(contacts + "a.vcf");
            second.store().prune(Instant.EPOCH, Instant.now().plusSeconds(60));
            alice.report(alices, sync(ofHome, "")).expect(403).expectError("valid-sync-token");
            alice.report(contacts, sync(ofBook, "")).expect(403).expectError("valid-sync-token");
            String fresh = alice.report(alices, sync("", "")).expect(207).syncToken();
            assertThat(alice.report(alices, sync(fresh, "")).expect(207).responses())
                    .isEmpty();
            String freshBook = alice.report(contacts, sync("", "")).expect(207).syncToken();
            assertThat(alice.report(contacts, sync(freshBook, "")).expect(207).responses())
                    .isEmpty();
        }
    }
}
