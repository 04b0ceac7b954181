package org.teldav.web;

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
import org.teldav.BothEngines;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.TestServer;

@BothEngines
class DuplicatesTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final String API = "/api/users/alice/books/contacts/";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100", "family");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void put(String name, String fullName, String tel, String more) {
        alice.put(BOOK + name + ".vcf", TestServer.card(name, fullName, tel).replace("END:", more + "END:"))
                .expect(201);
    }

    private JsonNode get(String path) {
        return Json.parse(alice.get(API + path).expect(200).body());
    }

    private static String path(String kept, String other) {
        return "contacts/" + kept + ".vcf/merge/" + other + ".vcf";
    }

    private DavAnswer merge(DavClient client, String kept, String other, long version, long otherVersion) {
        return client.with("Content-Type: application/json")
                .send(
                        "POST",
                        API + path(kept, other),
                        ("{\"version\": " + version + ", \"other_version\": " + otherVersion + "}").getBytes(UTF_8));
    }

    private DavAnswer merge(String kept, String other) {
        JsonNode preview = get(path(kept, other));
        return merge(
                alice,
                kept,
                other,
                preview.path("version").asLong(),
                preview.path("other_version").asLong());
    }

    private void group(String name, String... members) {
        StringBuilder card = new StringBuilder("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + name + "\r\nN:" + name + "\r\nFN:"
                + name + "\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n");
        for (String member : members) {
            card.append("X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:").append(member).append("\r\n");
        }
        alice.put(BOOK + name + ".vcf", card + "END:VCARD\r\n").expect(201);
    }

    @Test
    void the_one_that_stays_is_in_the_contact_groups_of_both_once() {
        put("a", "Ann", "+1 415 555 0121", "");
        put("b", "Ann", "+1 415 555 0122", "");
        group("friends", "x", "B", "y");
        group("both", "a", "b");
        group("others", "x");
        String others = alice.get(BOOK + "others.vcf").etag();
        merge("a", "b").expect(200);
        assertThat(alice.get(BOOK + "friends.vcf").text())
                .contains(
                        "MEMBER:urn:uuid:x\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:y\r\n");
        assertThat(alice.get(BOOK + "both.vcf").text())
                .contains("KIND:group\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\r\nEND:VCARD\r\n");
        assertThat(alice.get(BOOK + "others.vcf").etag()).isEqualTo(others);
    }

    private List<String> pairs(String query) {
        List<String> pairs = new ArrayList<>();
        get("duplicates" + query)
                .path("pairs")
                .forEach(pair -> pairs.add(pair.at("/cards/0/card").asText() + " "
                        + pair.at("/cards/1/card").asText() + " " + pair.path("reasons")));
        return pairs;
    }

    @Test
    void cards_with_a_number_an_e_mail_or_a_name_in_common_are_found_those_with_most_of_them_first() {
        put("a", "Bob", "+1 415 555 0101", "EMAIL:bob@example.org\r\n");
        put("b", "Robert", "(415) 555-0101", "");
        put("c", "Carol", "+1 415 555 0102", "EMAIL:BOB@example.org\r\n");
        put("d", "bob", "+1 415 555 0101", "");
        put("e", "Eve", "+1 415 555 0103", "");
        assertThat(pairs(""))
                .containsExactly(
                        "a.vcf d.vcf [\"number\",\"name\"]",
                        "a.vcf b.vcf [\"number\"]",
                        "a.vcf c.vcf [\"email\"]",
                        "b.vcf d.vcf [\"number\"]");
        JsonNode first = get("duplicates").at("/pairs/0/cards/0");
        assertThat(first.path("name").asText()).isEqualTo("Bob");
        assertThat(first.path("numbers").toString()).isEqualTo("[\"+1 415 555 0101\"]");
    }

    @Test
    void a_number_of_many_is_no_person_s_and_each_card_stands_beside_the_next_only() {
        for (int i = 0; i < 40; i++) {
            put("p" + i, "Person " + i, "+1 415 555 0199", "");
        }
        assertThat(get("duplicates").path("total").asInt()).isEqualTo(39);
        assertThat(pairs("")).hasSize(25);
        assertThat(get("duplicates").path("next").asInt()).isEqualTo(25);
        assertThat(pairs("?from=25")).hasSize(14).last().asString().startsWith("p38.vcf p39.vcf");
    }

    @Test
    void the_merged_card_has_all_of_both_and_the_other_one_can_be_brought_back() {
        put("a", "Bob", "+1 415 555 0101", "X-KEPT:1\r\n");
        put("b", "Bob", "+1 415 555 0177", "NOTE:of the second\r\nBDAY:1980-01-01\r\n");
        JsonNode preview = get(path("a", "b"));
        assertThat(preview.path("added").toString())
                .isEqualTo("[\"TEL;TYPE=CELL:+1 415 555 0177\",\"NOTE:of the second\",\"BDAY:1980-01-01\"]");
        assertThat(preview.path("left_out")).isEmpty();
        assertThat(alice.get(BOOK + "a.vcf").text())
                .as("a preview writes nothing")
                .doesNotContain("0177");
        merge("a", "b").expect(200);
        String merged = TestServer.card("a", "Bob", "+1 415 555 0101")
                .replace(
                        "END:",
                        "X-KEPT:1\r\nTEL;TYPE=CELL:+1 415 555 0177\r\nNOTE:of the second\r\n"
                                + "BDAY:1980-01-01\r\nEND:");
        assertThat(alice.get(BOOK + "a.vcf").expect(200).text()).isEqualTo(merged);
        alice.get(BOOK + "b.vcf").expect(404);
        long version = get("history/b.vcf").at("/versions/0/version").asLong();
        alice.with("Content-Type: application/json")
                .send("POST", API + "history/b.vcf/" + version + "/restore", "{}".getBytes(UTF_8))
                .expect(200);
        assertThat(alice.get(BOOK + "b.vcf").expect(200).text()).contains("NOTE:of the second");
    }

    @Test
    void who_looked_before_somebody_edited_merges_nothing() {
        put("a", "Bob", "+1 415 555 0101", "");
        put("b", "Bob", "+1 415 555 0177", "");
        JsonNode preview = get(path("a", "b"));
        long version = preview.path("version").asLong();
        long other = preview.path("other_version").asLong();
        merge(alice, "a", "b", version + 1, other).expect(409);
        merge(alice, "a", "b", version, other + 7).expect(409);
        alice.put(BOOK + "b.vcf", TestServer.card("b", "Bobby", "+1 415 555 0178"))
                .expect(204);
        assertThat(merge(alice, "a", "b", version, other).expect(409).text()).contains("\"code\":\"overtaken\"");
        assertThat(alice.get(BOOK + "a.vcf").text()).isEqualTo(TestServer.card("a", "Bob", "+1 415 555 0101"));
        alice.get(BOOK + "b.vcf").expect(200);
    }

    @Test
    void the_own_card_doesn_t_go_one_card_is_not_two_and_others_cards_are_not_there() {
        put("a", "Bob", "+1 415 555 0101", "");
        alice.get(API + path("a", "me")).expect(409);
        alice.get(API + path("a", "a")).expect(400);
        alice.get(API + path("a", "z")).expect(404);
        merge("me", "a").expect(200);
        DavClient bob = server.user("bob", "+1 415 555 0155", "family");
        assertThat(bob.get(API + "duplicates").expect(404).text())
                .isEqualTo(bob.get("/api/users/nobody/books/contacts/duplicates")
                        .expect(404)
                        .text());
        bob.get(API + path("me", "a")).expect(404);
        merge(bob, "me", "a", 1, 1).expect(404);
    }

    @Test
    void what_was_known_of_a_number_goes_along_so_that_it_is_kept_current() {
        server.user("bob", "+1 415 555 0155", "family");
        put("a", "Somebody", "+1 212 555 0101", "");
        put("b", "Bob", "+1 415 555 0155", "");
        server.changeOwnNumber("bob", "+1 415 555 0156");
        merge("a", "b").expect(200);
        // The second number is not proved: only what the first change wrote is followed (rule 3).
        server.changeOwnNumber("bob", "+1 415 555 0157");
        assertThat(alice.get(BOOK + "a.vcf").expect(200).text())
                .contains("+1 415 555 0157", "+1 212 555 0101")
                .doesNotContain("0156");
    }
}
