package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** Each has its photo in a note, too, as it would be shown. */
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
            all(CARDS, i -> () -> isDone(alice.get(books + "contacts/large" + i + ".vcf")));
            all(CARDS, i -> () -> isDone(alice.get("/api/users/alice/contacts")));
            all(CARDS, i -> () -> isDone(alice.send("POST", books + "cards", body)));
            all(2, i -> () -> alice.send("POST", books + "cards", objects).status() == 400);
            assertThat(server.isAlive()).as(server.log()).isTrue();
            assertThat(server.log()).doesNotContain("OutOfMemory");
        }
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
