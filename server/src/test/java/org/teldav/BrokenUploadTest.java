package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * RFC 9112 §8: of a body that ends too early nothing is stored, even where what came is a whole card. A phone loses its network in the middle of a PUT, and
 * sends it again.
 */
@OneEngine("about what of a request comes to the store")
class BrokenUploadTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    enum Ending {
        /** Both directions: a program that ends. */
        CLOSE,
        /** One direction: whoever has nothing more to send, and waits for the answer. */
        SHUTDOWN,
        /** A TCP RST: a connection that is cut. */
        RESET
    }

    @ParameterizedTest
    @EnumSource
    void of_a_body_that_is_shorter_than_its_length_nothing_is_stored(Ending ending) throws Exception {
        String card = TestServer.card("x", "Bob", "+1 415 555 0177");
        String second = TestServer.card("y", "Bob", "+1 415 555 0178");
        nothingIsStored("Content-Length: " + (card.length() + second.length()), card, ending);
    }

    @ParameterizedTest
    @EnumSource
    void of_chunks_without_the_last_one_nothing_is_stored(Ending ending) throws Exception {
        String card = TestServer.card("x", "Bob", "+1 415 555 0177");
        String chunk = Integer.toHexString(card.length()) + "\r\n" + card + "\r\n";
        nothingIsStored("Transfer-Encoding: chunked", chunk, ending);
    }

    /** That the tests above send what would be stored if it came whole. */
    @Test
    void whole_bodies_are_stored() throws Exception {
        String card = TestServer.card("x", "Bob", "+1 415 555 0177");
        String chunk = Integer.toHexString(card.length()) + "\r\n" + card + "\r\n0\r\n\r\n";
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            assertThat(send(server, "a.vcf", "Content-Length: " + card.length(), card, Ending.SHUTDOWN))
                    .startsWith("HTTP/1.1 201");
            assertThat(alice.get(BOOK + "a.vcf").expect(200).text()).isEqualTo(card);
            alice.delete(BOOK + "a.vcf").expect(204);
            assertThat(send(server, "b.vcf", "Transfer-Encoding: chunked", chunk, Ending.SHUTDOWN))
                    .startsWith("HTTP/1.1 201");
            assertThat(alice.get(BOOK + "b.vcf").expect(200).text()).isEqualTo(card);
        }
    }

    private void nothingIsStored(String header, String body, Ending ending) throws IOException {
        String before = TestServer.card("x", "Bob", "+1 415 555 0111");
        String members;
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            alice.put(BOOK + "there.vcf", before).expect(201);
            members = members(alice);
            for (String name : new String[] {"there.vcf", "new.vcf"}) {
                String answer = send(server, name, header, body, ending);
                if (ending == Ending.SHUTDOWN) {
                    assertThat(answer).startsWith("HTTP/1.1 400");
                }
            }
        }
        // A server ends when nothing is under way any more.
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.as("alice");
            assertThat(alice.get(BOOK + "there.vcf").expect(200).text()).isEqualTo(before);
            assertThat(members(alice)).isEqualTo(members);
        }
    }

    private static String members(DavClient alice) {
        return alice.propfind(BOOK, 1, "<propfind xmlns='DAV:'><prop><getetag/><sync-token/></prop></propfind>")
                .expect(207)
                .text();
    }

    /** The head goes first and the body a little later, as networks have it. @return the answer, where one can be read */
    private static String send(TestServer server, String name, String header, String body, Ending ending)
            throws IOException {
        URI address = URI.create(server.uri());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            String alice = Base64.getEncoder().encodeToString("alice:alice-password".getBytes(StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + BOOK + name + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic "
                            + alice + "\r\nContent-Type: text/vcard\r\n" + header + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.write(body.getBytes(StandardCharsets.UTF_8));
            switch (ending) {
                case SHUTDOWN -> {
                    socket.shutdownOutput();
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }
                case RESET -> socket.setSoLinger(true, 0);
                case CLOSE -> socket.setSoLinger(false, 0);
            }
        }
        return "";
    }
}
