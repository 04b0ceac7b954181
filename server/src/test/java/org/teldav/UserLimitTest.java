package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.accounts.WebSessions;
import org.teldav.storage.Principal;

@OneEngine("about requests at a time, whatever they ask")
class UserLimitTest {
    private static final String OWN = "/dav/addressbooks/alice/contacts/me.vcf";

    @TempDir
    Path data;

    @Test
    void a_user_has_so_many_requests_at_a_time_and_others_feel_nothing_of_it() throws IOException {
        try (TestServer server = TestServer.start(data, "limits.requests-per-user = 1");
                Socket slow = new Socket()) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            DavClient bob = server.user("bob", "+1 415 555 0101");
            DavClient carol = server.user("carol", "+1 415 555 0103");
            String card = TestServer.card("a", "A", "+1 415 555 0102");
            URI address = URI.create(server.uri());
            slow.connect(new java.net.InetSocketAddress(address.getHost(), address.getPort()));
            slow.setSoTimeout(20_000);
            send(
                    slow,
                    "PUT /dav/addressbooks/alice/contacts/a.vcf HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                            + Base64.getEncoder()
                                    .encodeToString("alice:alice-password".getBytes(StandardCharsets.UTF_8))
                            + "\r\nContent-Type: text/vcard\r\nExpect: 100-continue\r\nContent-Length: " + card.length()
                            + "\r\n\r\n");
            assertThat(DavClient.line(slow.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");

            assertThat(alice.get(OWN).expect(503).header("Retry-After")).isEqualTo("5");
            assertThat(page(server).expect(503).header("Retry-After")).isEqualTo("5");
            alice.get("/api/users/alice").expect(429);
            alice.get("/api/users/alice/export").expect(429);
            bob.get("/dav/addressbooks/bob/contacts/me.vcf").expect(200);
            carol.get("/api/users/carol").expect(200);

            send(slow, card);
            DavClient.line(slow.getInputStream());
            assertThat(DavClient.line(slow.getInputStream())).isEqualTo("HTTP/1.1 201 Created");
            long end = System.nanoTime() + 60_000_000_000L;
            while (alice.get(OWN).status() != 200) {
                assertThat(System.nanoTime() - end).isNegative();
            }
        }
    }

    /** Each begins, and sends nothing: the first has half of all, and whoever comes next as many as are left for others. */
    @Test
    void users_who_are_slow_together_leave_threads_for_all_others() throws IOException {
        List<Socket> slow = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        try (TestServer server = TestServer.start(data, "limits.threads = 8")) {
            for (String name : List.of("alice", "bob", "carol", "dave")) {
                server.user(name, "+1 415 555 0100");
                List<Socket> own = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    own.add(begun(server, name));
                }
                slow.addAll(own);
                held.add(held(own));
            }
            assertThat(held).containsExactly(4, 2, 1, 1);
            DavClient eve = server.user("eve", "+1 415 555 0101");
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> eve.get("/dav/addressbooks/eve/contacts/me.vcf").expect(200));
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    private static Socket begun(TestServer server, String name) throws IOException {
        URI address = URI.create(server.uri());
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(60_000);
        String login =
                Base64.getEncoder().encodeToString((name + ":" + name + "-password").getBytes(StandardCharsets.UTF_8));
        send(
                socket,
                "PUT /dav/addressbooks/" + name + "/contacts/a.vcf HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + login
                        + "\r\nContent-Type: text/vcard\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n");
        return socket;
    }

    /** How many were asked for their bodies; the others are refused. */
    private static int held(List<Socket> begun) throws IOException {
        int held = 0;
        for (Socket each : begun) {
            held += DavClient.line(each.getInputStream()).equals("HTTP/1.1 100 Continue") ? 1 : 0;
        }
        return held;
    }

    @Test
    void a_user_has_fifty_sessions_and_one_more_ends_the_oldest_but_a_password_alone_ends_none() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            Principal.User alice =
                    server.store().read(tx -> tx.principals().user("alice")).orElseThrow();
            WebSessions sessions = new WebSessions(server.store(), Clock.systemUTC());
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < 51; i++) {
                tokens.add(sessions.open(alice, true).orElseThrow());
            }
            for (int i = 0; i < 51; i++) {
                sessions.open(alice, false);
            }
            assertThat(sessions.find(tokens.get(0))).isEmpty();
            assertThat(tokens.subList(1, 51))
                    .allSatisfy(token -> assertThat(sessions.find(token)).isPresent());
        }
    }

    /** By a session of alice's. */
    private static DavAnswer page(TestServer server) {
        Principal.User alice =
                server.store().read(tx -> tx.principals().user("alice")).orElseThrow();
        String token = new WebSessions(server.store(), Clock.systemUTC())
                .open(alice, true)
                .orElseThrow();
        return server.client().with("Cookie: teldav=" + token).get("/numbers");
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
