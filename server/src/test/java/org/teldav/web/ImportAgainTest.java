package org.teldav.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavClient;
import org.teldav.TestServer;
import org.teldav.Victim;

/** A file that is imported again, or is old, takes back nothing that changes of numbers brought (docs/user.md, docs/api.md "Imported cards"). */
@BothEngines
class ImportAgainTest {
    private static final String OLD = "+1 415 555 0100";
    private static final String NEW = "+1 415 555 0150";
    private static final String NEWER = "+1 415 555 0160";
    private static final String BOOK = "/dav/addressbooks/bob/contacts/";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient bob;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        server.user("alice", OLD, "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** What becomes of each, and why. */
    private List<JsonNode> imported(String duplicates, String... cards) {
        ObjectNode body = Json.object().put("duplicates", duplicates);
        body.set(
                "cards",
                Json.texts(Stream.of(cards)
                        .map(card -> Base64.getEncoder().encodeToString(card.getBytes(UTF_8)))
                        .toList()));
        JsonNode results = Json.parse(Victim.json(bob, "POST", "/api/users/bob/books/contacts/cards", Json.bytes(body))
                        .expect(200)
                        .body())
                .path("results");
        server.drain();
        List<JsonNode> each = new ArrayList<>();
        results.forEach(each::add);
        return each;
    }

    private String result(String duplicates, String card) {
        return imported(duplicates, card).get(0).path("result").asText();
    }

    private String text(String card) {
        return bob.get(BOOK + card).expect(200).text();
    }

    @Test
    void
            rule_11_a_number_that_a_change_wrote_stays_new_where_the_same_file_is_imported_again_and_follows_the_next_one() {
        String file = TestServer.card("alice", "Alice", OLD);
        assertThat(result("replace", file)).isEqualTo("created");
        server.changeOwnNumber("alice", NEW);
        String rewritten = text("alice.vcf");
        assertThat(rewritten).isEqualTo(file.replace(OLD, NEW));
        for (String duplicates : List.of("replace", "skip", "keep")) {
            assertThat(result(duplicates, file)).as(duplicates).isEqualTo("unchanged");
            assertThat(text("alice.vcf")).isEqualTo(rewritten);
        }
        server.changeOwnNumber("alice", NEWER);
        assertThat(text("alice.vcf")).isEqualTo(file.replace(OLD, NEWER));
        assertThat(result("replace", file)).isEqualTo("unchanged");
        assertThat(result("replace", rewritten)).isEqualTo("unchanged");
        assertThat(text("alice.vcf")).isEqualTo(file.replace(OLD, NEWER));
    }

    @Test
    void a_card_without_a_uid_is_known_again_too_and_so_is_one_that_was_kept_beside_another() {
        String file = TestServer.card("x", "Alice", OLD).replace("UID:x\r\n", "");
        String name = imported("replace", file).get(0).path("name").asText();
        imported("replace", TestServer.card("twin", "Someone", "+1 415 555 0199"));
        String twin = TestServer.card("twin", "Alice", OLD);
        String kept = imported("keep", twin).get(0).path("name").asText();
        server.changeOwnNumber("alice", NEW);
        assertThat(result("replace", file)).isEqualTo("unchanged");
        assertThat(result("keep", twin)).isEqualTo("unchanged");
        assertThat(text(name)).contains(NEW);
        assertThat(text(kept)).contains(NEW);
    }

    @Test
    void a_card_that_its_holder_has_edited_since_is_replaced_as_ever() {
        String file = TestServer.card("alice", "Alice", OLD);
        imported("replace", file);
        server.changeOwnNumber("alice", NEW);
        bob.put(BOOK + "alice.vcf", text("alice.vcf").replace("END:", "NOTE:mine\r\nEND:"))
                .expect(204);
        assertThat(result("replace", file)).isEqualTo("replaced");
        assertThat(text("alice.vcf")).isEqualTo(file);
    }

    @Test
    void a_phone_s_put_of_the_same_bytes_is_its_holder_s_word() {
        String file = TestServer.card("alice", "Alice", OLD);
        imported("replace", file);
        server.changeOwnNumber("alice", NEW);
        bob.put(BOOK + "alice.vcf", file).expect(204);
        server.drain();
        assertThat(text("alice.vcf")).isEqualTo(file);
    }

    @Test
    void one_s_own_card_is_changed_by_no_file_and_no_change_goes_out() {
        String export = text("me.vcf");
        server.changeOwnNumber("bob", "+1 415 555 0177");
        String own = text("me.vcf");
        String changes = bob.get("/api/users/bob/changes").expect(200).text();
        List<JsonNode> results = imported("replace", export, TestServer.card("carol", "Carol", "+1 415 555 0188"));
        assertThat(results.get(0).path("result").asText()).isEqualTo("refused");
        assertThat(results.get(0).path("reason").asText())
                .isEqualTo("it is your own card, which others follow: change it itself");
        assertThat(results.get(1).path("result").asText()).isEqualTo("created");
        assertThat(text("me.vcf")).isEqualTo(own);
        assertThat(bob.get("/api/users/bob/changes").expect(200).text().replaceAll("\"age_seconds\":\\d+", ""))
                .isEqualTo(changes.replaceAll("\"age_seconds\":\\d+", ""));
        assertThat(result("replace", own)).isEqualTo("unchanged");
        assertThat(result("skip", export)).isEqualTo("skipped");
    }

    @Test
    void a_card_of_an_unknown_version_is_refused_with_what_to_do() {
        assertThat(imported("replace", TestServer.card("o", "Old", OLD).replace("VERSION:3.0", "VERSION:2.0"))
                        .get(0)
                        .path("reason")
                        .asText())
                .isEqualTo("line 2: Only vCard 3.0 and 4.0 are stored here. Export it as vCard 3.0, or as a CSV table"
                        + " and import that on the web page.");
    }

    /** As the phone's own export writes it, with no UID; alice is followed from it as from any. */
    @Test
    void a_card_of_version_2_1_is_stored_as_3_0_once_and_rewritten() {
        String old =
                "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=A8=9C;;;\r\n"
                        + "TEL;CELL;PREF:" + OLD + "\r\nEND:VCARD\r\n";
        JsonNode first = imported("replace", old).get(0);
        assertThat(first.path("result").asText()).isEqualTo("created");
        assertThat(first.path("uid_added").asBoolean()).isTrue();
        assertThat(imported("keep", old).get(0).path("result").asText()).isEqualTo("unchanged");
        String path = BOOK + first.path("name").asText();
        assertThat(bob.get(path).expect(200).text())
                .isEqualTo("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:"
                        + first.path("uid").asText()
                        + "\r\nN:李;娜;;;\r\nTEL;TYPE=CELL;TYPE=PREF:" + OLD + "\r\nEND:VCARD\r\n");
        server.changeOwnNumber("alice", NEW);
        assertThat(bob.get(path).expect(200).text()).contains("TEL;TYPE=CELL;TYPE=PREF:" + NEW + "\r\n");
        assertThat(imported("replace", old).get(0).path("result").asText()).isEqualTo("unchanged");
        assertThat(bob.get(path).expect(200).text()).contains(NEW);
    }

    /** Else the page says "2 of 1 contacts". */
    @Test
    void rule_12_a_change_that_late_comers_follow_has_done_no_more_than_all() {
        imported("replace", TestServer.card("a1", "Alice", OLD));
        server.changeOwnNumber("alice", NEW);
        imported("replace", TestServer.card("a2", "Alice", OLD));
        assertThat(text("a2.vcf")).contains(NEW);
        JsonNode change = Json.parse(server.as("alice")
                        .get("/api/users/alice/changes")
                        .expect(200)
                        .body())
                .path("changes")
                .path(0);
        assertThat(change.path("done").asLong()).isEqualTo(2);
        assertThat(change.path("total").asLong()).isEqualTo(2);
    }
}
