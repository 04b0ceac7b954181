package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.AddressBook;

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
