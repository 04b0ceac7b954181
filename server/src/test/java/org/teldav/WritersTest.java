package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.SyncItem;

/** Eight writers at once: of each race just one wins, and a book's numbers have no gap and no double. */
@BothEngines
class WritersTest {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 20;

    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void of_8_writers_with_if_none_match_just_one_makes_the_card() throws Exception {
        DavClient alice = server.user("alice", "+1 415 555 0100").with("If-None-Match: *");
        long before = number("alice");
        for (int round = 0; round < ROUNDS; round++) {
            String path = "/dav/addressbooks/alice/contacts/new-" + round + ".vcf";
            int thisRound = round;
            List<Integer> statuses =
                    race(writer -> alice.put(path, TestServer.card("u" + thisRound, "Writer " + writer, "1"))
                            .status());
            assertThat(statuses).as("round %d", round).containsOnlyOnce(201);
            assertThat(statuses.stream().filter(status -> status == 412)).hasSize(WRITERS - 1);
        }
        numbersHaveNoGapAndNoDouble("alice", before, ROUNDS);
    }

    @Test
    void of_8_writers_with_if_match_just_one_overwrites() throws Exception {
        DavClient alice = server.user("alice", "+1 415 555 0100");
        String path = "/dav/addressbooks/alice/contacts/x.vcf";
        String first =
                alice.put(path, TestServer.card("x", "First", "1")).expect(201).etag();
        long before = number("alice");
        String etag = first;
        for (int round = 0; round < ROUNDS; round++) {
            DavClient conditional = alice.with("If-Match: " + etag);
            int thisRound = round;
            List<DavAnswer> answers = raceFor(writer ->
                    conditional.put(path, TestServer.card("x", "Round " + thisRound + " writer " + writer, "1")));
            List<DavAnswer> won =
                    answers.stream().filter(answer -> answer.status() == 204).toList();
            assertThat(won).as("round %d", round).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() == 412))
                    .hasSize(WRITERS - 1);
            etag = alice.get(path).expect(200).etag();
            assertThat(etag).isEqualTo(won.get(0).etag());
        }
        assertThat(number("alice")).isEqualTo(before + ROUNDS);
    }

    @Test
    void eight_writers_each_with_a_book_of_their_own_do_not_meet() throws Exception {
        List<DavClient> clients = IntStream.range(0, WRITERS)
                .mapToObj(writer -> server.user("user" + writer, "+1 415 555 01" + (10 + writer)))
                .toList();
        List<Long> before = IntStream.range(0, WRITERS)
                .mapToObj(writer -> number("user" + writer))
                .toList();
        race(writer -> {
            for (int i = 0; i < ROUNDS; i++) {
                clients.get(writer)
                        .put(
                                "/dav/addressbooks/user" + writer + "/contacts/c" + i + ".vcf",
                                TestServer.card("c" + i, "Card " + i, "1"))
                        .expect(201);
            }
            return 0;
        });
        for (int writer = 0; writer < WRITERS; writer++) {
            numbersHaveNoGapAndNoDouble("user" + writer, before.get(writer), ROUNDS);
        }
    }

    private void numbersHaveNoGapAndNoDouble(String user, long before, int puts) {
        List<Long> numbers = server.store().read(tx -> {
            var book = tx.books()
                    .find(tx.principals().user(user).orElseThrow().id(), "contacts")
                    .orElseThrow();
            return tx.cards().events(book.id(), before, Long.MAX_VALUE, 10_000, true).stream()
                    .map(SyncItem::number)
                    .toList();
        });
        List<Long> expected = new ArrayList<>();
        for (long n = before + 1; n <= before + puts; n++) {
            expected.add(n);
        }
        assertThat(numbers).isEqualTo(expected);
        assertThat(number(user)).isEqualTo(before + puts);
    }

    private long number(String user) {
        return server.store()
                .read(tx -> tx.books()
                        .find(tx.principals().user(user).orElseThrow().id(), "contacts")
                        .orElseThrow()
                        .token()
                        .number());
    }

    private interface Writer<T> {
        T write(int writer) throws Exception;
    }

    private static List<Integer> race(Writer<Integer> writer) throws Exception {
        return raceFor(writer);
    }

    private static <T> List<T> raceFor(Writer<T> writer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                calls.add(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return writer.write(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
