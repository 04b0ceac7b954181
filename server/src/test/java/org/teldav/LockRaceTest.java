package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4918 §7: from the answer to a LOCK on, nobody writes without the token. The check is inside the transaction of each write. */
class LockRaceTest extends OneUserTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 15;

    /** @param locked below the user's home: the card, its book or the home, or a name that nothing has yet */
    @ParameterizedTest
    @ValueSource(strings = {"contacts/race.vcf", "contacts/", ""})
    void no_put_without_the_token_is_stored_after_the_answer_to_a_lock(String locked) throws Exception {
        String path = book + "race.vcf";
        for (int round = 0; round < ROUNDS; round++) {
            AtomicBoolean answered = new AtomicBoolean();
            CyclicBarrier start = new CyclicBarrier(WRITERS + 1);
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
            try {
                List<Callable<String>> calls = new ArrayList<>();
                calls.add(() -> lock(home + locked, start, answered));
                for (int writer = 0; writer < WRITERS; writer++) {
                    String of = "round " + round + " writer " + writer;
                    calls.add(() -> write(path, of, start, answered));
                }
                List<Future<String>> results = threads.invokeAll(calls);
                String[] lock = results.get(0).get().split(" ", 2);
                for (Future<String> writer : results.subList(1, results.size())) {
                    assertThat(writer.get()).as("round %d", round).isEmpty();
                }
                assertThat(user.get(path).status() == 404 ? "" : user.get(path).etag())
                        .as("round %d: what is stored is what was there at the lock's answer", round)
                        .isEqualTo(lock[1]);
                user.with("Lock-Token: " + lock[0])
                        .send("UNLOCK", home + locked)
                        .expect(204);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** The token, and the tag of the card right after the answer. */
    private String lock(String path, CyclicBarrier start, AtomicBoolean answered) throws Exception {
        start.await(30, TimeUnit.SECONDS);
        String token = user.xml("LOCK", path, LockTest.EXCLUSIVE).header("Lock-Token");
        answered.set(true);
        DavAnswer there = user.get(book + "race.vcf");
        return token + " " + (there.status() == 404 ? "" : there.etag());
    }

    /** Writes until it is refused; says what was wrong. */
    private String write(String path, String text, CyclicBarrier start, AtomicBoolean answered) throws Exception {
        start.await(30, TimeUnit.SECONDS);
        for (int i = 0; i < 1000; i++) {
            boolean late = answered.get();
            int status =
                    user.put(path, TestServer.card("race", text + " " + i, "1")).status();
            if (status == 423) {
                return "";
            }
            if (late) {
                return "a PUT that began after the LOCK's answer got " + status;
            }
        }
        return "never refused";
    }
}
