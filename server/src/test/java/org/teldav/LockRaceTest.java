package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4918 §7: from the answer to a LOCK on, nobody writes without the token. The check is inside the transaction of each write. */
class LockRaceTest extends OneUserTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(2 * WRITERS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** @param locked below the user's home: the card, its book or the home */
    @ParameterizedTest
    @ValueSource(strings = {"contacts/race.vcf", "contacts/", ""})
    void no_write_that_begins_after_the_answer_to_a_lock_is_stored(String locked) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            AtomicBoolean answered = new AtomicBoolean();
            CyclicBarrier start = new CyclicBarrier(WRITERS + 1);
            List<Callable<String>> calls = new ArrayList<>();
            calls.add(() -> {
                start.await(30, TimeUnit.SECONDS);
                String token = lock(home + locked).header("Lock-Token");
                answered.set(true);
                return token;
            });
            for (int writer = 0; writer < WRITERS; writer++) {
                String text = "round " + round + " writer " + writer;
                calls.add(() -> write(text, start, answered));
            }
            List<Future<String>> results = threads.invokeAll(calls);
            for (Future<String> writer : results.subList(1, results.size())) {
                assertThat(writer.get()).as("round %d", round).isEmpty();
            }
            user.with("Lock-Token: " + results.get(0).get())
                    .send("UNLOCK", home + locked)
                    .expect(204);
        }
    }

    /** Writes until it is refused; says what was wrong. */
    private String write(String text, CyclicBarrier start, AtomicBoolean answered) throws Exception {
        start.await(30, TimeUnit.SECONDS);
        for (int i = 0; i < 1000; i++) {
            boolean late = answered.get();
            int status = put(book + "race.vcf", text + " " + i).status();
            if (status == 423) {
                return "";
            }
            if (late) {
                return "a PUT that began after the LOCK's answer got " + status;
            }
        }
        return "never refused";
    }

    /** What was asked while nothing was locked, but has its turn after the LOCK, must see the lock. */
    @Test
    void a_write_that_stands_in_line_behind_a_lock_is_refused() throws Exception {
        put(book + "race.vcf", "First").expect(201);
        put(book + "other.vcf", "Other").expect(201);
        String before = user.get(book + "race.vcf").etag();
        Line line = new Line(() -> lock(book + "race.vcf"));
        List<Callable<DavAnswer>> writes = List.of(
                () -> put(book + "race.vcf", "Second"),
                () -> user.delete(book + "race.vcf"),
                () -> user.xml("PROPPATCH", book + "race.vcf", set("<Z:a>1</Z:a>")),
                () -> user.with("Destination: " + book + "moved.vcf").send("MOVE", book + "race.vcf"),
                () -> user.with("Destination: " + book + "race.vcf").send("MOVE", book + "other.vcf"),
                () -> user.xml("LOCK", book, LockStory.SHARED));
        List<DavAnswer> answers = line.then(writes);
        line.first().expect(200);
        answers.subList(0, answers.size() - 1).forEach(answer -> answer.expect(423));
        answers.get(answers.size() - 1).expect(207);
        assertThat(user.get(book + "race.vcf").etag()).isEqualTo(before);
    }

    /** RFC 9110 §13: a condition that held when the request came, but not when it has its turn, fails. */
    @Test
    void a_write_that_stands_in_line_behind_another_is_asked_its_conditions_again() throws Exception {
        DavClient conditional = user.with(
                "If-Match: " + put(book + "race.vcf", "First").expect(201).etag());
        user.send("MKCOL", home + "second/").expect(201);
        Line line = new Line(() -> put(book + "race.vcf", "Second"));
        List<DavAnswer> answers = line.then(List.of(
                () -> conditional.put(book + "race.vcf", TestServer.card("race.vcf", "Third", "1")),
                () -> conditional.delete(book + "race.vcf"),
                () -> conditional.xml("PROPPATCH", book + "race.vcf", set("<Z:a>1</Z:a>")),
                () -> conditional.xml("LOCK", book + "race.vcf", LockStory.EXCLUSIVE),
                () -> conditional
                        .with("Destination: " + home + "second/race.vcf")
                        .send("COPY", book + "race.vcf"),
                () -> conditional
                        .with("Destination: " + home + "second/race.vcf")
                        .send("MOVE", book + "race.vcf")));
        String etag = line.first().expect(204).etag();
        answers.forEach(answer -> answer.expect(412));
        assertThat(user.get(book + "race.vcf").etag()).isEqualTo(etag);
    }

    /** Requests that get their turn to write in the order in which they are given. */
    private final class Line {
        private final CountDownLatch release = new CountDownLatch(1);
        private final Future<Boolean> holder;
        private final Future<DavAnswer> first;

        Line(Callable<DavAnswer> first) {
            long home = homeId();
            CountDownLatch held = new CountDownLatch(1);
            holder = threads.submit(() -> server.store().write(home, tx -> {
                held.countDown();
                return awaits(release);
            }));
            assertThat(awaits(held)).isTrue();
            this.first = threads.submit(first);
            waitForLineOf(1);
        }

        List<DavAnswer> then(List<Callable<DavAnswer>> others) throws Exception {
            List<Future<DavAnswer>> waiting =
                    others.stream().map(threads::submit).toList();
            waitForLineOf(1 + others.size());
            release.countDown();
            assertThat(holder.get(60, TimeUnit.SECONDS)).isTrue();
            List<DavAnswer> answers = new ArrayList<>();
            for (Future<DavAnswer> each : waiting) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
            return answers;
        }

        DavAnswer first() throws Exception {
            return first.get(60, TimeUnit.SECONDS);
        }
    }

    private DavAnswer lock(String path) {
        return user.xml("LOCK", path, LockStory.EXCLUSIVE);
    }

    private DavAnswer put(String path, String text) {
        String uid = path.substring(path.lastIndexOf('/') + 1);
        return user.put(path, TestServer.card(uid, text, "1"));
    }

    private long homeId() {
        return server.store()
                .read(tx -> tx.principals().user(name).orElseThrow().id());
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Until that many of the server's threads wait for their turn to write. */
    private static void waitForLineOf(int length) {
        waitUntil(() -> standing() == length);
    }

    private static void waitUntil(BooleanSupplier reached) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.yield();
        }
    }

    private static long standing() {
        return Thread.getAllStackTraces().values().stream()
                .filter(LockRaceTest::stands)
                .count();
    }

    /** Whether it is the line itself that waits, and not a work that runs. */
    private static boolean stands(StackTraceElement[] frames) {
        return IntStream.range(1, frames.length)
                .anyMatch(at -> frames[at].getClassName().endsWith(".GroupCommit")
                        && frames[at - 1].getClassName().endsWith(".LockSupport"));
    }
}
