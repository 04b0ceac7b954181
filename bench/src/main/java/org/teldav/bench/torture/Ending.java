package org.teldav.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.teldav.bench.BenchFailure;
import org.teldav.bench.Progress;

/** What must be when all is over: readers end with the book, each change is done once, each holder has the last number. Used once. */
final class Ending {
    private static final int MOST = 10_000;
    private static final int THREADS = 4;
    private static final long PATIENCE_NANOS = 300_000_000_000L;
    private static final long PAUSE_NANOS = 50_000_000L;

    private final World world;
    private final Random random;
    private final Progress progress;
    private long rewrites;
    private long changes;

    Ending(World world, Random random, Progress progress) {
        this.world = world;
        this.random = random;
        this.progress = progress;
    }

    void run(List<Reader> readers) throws InterruptedException {
        progress.say("waiting for the last changes…");
        drain();
        Inspection inspection = new Inspection(world, random);
        inspection.run();
        List<List<Long>> done = changes();
        inspection.readers(readers, world.people().writers());
        inspection.readers(readers, world.people().phones());
        progress.say("asking each holder…");
        holders(done);
    }

    private void drain() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!isDone()) {
            if (System.nanoTime() - end > 0) {
                world.findings().add("five minutes after the last write not all changes were done");
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isDone() throws InterruptedException {
        for (int i = 0; i < world.settings().changers(); i++) {
            for (JsonNode change : changesOf(i)) {
                if (!change.path("state").asText().equals("done")) {
                    return false;
                }
            }
        }
        for (HeldCard card : world.people().held()) {
            Reply reply = world.wire().get(node(), card.user(), card.path());
            Optional<HeldCard.State> state = card.found(reply.content(), world.findings(), world.flights());
            if (state.filter(there -> there.number() < last(card.changer())).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private int last(int changer) {
        return world.ledger()
                .content(People.ownCard(People.changer(changer)))
                .map(Changer::count)
                .orElse(0);
    }

    private JsonNode changesOf(int changer) throws InterruptedException {
        return world.wire()
                .api(node(), "users/" + People.changer(changer) + "/changes?limit=" + MOST)
                .path("changes");
    }

    /** Each edit of an own card is one change, but for the first, which made the user. @return the ids of each changer's, in the order of the edits */
    private List<List<Long>> changes() throws InterruptedException {
        List<List<Long>> all = new ArrayList<>();
        for (int i = 0; i < world.settings().changers(); i++) {
            List<Long> ids = new ArrayList<>();
            List<String> way = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (JsonNode change : changesOf(i)) {
                JsonNode numbers = change.path("numbers").path(0);
                if (numbers.path("old").isNull()) {
                    continue;
                }
                ids.add(0, change.path("id").asLong());
                way.add(
                        0,
                        numbers.path("old").asText() + '>' + numbers.path("new").asText());
                rewrites += change.path("rewritten").asLong();
            }
            for (int count = 0; count < last(i); count++) {
                expected.add(key(i, count) + '>' + key(i, count + 1));
            }
            world.findings()
                    .check(way.equals(expected), "%s made the changes %s of %s", People.changer(i), way, expected);
            changes += ids.size();
            all.add(ids);
        }
        return all;
    }

    private static String key(int changer, int count) {
        return People.number(changer, count).replace(" ", "");
    }

    private void holders(List<List<Long>> done) throws InterruptedException {
        Map<String, List<HeldCard>> byHolder = new LinkedHashMap<>();
        List<HeldCard> cards = new ArrayList<>(world.people().held());
        cards.addAll(world.people().still());
        cards.forEach(card -> byHolder.computeIfAbsent(card.user(), fresh -> new ArrayList<>())
                .add(card));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            await(byHolder.values(), threads, done);
        } finally {
            threads.shutdownNow();
        }
    }

    private void await(Collection<List<HeldCard>> holders, ExecutorService threads, List<List<Long>> done)
            throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        List<Future<Boolean>> running = new ArrayList<>();
        for (List<HeldCard> cards : holders) {
            Node.Running node = node();
            running.add(threads.submit(() -> {
                new HolderCheck(world).end(node, cards, done);
                if (asked.incrementAndGet() % 1000 == 0) {
                    progress.say(asked + " of " + holders.size() + " holders asked…");
                }
                return true;
            }));
        }
        for (Future<Boolean> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new BenchFailure("A holder's cards couldn't be asked for: " + e.getCause(), e);
            }
        }
    }

    private Node.Running node() {
        return world.cluster().any(random).orElseThrow();
    }

    /** By the changes' own count. */
    long rewrites() {
        return rewrites;
    }

    long changed() {
        return changes;
    }
}
