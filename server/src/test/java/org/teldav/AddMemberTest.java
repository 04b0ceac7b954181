package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 5995, where the operator has switched it on; exchanges/standards/rfc5995-3.1-add-member-is-off holds the default. */
@BothEngines
class AddMemberTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(data, "carddav.add-member = true");
        alice = server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DavAnswer post(DavClient client, String path, String card) {
        return client.with("Content-Type: text/vcard; charset=utf-8").send("POST", path, card.getBytes());
    }

    private String addMember() {
        return alice.propfind(BOOK, 0, OneUserTest.prop("D:add-member")).value(BOOK, "add-member");
    }

    private List<String> members() {
        return alice.propfind(BOOK, 1, OneUserTest.GETETAG).hrefs();
    }

    @Test
    void rfc5995_3_2_the_server_names_the_card_and_says_where_it_is() {
        String card = TestServer.card("a", "A", "1");
        DavAnswer made = post(alice, addMember(), card).expect(201);
        String href = made.header("Location");
        assertThat(href).startsWith(BOOK).isNotEqualTo(BOOK);
        DavAnswer got = alice.get(href).expect(200);
        assertThat(got.text()).isEqualTo(card);
        assertThat(got.etag()).isEqualTo(made.etag());
        assertThat(members()).contains(href);
    }

    @Test
    void rfc5995_3_2_two_cards_get_two_names_and_a_uid_is_in_a_book_once() {
        String first = post(alice, addMember(), TestServer.card("a", "A", "1"))
                .expect(201)
                .header("Location");
        String second = post(alice, addMember(), TestServer.card("b", "B", "1"))
                .expect(201)
                .header("Location");
        assertThat(first).isNotEqualTo(second);
        DavAnswer conflict =
                post(alice, addMember(), TestServer.card("a", "Twin", "1")).expect(403);
        conflict.expectError("no-uid-conflict");
        assertThat(conflict.text()).contains(first);
    }

    @Test
    void what_is_no_vcard_is_refused_and_nothing_is_made() {
        List<String> before = members();
        post(alice, addMember(), "hello").expect(403).expectError("valid-address-data");
        alice.with("Content-Type: text/calendar")
                .send("POST", addMember(), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".getBytes())
                .expect(403)
                .expectError("supported-address-data");
        assertThat(members()).isEqualTo(before);
    }

    @Test
    void allow_says_so_for_a_book_and_for_nothing_else() {
        assertThat(alice.send("OPTIONS", BOOK).header("Allow")).contains("POST");
        assertThat(alice.send("OPTIONS", BOOK + "me.vcf").header("Allow")).doesNotContain("POST");
        post(alice, BOOK + "me.vcf", TestServer.card("x", "X", "1")).expect(405);
        post(alice, "/dav/addressbooks/alice/", TestServer.card("x", "X", "1")).expect(415);
    }

    @Test
    void another_s_book_is_404_whether_it_is_there_or_not() {
        DavClient bob = server.user("bob", "+1 415 555 0101");
        String card = TestServer.card("x", "X", "1");
        DavAnswer there = post(bob, BOOK, card).expect(404);
        DavAnswer nowhere =
                post(bob, "/dav/addressbooks/nobody/contacts/", card).expect(404);
        assertThat(there.text()).isEqualTo(nowhere.text());
        assertThat(members()).containsExactlyInAnyOrder(BOOK, BOOK + "me.vcf");
    }
}
