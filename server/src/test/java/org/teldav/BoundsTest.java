package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.AddressBook;
import org.teldav.storage.CardPut;

/** What one user can have the server keep, by whichever door. */
@BothEngines
class BoundsTest {
    private static final String HOME = "/dav/addressbooks/alice/";
    private static final String BOOK = HOME + "contacts/";
    private static final int PROPERTY = 60_000;

    @TempDir
    Path data;

    @Test
    void a_user_has_a_hundred_books_and_not_one_more_by_the_api_either() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            for (int i = 1; i < AddressBook.MOST; i++) {
                imported(alice, "book" + i).expect(200);
            }
            assertThat(imported(alice, "another").expect(409).text()).contains("books-most");
            alice.send("MKCOL", HOME + "another/", new byte[0]).expect(507);
            imported(alice, "book1").expect(200);
        }
    }

    /** A rewrite may make it so. RFC 6352 §6.2.3 is about what a client makes of it. */
    @Test
    void a_card_that_is_larger_than_the_limit_is_taken_again_and_no_larger() {
        String large = TestServer.card("large", "Large", "+1 415 555 0101\r\nNOTE:" + "n".repeat(80_000));
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100")
                    .put(BOOK + "large.vcf", large)
                    .expect(201);
        }
        try (TestServer server = TestServer.start(data, "limits.card = 64 KiB")) {
            DavClient alice = server.as("alice");
            String edited = large.replace("0101", "0102");
            alice.put(BOOK + "large.vcf", edited).expect(204);
            alice.put(BOOK + "large.vcf", edited.replace("nn\r", "nnn\r"))
                    .expect(403)
                    .expectError("max-resource-size");
            alice.put(BOOK + "other.vcf", edited.replace("UID:large", "UID:other"))
                    .expect(403)
                    .expectError("max-resource-size");
            alice.put(BOOK + "large.vcf", edited.replace("nnn", "n")).expect(204);
            alice.put(BOOK + "large.vcf", edited).expect(403).expectError("max-resource-size");
        }
    }

    /** From before there was a limit. */
    @Test
    void a_card_with_more_numbers_than_are_taken_today_is_edited_and_gets_no_more() {
        String number = "TEL:+1 415 555 0102\r\n";
        String many = TestServer.card("many", "Many", "+1 415 555 0101").replace("END:", number.repeat(6000) + "END:");
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            alice.put(BOOK + "many.vcf", many).expect(403).expectError("valid-address-data");
            server.store().write(tx -> {
                long home = tx.principals().user("alice").orElseThrow().id();
                return tx.cards()
                        .put(
                                new CardPut(
                                        tx.books()
                                                .find(home, "contacts")
                                                .orElseThrow()
                                                .id(),
                                        "many.vcf",
                                        many.getBytes(UTF_8),
                                        "many",
                                        List.of(),
                                        CardPut.ALWAYS),
                                Instant.now());
            });
            String edited = many.replace("0101", "0103");
            alice.put(BOOK + "many.vcf", edited).expect(204);
            assertThat(alice.get(BOOK + "many.vcf").expect(200).text()).isEqualTo(edited);
            alice.put(BOOK + "many.vcf", edited.replace("END:", number + "END:"))
                    .expect(403)
                    .expectError("valid-address-data");
        }
    }

    private static DavAnswer imported(DavClient alice, String book) {
        return alice.with("Content-Type: application/json")
                .send("POST", "/api/users/alice/books/" + book + "/cards", "{\"cards\": []}".getBytes(UTF_8));
    }

    @Test
    void dead_properties_of_one_card_are_bounded_together_and_what_is_too_much_changes_nothing() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            put(alice, 0);
            patch(alice, 0, 0, 8).expect(207);
            assertThat(patch(alice, 0, 8, 16).expect(207).text())
                    .contains("507")
                    .doesNotContain("200 OK");
            assertThat(listed(alice)).contains("e:p7").doesNotContain("e:p8");
        }
    }

    @Test
    void a_listing_with_large_dead_properties_has_all_of_them() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            for (int card = 0; card < 7; card++) {
                put(alice, card);
                if (card % 3 != 2) {
                    patch(alice, card, card * 10, card * 10 + 8).expect(207);
                }
            }
            String listed = listed(alice);
            for (int card = 0; card < 7; card++) {
                assertThat(listed).contains("c" + card + ".vcf");
                assertThat(listed.contains("e:p" + card * 10 + " ")).isEqualTo(card % 3 != 2);
            }
        }
    }

    private static void put(DavClient alice, int card) {
        alice.put(
                        BOOK + "c" + card + ".vcf",
                        TestServer.card("c" + card, "Xaver", "+1 415 555 0101").getBytes(UTF_8))
                .expect(201);
    }

    private static DavAnswer patch(DavClient alice, int card, int from, int to) {
        StringBuilder properties = new StringBuilder();
        for (int i = from; i < to; i++) {
            properties
                    .append("<e:p")
                    .append(i)
                    .append(" x='")
                    .append(i)
                    .append("'>")
                    .append("x".repeat(PROPERTY))
                    .append("</e:p")
                    .append(i)
                    .append('>');
        }
        return alice.with("Content-Type: application/xml")
                .send(
                        "PROPPATCH",
                        BOOK + "c" + card + ".vcf",
                        ("<D:propertyupdate xmlns:D='DAV:' xmlns:e='urn:e'><D:set><D:prop>" + properties
                                        + "</D:prop></D:set></D:propertyupdate>")
                                .getBytes(UTF_8));
    }

    private static String listed(DavClient alice) {
        return alice.with("Content-Type: application/xml")
                .with("Depth: 1")
                .send("PROPFIND", BOOK, "<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>".getBytes(UTF_8))
                .expect(207)
                .text();
    }
}
