package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** No secret and no phone number stands in the log at INFO or above; and a request is one line at most. */
@OneEngine("about what is logged, whatever it is kept in")
class LogTest {
    private static final String GET = "GET /dav/ HTTP/1.1\r\nHost: x\r\n";
    private static final List<String> MALFORMED = List.of(
            "\r\n\r\nnonsense\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense",
            "G\u0000T / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
            "GET /dav/ HTTP/1.1\r\n\r\n",
            "GET /dav/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            "GET /dav/ HTTP/1.1\r\nHost: a b:c\r\n\r\n",
            "GET /dav/ HTTP/1.1\r\nHost: [::1\r\n\r\n",
            "GET /dav/ HTTP/1.1\r\nHost: x:99999\r\n\r\n",
            "GET http://x:y:z/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /dav/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /dav/\u00ff%c3 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /?%zz=%c3 HTTP/1.1\r\nHost: x\r\n\r\n",
            GET + "Broken Header\r\n\r\n",
            GET + "X: a\u0000b\r\n\r\n",
            GET + ": none\r\n\r\n",
            GET + " folded: x\r\n\r\n",
            GET + "X: " + "x".repeat(100_000) + "\r\n\r\n",
            "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            GET + "Content-Length: ten\r\n\r\n",
            GET + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
            GET + "Content-Length: 99999999999999999999\r\n\r\n",
            GET + "Transfer-Encoding: gzip\r\n\r\n",
            GET + "Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n",
            "PUT /dav/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
            "PUT /dav/x HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nshort",
            GET + "Authorization: Basic !!!\r\n\r\n",
            GET + "Authorization: \u00ff\r\n\r\n",
            GET + "Cookie: =;;\u0001\r\n\r\n",
            GET + "Expect: nothing\r\n\r\n",
            GET + "Forwarded: for=\"\r\nX-Forwarded-For: x:y:z\r\n\r\n",
            GET + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n%zz",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=\r\nContent-Length: 3\r\n\r\n--x");

    @TempDir
    Path data;

    @Test
    void a_change_of_number_its_code_and_its_requests_leave_no_number_no_code_and_no_password_in_the_log()
            throws IOException {
        Logger requests = (Logger) LoggerFactory.getLogger("org.teldav.access");
        requests.setLevel(Level.INFO);
        LogLines log = LogLines.all();
        String code;
        try (log;
                TestServer server =
                        TestServer.start(data, "sms.kind = file", "sms.file = \"" + data.resolve("sms") + '"')) {
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            DavClient bob = server.user("bob", "+1 415 555 0101", "family");
            String card = "/dav/addressbooks/bob/contacts/%2B14155550100.vcf";
            bob.put(card, TestServer.card("a", "Alice", "(415) 555-0100")).expect(201);
            bob.get(card + "?secret=bob-password").expect(200);
            bob.put(card, "no card with 4155550100").expect(403);
            server.client().as("bob", "wrong-password").get(card).expect(401);
            server.client()
                    .as("415-555-0100", "wrong-password")
                    .get("/dav/(415)%20555-0100/")
                    .expect(401);
            alice.get("/api/users/alice/books/contacts/history/%2B14155550100.vcf")
                    .expect(404);
            alice.get("/api/users/alice/books/contacts/contacts/me.vcf/merge/name-of-card.vcf")
                    .expect(404);
            server.client().get("/invited/abcd-token-of-link").expect(404);
            server.changeOwnNumber("alice", "+44 7700 900123");
            assertThat(alice.get("/dav/addressbooks/alice/contacts/me.vcf").text())
                    .contains("900123");
            code = code(alice);
            confirm(alice, code.charAt(0) == '9' ? "000000" : "999999").expect(409);
            confirm(alice, code).expect(200);
            server.drain();
        } finally {
            requests.setLevel(null);
        }
        List<String> lines = log.lines();
        assertThat(lines).anyMatch(line -> line.matches("PUT /dav/addressbooks/bob/contacts/… 201 \\d+ ms 0 B bob"));
        assertThat(lines).anyMatch(line -> line.matches("GET /dav/…/ 401 \\d+ ms \\d+ B"));
        assertThat(lines).contains("login failed: (unknown) from 127.0.0.1", "login failed: bob from 127.0.0.1");
        assertThat(lines.stream().filter(line -> line.startsWith("PUT /dav/addressbooks/bob/")))
                .hasSize(2);
        // Whole numbers only: the server's port, which stands in its first line, may hold any three digits.
        assertThat(lines)
                .noneMatch(line -> line.contains("password")
                        || line.contains("name-of-card")
                        || line.contains("token-of-link")
                        || digits(line).contains("5550100")
                        || digits(line).contains("5550101")
                        || digits(line).contains("900123")
                        || digits(line).contains(code));
    }

    /** Who sends them is nobody yet: by a warning a request anybody could fill the disk, and hide what else is told. */
    @ParameterizedTest
    @ValueSource(strings = {"logback.xml", "logback-json.xml"})
    void malformed_requests_write_nothing_at_warn_whoever_sends_them(String shipped) throws IOException {
        try (ChildServer server =
                ChildServer.start(data, "-Dteldav.log=WARN", "-Dlogback.configurationFile=../conf/" + shipped)) {
            long before = server.log().lines().count();
            for (String malformed : MALFORMED) {
                sendAndReadAll(server, malformed);
            }
            assertThat(new DavClient(server.address()).get("/health").status()).isEqualTo(200);
            assertThat(server.log().lines().skip(before)).isEmpty();
        }
    }

    private static void sendAndReadAll(ChildServer server, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server.address());
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // It was closed before all of it was read: as good an answer.
        }
    }

    private static DavAnswer confirm(DavClient client, String code) {
        String body = "{\"number\": \"+447700900123\", \"code\": \"" + code + "\"}";
        return client.with("Content-Type: application/json")
                .send("POST", "/api/users/alice/numbers/confirm", body.getBytes(StandardCharsets.UTF_8));
    }

    /** As soon as the server says that it is sent. */
    private String code(DavClient client) throws IOException {
        while (!client.get("/api/users/alice").expect(200).text().contains("\"code\":\"sent\"")) {
            Thread.onSpinWait();
        }
        Matcher message = Pattern.compile("\"text\":\"(\\d{6})").matcher(Files.readString(data.resolve("sms")));
        assertThat(message.find()).isTrue();
        return message.group(1);
    }

    /** Without what people put between digits, so that no way of writing a number hides it. */
    private static String digits(String line) {
        return line.replaceAll("(?<=\\d)[ ().-]+(?=\\d)", "");
    }
}
