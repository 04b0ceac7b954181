package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses in cards are text: whatever the server does with a card, it goes to none of them. */
@OneEngine("about what the server does with a card, wherever it is kept")
class SsrfTest {
    private static final String BOOK = "/dav/addressbooks/bob/contacts/";

    @TempDir
    Path data;

    /** With an address wherever a card can have one (RFC 2426, RFC 6350). */
    private static String card(String uid, String tel, String there) {
        StringBuilder lines = new StringBuilder();
        for (String property : List.of("PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "URL", "SOURCE", "FBURL", "CALURI")) {
            lines.append(property)
                    .append(";VALUE=uri:")
                    .append(there)
                    .append(property)
                    .append("\r\n");
        }
        lines.append("item1.IMPP:").append(there).append("impp\r\n");
        lines.append("X-SOCIALPROFILE;TYPE=x:").append(there).append("social\r\n");
        lines.append("TEL;VALUE=uri:").append(there).append("tel\r\n");
        return TestServer.card(uid, "Alice", tel).replace("END:", lines + "END:");
    }

    @Test
    void ssrf_no_address_in_a_card_is_gone_to_whatever_is_done_with_the_card() throws IOException {
        try (ServerSocketChannel elsewhere =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                TestServer server = TestServer.start(data, "carddav.vcard4 = true")) {
            elsewhere.configureBlocking(false);
            String there = "http://127.0.0.1:" + ((InetSocketAddress) elsewhere.getLocalAddress()).getPort() + "/";
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            DavClient bob = server.user("bob", "+1 415 555 0101", "family");
            String card = card("a", "(415) 555-0100", there);
            bob.put(BOOK + "a.vcf", card).expect(201);
            imported(bob, card("b", "(415) 555-0100", there));
            String own = "/dav/addressbooks/alice/contacts/me.vcf";
            DavAnswer before = alice.get(own).expect(200);
            String line = "PHOTO;VALUE=uri:" + there + "\r\n";
            alice.with("If-Match: " + before.etag())
                    .put(own, before.text().replace("END:VCARD", line + "END:VCARD"))
                    .expect(204);
            server.changeOwnNumber("alice", "+1 415 555 0177");
            assertThat(bob.get(BOOK + "a.vcf").text()).isEqualTo(card.replace("0100", "0177"));
            shown(bob);
            assertThat(elsewhere.accept()).as("a connection of the server's").isNull();
        }
    }

    private static void imported(DavClient bob, String card) {
        String encoded = Base64.getEncoder().encodeToString(card.getBytes(UTF_8));
        Victim.json(bob, "POST", "/api/users/bob/books/contacts/cards", "{\"cards\": [\"" + encoded + "\"]}")
                .expect(200);
    }

    /** In every version and form there is. */
    private static void shown(DavClient bob) {
        for (String version : List.of("3.0", "4.0")) {
            assertThat(bob.with("Accept: text/vcard;version=" + version)
                            .get(BOOK + "a.vcf")
                            .expect(200)
                            .text())
                    .contains("VERSION:" + version);
            bob.report(
                            BOOK,
                            OneUserTest.multiget(BOOK + "a.vcf")
                                    .replace(
                                            "<C:address-data/>",
                                            "<C:address-data content-type='text/vcard' version='" + version + "'/>"))
                    .expect(207);
        }
        for (String path :
                List.of("contacts", "books/contacts/contacts/a.vcf", "books/contacts/cards", "journal", "export")) {
            bob.get("/api/users/bob/" + path).expect(200);
        }
    }
}
