package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 §9.3, §9.6: a request that is answered without its body leaves a connection that the next can use, or says that it doesn't. */
@OneEngine("about connections, whatever is stored")
class UnreadBodyTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final String OWN = BOOK + "me.vcf";

    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "PUT, /dav/addressbooks/alice/contacts/x.vcf, false, 400000, 401",
        "PROPFIND, /dav/addressbooks/alice/contacts/, false, 100, 401",
        "PROPFIND, /.well-known/carddav, false, 100, 301",
        "PUT, /dav/addressbooks/alice/no/x.vcf, true, 400000, 409",
        "DELETE, /dav/addressbooks/alice/contacts/no.vcf, true, 100, 404",
        "PUT, /dav/addressbooks/alice/contacts/x.vcf, true, 11000000, 403",
    })
    void the_next_request_on_the_connection_is_answered(
            String method, String path, boolean login, int length, int status) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            try (Socket socket = connect(server)) {
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                out.write(head(method, path, login, "Content-Type: text/vcard\r\nContent-Length: " + length));
                byte[] part = new byte[50_000];
                for (int left = length; left > 0; left -= part.length) {
                    out.write(part, 0, Math.min(left, part.length));
                }
                assertThat(answer(in)).first().asString().startsWith("HTTP/1.1 " + status);
                out.write(head("GET", OWN, true, "X: y"));
                assertThat(answer(in)).first().asString().startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void more_than_is_taken_off_is_told_to_be_the_end_of_the_connection() throws IOException {
        try (TestServer server = TestServer.start(data);
                Socket socket = connect(server)) {
            socket.getOutputStream().write(head("PUT", OWN, false, "Content-Length: 100000000"));
            assertThat(answer(socket.getInputStream()))
                    .contains("connection: close")
                    .first()
                    .asString()
                    .startsWith("HTTP/1.1 401");
        }
    }

    /** It is not asked for, and so not waited for. */
    @Test
    void a_body_that_waits_for_100_continue_is_never_sent() throws IOException {
        try (TestServer server = TestServer.start(data);
                Socket socket = connect(server)) {
            socket.getOutputStream().write(head("PUT", OWN, false, "Expect: 100-continue\r\nContent-Length: 100"));
            assertThat(answer(socket.getInputStream())).first().asString().startsWith("HTTP/1.1 401");
        }
    }

    /** Strangers could hold all threads by a few bytes each. */
    @Test
    void nobody_s_body_holds_a_thread() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = TestServer.start(data, "limits.threads = 8")) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            for (int i = 0; i < 40; i++) {
                Socket socket = connect(server);
                slow.add(socket);
                socket.getOutputStream().write(head("PUT", OWN, false, "Content-Length: 100"));
            }
            alice.get(OWN).expect(200);
            for (Socket socket : slow) {
                socket.getOutputStream().write(new byte[100]);
                assertThat(answer(socket.getInputStream())).first().asString().startsWith("HTTP/1.1 401");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Strangers could hold all threads: each asks on and takes no answer. */
    @Test
    void nobody_who_takes_no_answers_holds_a_thread() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try (TestServer server = TestServer.start(data, "limits.threads = 8", "limits.idle = 10 m")) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            URI address = URI.create(server.uri());
            for (int i = 0; i < 17; i++) {
                SocketChannel channel = SocketChannel.open();
                silent.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
                channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
                channel.configureBlocking(false);
            }
            byte[] asked = new String(head("PROPFIND", OWN, false, "X: y"), StandardCharsets.UTF_8)
                    .repeat(500)
                    .getBytes(StandardCharsets.UTF_8);
            askOn(silent, asked);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(120), () -> alice.get(OWN).expect(200));
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    /** Until the server takes no more from any of them. */
    private static void askOn(List<SocketChannel> channels, byte[] asked) throws IOException {
        List<ByteBuffer> left = new ArrayList<>();
        channels.forEach(channel -> left.add(ByteBuffer.wrap(asked)));
        long moved = System.nanoTime();
        while (System.nanoTime() - moved < 2_000_000_000L) {
            for (int i = 0; i < channels.size(); i++) {
                if (!left.get(i).hasRemaining()) {
                    left.get(i).rewind();
                }
                if (channels.get(i).write(left.get(i)) > 0) {
                    moved = System.nanoTime();
                }
            }
        }
    }

    private static Socket connect(TestServer server) throws IOException {
        URI address = URI.create(server.uri());
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] head(String method, String path, boolean login, String more) {
        String alice = Base64.getEncoder().encodeToString("alice:alice-password".getBytes(StandardCharsets.UTF_8));
        return (method + " " + path + " HTTP/1.1\r\nHost: x\r\n"
                        + (login ? "Authorization: Basic " + alice + "\r\n" : "") + more + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The status line and the headers, in lower case; the body is read, too. */
    private static List<String> answer(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line = DavClient.line(in); !line.isEmpty(); line = DavClient.line(in)) {
            lines.add(lines.isEmpty() ? line : line.toLowerCase(Locale.ROOT));
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.readNBytes(length);
        return lines;
    }
}
