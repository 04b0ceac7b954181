package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6578: whatever happens between two pages, each reader that follows its tokens ends with exactly the collection. */
class RandomSyncTest extends OneUserTest {
    private static final int STEPS = 250;
    private static final int NAMES = 12;
    private static final int WRITERS = 3;
    private static final List<String> BOOKS = List.of("work/", "club/");

    /** One edit as any client may do it; the server may refuse it, but not fail. */
    private void edit(DavClient client, Random random) {
        String from = home + BOOKS.get(random.nextInt(2));
        String to = home + BOOKS.get(random.nextInt(2));
        String name = "c" + random.nextInt(NAMES);
        String card = from + name + ".vcf";
        DavAnswer answer = switch (random.nextInt(20)) {
            case 0 -> client.delete(from);
            case 1, 2, 3 -> client.send("MKCOL", from);
            case 4, 5 ->
                client.with("Destination: " + to + "c" + random.nextInt(NAMES) + ".vcf")
                        .send("MOVE", card);
            case 6 ->
                client.with("Destination: " + to + "c" + random.nextInt(NAMES) + ".vcf")
                        .send("COPY", card);
            case 7, 8, 9, 10 -> client.delete(card);
            case 11, 12 -> {
                DavAnswer same = client.get(card);
                yield same.status() == 200 ? client.put(card, same.body()) : same;
            }
            case 13 -> client.with("Destination: " + home + "other/").send("MOVE", from);
            case 14 -> client.with("Destination: " + from).send("MOVE", home + "other/");
            default -> client.put(card, TestServer.card("u" + name, "N" + random.nextInt(1000), "1"));
        };
        assertThat(answer.status()).as(answer.text()).isLessThan(500);
    }

    private List<SyncReader> readers(Random random) {
        List<SyncReader> readers = new ArrayList<>();
        BOOKS.forEach(name -> {
            for (int i = 0; i < 3; i++) {
                readers.add(SyncReader.any(random, home + name));
            }
        });
        readers.add(SyncReader.any(random, home));
        return readers;
    }

    private void check(List<SyncReader> readers, List<String> collections, String what) {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).drain(user);
            assertThat(readers.get(i).members())
                    .as("%s, reader %d of %s", what, i, collections.get(i))
                    .isEqualTo(SyncReader.expected(user, collections.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6578, 1, 20261123})
    void readers_that_page_between_edits_end_with_exactly_what_is_there(long seed) {
        Random random = new Random(seed);
        BOOKS.forEach(name -> user.send("MKCOL", home + name).expect(201));
        List<SyncReader> readers = readers(random);
        List<SyncReader> asleep = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            edit(user, random);
            int start = STEPS * random.nextInt(readers.size()) / readers.size() / 2;
            if (step >= start) {
                readers.get(random.nextInt(readers.size())).page(user);
            }
            if (step % 40 == 20) {
                asleep.add(readers.get(asleep.size() % readers.size()).copy());
            }
        }
        List<String> collections = collections();
        check(readers, collections, "seed " + seed);
        check(asleep, collections, "seed " + seed + " with an old token");
        check(readers(random), collections, "seed " + seed + " from the start");
    }

    private List<String> collections() {
        String work = home + BOOKS.get(0);
        String club = home + BOOKS.get(1);
        return List.of(work, work, work, club, club, club, home);
    }

    @Test
    void readers_that_page_while_several_write_end_with_exactly_what_is_there() throws Exception {
        long seed = 6578;
        BOOKS.forEach(name -> user.send("MKCOL", home + name).expect(201));
        List<SyncReader> readers = readers(new Random(seed));
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + readers.size());
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(seed + i);
                writers.add(threads.submit(() -> {
                    for (int step = 0; step < STEPS / 2; step++) {
                        edit(user, random);
                    }
                }));
            }
            List<Future<?>> reading = new ArrayList<>();
            for (SyncReader reader : readers) {
                reading.add(threads.submit(() -> {
                    while (writing.get()) {
                        reader.page(user);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (Future<?> reader : reading) {
                reader.get();
            }
        } finally {
            writing.set(false);
            threads.shutdown();
        }
        check(readers, collections(), "seed " + seed);
    }
}
