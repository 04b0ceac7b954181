package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos as large as a card may be, by several at once, on a server with 256 MB. */
@OneEngine("HSQLDB's caches are in the heap that it is about")
class LargeCardTest {
    private static final int SIZE = 9 << 20;
    private static final int CARDS = 6;
    private static final int AT_ONCE = 6;
    private static final int ROUNDS = 3;
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    @Test
    void cards_of_nine_megabytes_go_in_and_out_by_several_at_once_with_256_mb() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
        }
        byte[] photo = photo();
        try (ChildServer server = ChildServer.start(data, "-Xmx256m", "-XX:+UseParallelGC")) {
            DavClient alice = server.as("alice");
            for (int round = 0; round < ROUNDS; round++) {
                int version = round;
                all(
                        CARDS,
                        i -> () -> alice.put(path(i), card(i, version, photo)).status() < 300);
                all(CARDS, i -> () -> Arrays.equals(alice.get(path(i)).body(), card(i, version, photo)));
                all(CARDS, i -> () -> whole(alice.report(BOOK, multiget(i, (i + 1) % CARDS)), photo.length * 2));
                all(
                        CARDS,
                        i -> () -> whole(
                                alice.with("Accept: text/vcard;version=4.0").get(path(i)), photo.length));
            }
            assertThat(server.isAlive()).as(server.log()).isTrue();
            assertThat(server.log()).doesNotContain("OutOfMemory");
        }
    }

    @Test
    void contacts_of_nine_megabytes_are_shown_listed_and_sent_by_the_api_by_many_at_once_with_256_mb()
            throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
        }
        byte[] note = new byte[SIZE];
        Arrays.fill(note, (byte) 'n');
        try (ChildServer server = ChildServer.start(data, "-Xmx256m", "-XX:+UseParallelGC")) {
            DavClient alice = server.as("alice").with("Content-Type: application/json");
            for (int i = 0; i < CARDS; i++) {
                server.as("alice").put(path(i), noted(i, note)).expect(201);
            }
            String books = "/api/users/alice/books/contacts/";
            String sent = "{\"cards\": [\"" + Base64.getEncoder().encodeToString(noted(99, note)) + "\"]}";
            byte[] objects = ("{\"cards\": [" + "{},".repeat(2 << 20) + "{}]}").getBytes(StandardCharsets.UTF_8);
            byte[] body = sent.getBytes(StandardCharsets.UTF_8);
            alice.get(books + "contacts/large0.vcf").expect(200);
            alice.get("/api/users/alice/contacts").expect(200);
            alice.send("POST", books + "cards", body).expect(200);
            all(CARDS, i -> () -> isDone(alice.get(books + "contacts/large" + i + ".vcf")));
            all(CARDS, i -> () -> isDone(alice.get("/api/users/alice/contacts")));
            all(CARDS, i -> () -> isDone(alice.send("POST", books + "cards", body)));
            all(2, i -> () -> alice.send("POST", books + "cards", objects).status() == 400);
            assertThat(server.isAlive()).as(server.log()).isTrue();
            assertThat(server.log()).doesNotContain("OutOfMemory");
        }
    }

    /** {@code LargeBodies} has room for them, and none is left for another of theirs. */
    @Test
    void who_looks_at_a_large_contact_does_not_wait_for_cards_that_are_sent_slowly() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            server.user("bob", "+1 415 555 0101");
            server.user("carol", "+1 415 555 0102");
        }
        byte[] note = new byte[SIZE];
        Arrays.fill(note, (byte) 'n');
        List<Socket> slow = new ArrayList<>();
        try (ChildServer server = ChildServer.start(data, "-Xmx256m", "-XX:+UseParallelGC")) {
            DavClient alice = server.as("alice");
            alice.put(path(0), noted(0, note)).expect(201);
            for (String user : List.of("bob", "carol")) {
                slow.add(slow(server.address(), user, "Content-Length: " + SIZE));
            }
            alice.get("/api/users/alice/books/contacts/contacts/large0.vcf").expect(200);
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    /** One of no known length has room for twice the limit, which is nearly all there is, once the server has read how it begins: until then another passes it. */
    @Test
    void who_sends_a_large_card_waits_no_longer_for_one_that_comes_slowly_than_a_minute() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            server.user("bob", "+1 415 555 0101");
        }
        byte[] note = new byte[SIZE];
        Arrays.fill(note, (byte) 'n');
        try (ChildServer server = ChildServer.start(data, "-Xmx256m", "-XX:+UseParallelGC");
                Socket slow = slow(server.address(), "bob", "Transfer-Encoding: chunked")) {
            slow.getOutputStream().write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(new byte[1 << 16]);
            DavClient alice = server.as("alice");
            Instant end = Instant.now().plusSeconds(60);
            do {
                assertThat(alice.put(path(0), noted(0, note)).status()).isIn(201, 204);
            } while (!server.log().contains("a request of bob is cut")
                    && Instant.now().isBefore(end));
            assertThat(server.log()).contains("a request of bob is cut");
        }
    }

    /** Begins to send a card, and stops when the server has asked for it: so it has its room. */
    private static Socket slow(InetSocketAddress server, String user, String length) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        String login =
                Base64.getEncoder().encodeToString((user + ":" + user + "-password").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream()
                .write(("PUT /dav/addressbooks/" + user + "/contacts/slow.vcf HTTP/1.1\r\nHost: a\r\n"
                                + "Authorization: Basic " + login + "\r\nContent-Type: text/vcard\r\n"
                                + "Expect: 100-continue\r\n" + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(30_000);
        byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
        return socket;
    }

    /** Or put off, where others are slow: what it takes has its turn. */
    private static boolean isDone(DavAnswer answer) {
        return answer.status() == 200 || answer.status() == 503;
    }

    private static byte[] noted(int i, byte[] note) {
        ByteArrayOutputStream card = new ByteArrayOutputStream(note.length + 300);
        card.writeBytes(("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:large" + i + "\r\nN:;;;;\r\nFN:Large\r\nNOTE:")
                .getBytes(StandardCharsets.UTF_8));
        card.writeBytes(note);
        card.writeBytes("\r\nEND:VCARD\r\n".getBytes(StandardCharsets.UTF_8));
        return card.toByteArray();
    }

    private static boolean whole(DavAnswer answer, int least) {
        return answer.status() < 300 && answer.body().length > least;
    }

    private static String multiget(int... cards) {
        return OneUserTest.multiget(
                Arrays.stream(cards).mapToObj(LargeCardTest::path).toArray(String[]::new));
    }

    private static String path(int i) {
        return BOOK + "large" + i + ".vcf";
    }

    private interface Work {
        Callable<Boolean> of(int i);
    }

    private static void all(int count, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(threads.submit(work.of(i)));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static byte[] photo() {
        byte[] photo = new byte[SIZE / 4 * 3 - 1000];
        new Random(2426).nextBytes(photo);
        return Base64.getEncoder().encode(photo);
    }

    private static byte[] card(int i, int version, byte[] photo) {
        ByteArrayOutputStream card = new ByteArrayOutputStream(photo.length + 300);
        card.writeBytes(("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:large" + i + "\r\nN:;;;;\r\nFN:Large\r\nNOTE:" + version
                        + "\u0001\r\nTEL:+1 415 555 0142\r\nPHOTO;ENCODING=b;TYPE=JPEG:")
                .getBytes(StandardCharsets.UTF_8));
        card.writeBytes(photo);
        card.writeBytes("\r\nEND:VCARD\r\n".getBytes(StandardCharsets.UTF_8));
        return card.toByteArray();
    }
}
