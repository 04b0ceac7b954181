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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.http.ExportHandler;

/** What a server's log says of an export that did not come to its end. */
@OneEngine("about the log, which is the same on both")
class ExportLogTest {
    private static final int CARDS = 60;
    private static final int BYTES = 150_000;
    private static final int TRIES = 200;

    @TempDir
    Path folder;

    @Test
    void who_goes_away_before_the_end_leaves_one_line() throws Exception {
        try (TestServer server = withMuch();
                LogLines log = LogLines.of(ExportHandler.class)) {
            try (Socket socket = begun(server)) {
                socket.setSoLinger(true, 0);
            }
            assertOneLine(log, "no export: who asked for it went away before its end");
        }
    }

    @Test
    void a_user_who_is_removed_meanwhile_is_named_in_one_line() throws Exception {
        try (TestServer server = withMuch();
                LogLines log = LogLines.of(ExportHandler.class)) {
            try (Socket socket = begun(server)) {
                server.users().remove("alice");
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            assertOneLine(log, "no export: there is no user 'alice'");
        }
    }

    private static void assertOneLine(LogLines log, String line) throws InterruptedException {
        for (int i = 0; i < TRIES && log.lines().isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(log.lines()).containsExactly(line);
        assertThat(log.traces()).isEmpty();
    }

    private TestServer withMuch() {
        TestServer server = TestServer.start(folder);
        server.administrator("root");
        DavClient alice = server.user("alice", "+1 415 555 0100");
        for (int i = 0; i < CARDS; i++) {
            alice.put("/dav/addressbooks/alice/contacts/" + i + ".vcf", large(i))
                    .expect(201);
        }
        return server;
    }

    /** An export to somebody who has read an octet of it. */
    private static Socket begun(TestServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        URI address = URI.create(server.uri());
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String login = Base64.getEncoder().encodeToString("root:root-password".getBytes(StandardCharsets.US_ASCII));
        String request = "GET /api/users/alice/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + login
                + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    /** What can't be packed. */
    private static String large(int number) {
        byte[] noise = new byte[BYTES];
        new Random(number).nextBytes(noise);
        String note = Base64.getEncoder().encodeToString(noise);
        return TestServer.card("uid-" + number, "Large " + number, "1")
                .replace("END:VCARD", "NOTE:" + note + "\r\nEND:VCARD");
    }
}
