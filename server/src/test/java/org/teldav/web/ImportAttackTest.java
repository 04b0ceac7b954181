package org.teldav.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.TestServer;
import org.teldav.Victim;

/** Names in files that somebody imports, and of what is exported: none leads out of the user's own books. */
@BothEngines
class ImportAttackTest {
    private static final List<String> CLIMBING = List.of(
            "../../bob/contacts/me",
            "/etc/passwd",
            "..",
            ".",
            "..\\..\\bob",
            "%2e%2e%2fbob",
            "me.vcf/../../../bob/contacts/me.vcf",
            "C:evil",
            "a\r\nX-Evil: 1",
            "\u0000");

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;
    private DavClient bob;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private DavAnswer imported(String book, String card) {
        String encoded = Base64.getEncoder().encodeToString(card.getBytes(UTF_8));
        return Victim.json(
                alice,
                "POST",
                "/api/users/alice/books/" + encoded(book) + "/cards",
                Json.bytes(Json.object()
                        .<com.fasterxml.jackson.databind.node.ObjectNode>set("cards", Json.texts(List.of(encoded)))));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    @Test
    void path_traversal_a_uid_that_climbs_names_a_card_of_the_own_book() {
        String before = bob.get("/api/users/bob/books/contacts/cards").text();
        for (String uid : CLIMBING) {
            String card = TestServer.card(uid.replace("\r\n", "\\n"), "Eve", "+1 415 555 0166");
            JsonNode result = Json.parse(imported("contacts", card).expect(200).body())
                    .path("results")
                    .path(0);
            if (!result.path("result").asText().equals("refused")) {
                String name = result.path("name").asText();
                assertThat(name).as(uid).matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.vcf");
                assertThat(alice.get("/dav/addressbooks/alice/contacts/" + name)
                                .expect(200)
                                .text())
                        .isEqualTo(card);
            }
        }
        assertThat(bob.get("/api/users/bob/books/contacts/cards").text()).isEqualTo(before);
        assertThat(alice.get("/dav/addressbooks/alice/contacts/me.vcf").text()).contains("Name of alice");
    }

    @Test
    void path_traversal_the_name_of_a_book_that_climbs_is_refused_or_a_book_of_the_own() {
        String before = bob.get("/api/users/bob").text();
        for (String book : CLIMBING) {
            DavAnswer answer = imported(book, TestServer.card("e", "Eve", "+1 415 555 0166"));
            assertThat(answer.status()).as(book).isIn(200, 400, 404, 405);
            assertThat(answer.headers()).doesNotContainKey("X-Evil");
        }
        assertThat(bob.get("/api/users/bob").text()).isEqualTo(before);
        assertThat(bob.get("/api/users/bob/contacts?q=eve").text()).contains("\"total\":0");
    }

    /** Who unpacks it stays in the folder where they do. */
    @Test
    void path_traversal_no_name_in_an_export_leads_out_of_its_folder() throws IOException {
        for (String book : List.of("..\\..\\evil", "C:evil", "-rf ~", "..evil", "\"; rm")) {
            alice.send("MKCOL", "/dav/addressbooks/alice/" + encoded(book) + "/")
                    .expect(201);
        }
        List<String> names = new ArrayList<>();
        byte[] export = alice.get("/api/users/alice/export").expect(200).body();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(export))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).hasSizeGreaterThan(6).allMatch(name -> name.matches("(books/\\d+-)?[\\w -]+\\.(vcf|json)"));
    }

    @Test
    void header_injection_no_name_of_a_book_or_card_makes_a_header() {
        for (String name : List.of("a\"; filename=\"evil.exe", "x\u00fc\u4f60", "a;b", "a'b")) {
            String book = "/dav/addressbooks/alice/" + encoded(name) + "/";
            alice.send("MKCOL", book).expect(201);
            String card = book + encoded(name) + ".vcf";
            alice.put(card, TestServer.card("x", "Xaver", "+1 415 555 0166")).expect(201);
            for (DavAnswer answer : List.of(
                    alice.get(card).expect(200),
                    alice.send("MOVE", card),
                    alice.with("Destination: " + card.replace(".vcf", "-2.vcf")).send("MOVE", card),
                    alice.get("/api/users/alice/export").expect(200))) {
                answer.headers()
                        .forEach((header, value) ->
                                assertThat(value).as(header).matches("[ -~]*").doesNotContain("evil"));
            }
        }
        for (String name : List.of("a%0d%0aX-Evil:%201", "a%0aX-Evil:%201", "a%00b")) {
            DavAnswer answer = alice.put(
                    "/dav/addressbooks/alice/contacts/" + name, TestServer.card("y", "Yves", "+1 415 555 0166"));
            assertThat(answer.headers()).as(name).doesNotContainKey("X-Evil");
            assertThat(alice.get("/dav/addressbooks/alice/contacts/" + name).headers())
                    .as(name)
                    .doesNotContainKey("X-Evil");
        }
    }
}
