package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who isn't signed in can hold of the server by forms of the page that don't come to an end. */
@OneEngine("about what is read before anything is looked up")
class StrangersFormsTest {
    private static final int LENGTH = 100;
    private static final String FORM = "POST /sign-in HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + LENGTH + "\r\n\r\n";

    @TempDir
    Path data;

    @Test
    void more_forms_that_trickle_than_there_are_threads_hold_none_and_are_answered_when_they_are_there()
            throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = TestServer.start(data, "limits.threads = 8", "limits.rate = 0")) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            for (int i = 0; i < 40; i++) {
                slow.add(begun(server));
            }
            server.client().get("/health").expect(200);
            alice.get("/dav/addressbooks/alice/contacts/me.vcf").expect(200);
            server.client().get("/sign-in").expect(200);
            for (Socket form : slow) {
                send(form, "x".repeat(LENGTH - 1));
                skipLine(form);
                assertThat(DavClient.line(form.getInputStream())).isEqualTo("HTTP/1.1 403 Forbidden");
            }
        } finally {
            for (Socket form : slow) {
                form.close();
            }
        }
    }

    @Test
    void a_form_that_is_broken_off_is_no_failure_of_the_server() throws IOException {
        LogLines log = LogLines.all();
        try (log;
                TestServer server = TestServer.start(data)) {
            try (Socket form = begun(server)) {
                form.shutdownOutput();
                skipLine(form);
                assertThat(DavClient.line(form.getInputStream())).isEqualTo("HTTP/1.1 400 Bad Request");
            }
            // What is closed at once, too: its answer can't be written. The server has seen it when it has ended.
            begun(server).close();
        }
        assertThat(log.levels()).noneMatch(level -> level.isGreaterOrEqual(Level.WARN));
    }

    @Test
    void a_form_in_a_charset_that_nobody_knows_can_not_be_read() {
        try (TestServer server = TestServer.start(data)) {
            server.client()
                    .with("Content-Type: application/x-www-form-urlencoded; charset=klingon")
                    .send("POST", "/sign-in", "name=x".getBytes(StandardCharsets.UTF_8))
                    .expect(400);
        }
    }

    @Test
    void by_http2_a_connection_has_eight_forms_at_a_time() throws Exception {
        SelfSigned certificate = SelfSigned.make(data, "made");
        try (TestServer server = TestServer.start(
                data,
                "tls.certificate = \"" + certificate.certificate() + '"',
                "tls.key = \"" + certificate.key() + '"')) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
            URI page = URI.create(server.uri().replace("127.0.0.1", "localhost") + "sign-in");
            HttpRequest get = HttpRequest.newBuilder(page).build();
            assertThat(client.send(get, BodyHandlers.discarding()).version()).isEqualTo(HttpClient.Version.HTTP_2);
            HttpRequest.Builder form =
                    HttpRequest.newBuilder(page).header("Content-Type", "application/x-www-form-urlencoded");
            HttpRequest slow = form.copy()
                    .POST(BodyPublishers.fromPublisher(subscriber -> {}, LENGTH))
                    .build();
            HttpRequest whole = form.POST(BodyPublishers.ofString("name=x")).build();
            for (int i = 0; i < 8; i++) {
                client.sendAsync(slow, BodyHandlers.discarding());
            }
            long end = System.nanoTime() + 20_000_000_000L;
            HttpResponse<Void> answer = client.send(whole, BodyHandlers.discarding());
            while (answer.statusCode() == 403) {
                assertThat(System.nanoTime() - end).isNegative();
                answer = client.send(whole, BodyHandlers.discarding());
            }
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }

    /** One of which the server waits for the rest. */
    private static Socket begun(TestServer server) throws IOException {
        URI address = URI.create(server.uri());
        Socket form = new Socket();
        form.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        form.setSoTimeout(20_000);
        send(form, FORM);
        assertThat(DavClient.line(form.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");
        send(form, "x");
        return form;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void skipLine(Socket socket) throws IOException {
        assertThat(DavClient.line(socket.getInputStream())).isEmpty();
    }
}
