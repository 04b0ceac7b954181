package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.web.Json;

/** A client that PUTs without a condition what it knew before a rewrite, with an edit of its own: the holder is asked (docs/decisions/stale-put.md, rule 11 of propagation.md). */
@BothEngines
class StalePutTest {
    private static final String A = "+14155550100";
    private static final String B = "+14155550111";
    private static final String C = "+14155550122";
    private static final String CARD = "/dav/addressbooks/bob/contacts/a.vcf";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient bob;
    private String known;
    private String tag;

    @BeforeEach
    void people() {
        server = TestServer.start(data);
        server.user("alice", A, "family");
        bob = server.user("bob", "+14155550101", "family");
        known = TestServer.card("a", "Alice", A);
        tag = bob.put(CARD, known).expect(201).etag();
        server.drain();
        server.changeOwnNumber("alice", B);
        assertThat(text()).contains(B);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String text() {
        return bob.get(CARD).expect(200).text();
    }

    private static String with(String card, String line) {
        return card.replace("END:VCARD", line + "\r\nEND:VCARD");
    }

    /** As Thunderbird and Evolution do. */
    private void puts(String card) {
        bob.put(CARD, card).expect(204);
        server.drain();
        assertThat(text()).as("nothing is rewritten by itself").isEqualTo(card);
    }

    private List<JsonNode> lines(String which, String field) {
        List<JsonNode> lines = new ArrayList<>();
        Json.parse(bob.get("/api/users/bob/" + which).expect(200).body())
                .path(field)
                .forEach(lines::add);
        return lines;
    }

    private List<JsonNode> inbox() {
        return lines("inbox", "offers");
    }

    private DavAnswer answers(String word) {
        String id = inbox().get(0).path("id").asText();
        return bob.with("Content-Type: application/json")
                .send("POST", "/api/users/bob/inbox/" + id + "/" + word, "{}".getBytes(UTF_8));
    }

    @Test
    void rule_11_the_holder_is_asked_and_takes_the_number_beside_their_edit() {
        puts(with(known, "NOTE:met in May"));
        assertThat(inbox()).singleElement().satisfies(offer -> {
            assertThat(offer.path("changer").asText()).isEqualTo("alice");
            assertThat(offer.path("old").toString()).contains(A);
            assertThat(offer.path("new").toString()).contains(B);
            assertThat(offer.path("reason").asText()).contains("put the old one back");
        });
        answers("accept").expect(200);
        assertThat(text()).isEqualTo(with(known.replace(A, B), "NOTE:met in May"));
        assertThat(inbox()).isEmpty();

        server.changeOwnNumber("alice", C);
        assertThat(text()).as("it is linked again").isEqualTo(with(known.replace(A, C), "NOTE:met in May"));
    }

    @Test
    void rule_9_an_offer_that_is_taken_later_goes_to_where_the_number_has_come_to() {
        puts(with(known, "NOTE:met in May"));
        server.changeOwnNumber("alice", C);
        assertThat(text()).contains(A);
        assertThat(inbox()).as("no other comes").hasSize(1);
        answers("accept").expect(200);
        assertThat(text()).isEqualTo(with(known.replace(A, C), "NOTE:met in May"));
    }

    @Test
    void rule_9_so_does_one_of_a_version_before_two_changes() {
        server.changeOwnNumber("alice", C);
        puts(with(known, "NOTE:met in May"));
        assertThat(inbox()).hasSize(1);
        answers("accept").expect(200);
        assertThat(text()).contains(C);
    }

    /** Rule 3: the number that an unproved change wrote is known to be hers by nothing but the journal. */
    @Test
    void rule_3_also_a_number_that_nothing_proves() {
        String rewritten = text();
        server.changeOwnNumber("alice", C);
        puts(with(rewritten, "NOTE:met in May"));
        answers("accept").expect(200);
        assertThat(text()).isEqualTo(with(known.replace(A, C), "NOTE:met in May"));
    }

    @Test
    void rule_11_left_it_is_left_and_nobody_asks_again() {
        puts(with(known, "NOTE:met in May"));
        puts(with(known, "NOTE:met in June"));
        assertThat(inbox()).as("one card, one change, one offer").hasSize(1);
        answers("refuse").expect(200);
        puts(with(known, "NOTE:met in July"));
        assertThat(inbox()).isEmpty();
        assertThat(lines("journal", "journal"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("state").asText()).isEqualToIgnoringCase("refused"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the same", "REV:20261128T120000Z", "PRODID:-//x//y//EN"})
    void rule_11_the_old_number_alone_is_the_holder_s_word(String beside) {
        puts(beside.equals("the same") ? known : with(known, beside));
        assertThat(inbox()).isEmpty();
        assertThat(lines("journal", "journal")).hasSize(1);
    }

    @Test
    void rule_11_so_is_an_edit_of_the_version_that_has_the_new_one() {
        String etag = bob.get(CARD).expect(200).etag();
        bob.with("If-Match: " + etag).put(CARD, with(known, "NOTE:no")).expect(204);
        assertThat(inbox()).isEmpty();
    }

    @Test
    void a_client_that_says_what_it_knows_is_refused_as_ever() {
        bob.with("If-Match: " + tag).put(CARD, with(known, "NOTE:no")).expect(412);
        assertThat(text()).contains(B);
        assertThat(inbox()).isEmpty();
    }

    @Test
    void nor_is_it_asked_of_a_third_number_or_of_none() {
        puts(with(known.replace(A, C), "NOTE:new"));
        puts(with(known.replaceAll("TEL.*\r\n", ""), "NOTE:none"));
        assertThat(inbox()).isEmpty();
    }

    private void wants(String mode) {
        bob.with("Content-Type: application/json")
                .send("PUT", "/api/users/bob/prefs", ("{\"mode\": \"" + mode + "\"}").getBytes(UTF_8))
                .expect(200);
    }

    @Test
    void rule_9_nor_of_a_number_that_its_changer_has_again() {
        wants("never");
        server.changeOwnNumber("alice", A);
        wants("automatic");
        assertThat(text()).contains(B);
        puts(with(known, "NOTE:met in May"));
        assertThat(inbox()).isEmpty();
    }

    @Test
    void nor_a_holder_who_wants_no_changes() {
        wants("never");
        puts(with(known, "NOTE:met in May"));
        assertThat(inbox()).isEmpty();
    }

    @Test
    void another_number_that_was_edited_beside_it_is_another_edit() {
        puts(with(known, "TEL;TYPE=HOME:+14155550177"));
        assertThat(inbox()).hasSize(1);
    }
}
