package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.teldav.http.ExportHandler;

/** What a server's log says of an export that did not come to its end. */
@OneEngine("about the log, which is the same on both")
class ExportLogTest extends BrokenOffStory {
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
        await(() -> !log.lines().isEmpty());
        assertThat(log.lines()).containsExactly(line);
        assertThat(log.traces()).isEmpty();
    }

    private TestServer withMuch() {
        TestServer server = TestServer.start(folder);
        server.administrator("root");
        fill(server);
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
}
