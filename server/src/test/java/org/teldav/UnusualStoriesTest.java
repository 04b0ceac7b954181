package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.web.Json;

/** Changes of number in unusual circumstances, over real requests (propagation.md). */
@BothEngines
class UnusualStoriesTest {
    private static final String ME = "/dav/addressbooks/alice/contacts/me.vcf";
    private static final String CARD = "/dav/addressbooks/bob/contacts/alice.vcf";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;
    private DavClient bob;
    private DavClient carol;

    @BeforeEach
    void a_family() {
        server = TestServer.start(data, "propagation.daily-limit = 0");
        alice = server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        carol = server.user("carol", "+1 415 555 0102", "family");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String card(String lines) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:X\r\n" + lines.replace("|", "\r\n") + "\r\nEND:VCARD\r\n";
    }

    private String bobs() {
        return bob.get(CARD).expect(200).text();
    }

    /** All of Alice's TELs. */
    private void own(String... tels) {
        String card = alice.get(ME).expect(200).text();
        String others = card.replaceAll("(?m)^TEL[^\r\n]*\r\n", "");
        alice.put(ME, others.replace("END:VCARD", String.join("\r\n", tels) + "\r\nEND:VCARD"))
                .expect(204);
        server.drain();
    }

    private JsonNode api(DavClient client, String method, String path) {
        return Json.parse(DeviceTest.json(client, method, "/api/users/" + path, "{}")
                .expect(200)
                .body());
    }

    @Test
    void rule_3_a_contact_that_a_phone_deletes_and_puts_again_goes_on() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0110");
        String now = bobs();
        assertThat(now).contains("+1 415 555 0110");
        bob.delete(CARD).expect(204);
        bob.put("/dav/addressbooks/bob/contacts/again.vcf", now).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0120");
        assertThat(bob.get("/dav/addressbooks/bob/contacts/again.vcf")
                        .expect(200)
                        .text())
                .isEqualTo(now.replace("0110", "0120"));
    }

    @ParameterizedTest
    @CsvSource({"KIND:individual, true", "KIND:org, true", "KIND:group, false", "X-ADDRESSBOOKSERVER-KIND:group, false"
    })
    void rule_6_of_all_kinds_of_cards_only_a_group_is_left(String kind, boolean rewritten) {
        bob.put(CARD, card(kind + "|TEL:+1 415 555 0100")).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0110");
        assertThat(bobs()).contains(rewritten ? "0110" : "0100");
    }

    @Test
    void rule_2_an_extension_is_part_of_a_number() {
        own("TEL;TYPE=WORK:+1 415 555 0100");
        bob.put(CARD, card("TEL:(415) 555-0100|TEL:(415) 555-0100 ext. 12")).expect(201);
        own("TEL;TYPE=WORK:+1 415 555 0110");
        assertThat(bobs()).contains("TEL:(415) 555-0110\r\nTEL:(415) 555-0100 ext. 12");
        own("TEL;TYPE=WORK:+1 415 555 0110 ext. 7");
        assertThat(bobs()).containsPattern("TEL:\\(415\\) 555-0110[^\r\n]*7\r\nTEL:\\(415\\) 555-0100 ext. 12");
    }

    @Test
    void rule_1_a_number_twice_in_the_own_card_is_one() {
        own("TEL;TYPE=CELL:+1 415 555 0100", "TEL;TYPE=WORK:(415) 555-0100");
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        String before = bobs();
        own("TEL;TYPE=CELL:+1 415 555 0110", "TEL;TYPE=WORK:(415) 555-0100");
        assertThat(bobs()).as("it is there still").isEqualTo(before);
        own("TEL;TYPE=CELL:+1 415 555 0110", "TEL;TYPE=WORK:(415) 555-0120");
        assertThat(bobs()).contains("+1 415 555 0120");
    }

    /** It took minutes, in one transaction: each number costs some statements, and each two of them a look. */
    @Test
    @Timeout(120)
    void an_own_card_with_thousands_of_numbers_holds_nobody_up_and_its_first_go_out() {
        List<String> tels = new ArrayList<>(List.of("TEL;TYPE=CELL:+1 415 555 0100"));
        for (int i = 0; i < 4000; i++) {
            tels.add(String.format("TEL;TYPE=WORK:+1 212 %03d %04d", 200 + i / 1000, i % 1000 + 2000));
        }
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        own(tels.toArray(String[]::new));
        tels.replaceAll(tel -> tel.replace("+1 415 555 0100", "+1 415 555 0110").replace("+1 212", "+1 213"));
        own(tels.toArray(String[]::new));
        assertThat(bobs()).contains("0110");
        int claims = server.store()
                .<Integer>read(tx -> tx.claims()
                        .of(tx.principals().user("alice").orElseThrow().id())
                        .size());
        assertThat(claims).isLessThan(300);
    }

    @Test
    void rule_11_who_undid_is_not_touched_by_the_retraction_and_is_by_the_next_change() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        String carols = "/dav/addressbooks/carol/contacts/alice.vcf";
        carol.put(carols, card("TEL:(415) 555-0100")).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0110");
        String line =
                api(bob, "GET", "bob/journal").path("journal").get(0).path("id").asText();
        api(bob, "POST", "bob/journal/" + line + "/undo");
        String undone = bob.get(CARD).etag();
        String change = api(alice, "GET", "alice/changes")
                .path("changes")
                .get(0)
                .path("id")
                .asText();
        api(alice, "POST", "alice/changes/" + change + "/retract");
        server.drain();
        assertThat(bob.get(CARD).etag()).isEqualTo(undone);
        assertThat(carol.get(carols).text()).contains("(415) 555-0100");
        own("TEL;TYPE=CELL:+1 415 555 0120");
        assertThat(bobs()).contains("+1 415 555 0120");
        assertThat(carol.get(carols).text()).contains("(415) 555-0120");
    }

    @Test
    void rule_11_who_wants_no_changes_gets_none_of_a_chain_whatever_becomes_of_the_card() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        DeviceTest.json(bob, "PUT", "/api/users/bob/prefs", "{\"mode\": \"never\"}")
                .expect(200);
        own("TEL;TYPE=CELL:+1 415 555 0110");
        own("TEL;TYPE=CELL:+1 415 555 0120");
        DeviceTest.json(bob, "PUT", "/api/users/bob/prefs", "{\"mode\": \"automatic\"}")
                .expect(200);
        String text = bobs();
        bob.delete(CARD).expect(204);
        bob.put(CARD, text).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0130");
        assertThat(bobs()).isEqualTo(text);
    }

    @Test
    void rule_2_an_own_card_that_goes_with_its_book_is_withdrawn_and_what_comes_in_its_place_takes_it_up() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        alice.send("MKCOL", "/dav/addressbooks/alice/work/").expect(201);
        alice.with("Destination: /dav/addressbooks/alice/work/me.vcf")
                .send("MOVE", ME)
                .expect(201);
        alice.delete("/dav/addressbooks/alice/work/").expect(204);
        server.drain();
        assertThat(bobs()).contains("0100");
        String other = "/dav/addressbooks/alice/contacts/new.vcf";
        alice.put(other, TestServer.card("new", "Alice", "+1 415 555 0110")).expect(201);
        alice.xml(
                        "PROPPATCH",
                        "/dav/addressbooks/alice/",
                        "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><me-card xmlns='http://calendarserver.org/ns/'><D:href>"
                                + other + "</D:href></me-card></D:prop></D:set></D:propertyupdate>")
                .expect(207);
        server.drain();
        assertThat(bobs()).contains("0110");
    }

    @Test
    void rule_7_a_locked_card_is_rewritten_and_its_lock_is_over() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        String token = bob.with("Depth: 0")
                .xml("LOCK", CARD, LockStory.EXCLUSIVE)
                .expect(200)
                .header("Lock-Token");
        own("TEL;TYPE=CELL:+1 415 555 0110");
        String now = bobs();
        assertThat(now).contains("0110");
        bob.with("If: (" + token + ")").put(CARD, now.replace("FN:X", "FN:Y")).expect(412);
        bob.put(CARD, now.replace("FN:X", "FN:Y")).expect(204);
    }

    @Test
    void rule_5_a_card_at_the_limit_is_rewritten_beyond_it() {
        server.close();
        server = TestServer.start(data, "propagation.daily-limit = 0", "limits.card = 4 KiB");
        alice = server.as("alice");
        bob = server.as("bob");
        String text = card("TEL:(415) 555-0100|NOTE:");
        text = text.replace("NOTE:", "NOTE:" + "x".repeat(4096 - text.length()));
        bob.put(CARD, text).expect(201);
        own("TEL;TYPE=CELL:+44 7700 900123");
        assertThat(bobs()).contains("+44 7700 900123");
    }

    /** Nobody knows whose the other was (docs/decisions/rewritten-cards.md, "Twins"). */
    @Test
    void rule_5_there_and_back_where_a_card_had_both_leaves_the_other_and_its_holder_can_have_both_again() {
        String both = card("TEL;TYPE=CELL:+1 415 555 0100|TEL;TYPE=WORK:+1 415 555 0110");
        bob.put(CARD, both).expect(201);
        own("TEL;TYPE=CELL:+1 415 555 0110");
        own("TEL;TYPE=CELL:+1 415 555 0100");
        assertThat(bobs()).doesNotContain("0100").contains("0110");
        String line =
                api(bob, "GET", "bob/journal").path("journal").get(0).path("id").asText();
        api(bob, "POST", "bob/journal/" + line + "/undo");
        assertThat(bobs()).isEqualTo(both);
    }

    @Test
    void rule_2_a_number_that_is_mistyped_in_between_is_taken_up_when_it_is_put_right() {
        bob.put(CARD, card("TEL:+1 415 555 0100")).expect(201);
        own("TEL;TYPE=CELL:+1 415 555");
        assertThat(bobs()).contains("0100");
        own("TEL;TYPE=CELL:+1 415 555 0110");
        assertThat(bobs()).contains("0110");
    }

    @Test
    void rule_5_a_family_card_keeps_the_others_numbers() {
        bob.put(
                        CARD,
                        card("N:Liddell;Alice and Carol;;;|item1.TEL:+1 415 555 0100|item1.X-ABLabel:Alice"
                                + "|item2.TEL:+1 415 555 0102|item2.X-ABLabel:Carol|TEL;TYPE=HOME:+1 415 555 0177"))
                .expect(201);
        String before = bobs();
        own("TEL;TYPE=CELL:+1 415 555 0110");
        assertThat(bobs()).isEqualTo(before.replace("0100", "0110"));
        server.changeOwnNumber("carol", "+1 415 555 0120");
        assertThat(bobs()).isEqualTo(before.replace("0100", "0110").replace("0102", "0120"));
        own("TEL;TYPE=CELL:+1 415 555 0130");
        assertThat(bobs()).isEqualTo(before.replace("0100", "0130").replace("0102", "0120"));
    }
}
