package org.teldav.bench.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.teldav.bench.Progress;

/**
 * One run: actors work, servers are killed at random moments and started again, and each time what is there is held against what was acknowledged. The seed
 * gives the same plan, but not the same interleaving. Used once.
 */
final class Torture {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Each so many-th kill is followed by one in the midst of the start. */
    private static final int START_KILLS = 4;

    private static final int LONGEST_START_MILLIS = 1500;

    private static final long PAUSE_NANOS = 50_000_000L;

    private final World world;
    private final Progress progress;
    private final Random random;
    private final List<Changer> changers = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final Map<String, Long> rewrites = new TreeMap<>();
    private int kills;

    Torture(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
        this.random = new Random(world.settings().seed());
    }

    /** Starts the nodes, on what {@link People#make} made. They run still when it returns. */
    TortureResult run(String engine) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        world.cluster().start();
        begin();
        Ending ending = new Ending(world, random, progress);
        try {
            world.gate().open();
            while (kills < world.settings().kills() && world.findings().none()) {
                round();
            }
        } finally {
            world.gate().end();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        if (world.findings().none()) {
            ending.run(readers);
        }
        world.cluster().nodes().forEach(this::count);
        return result(engine, ending, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void begin() throws InterruptedException {
        Settings settings = world.settings();
        Node.Running node = world.cluster().any(random).orElseThrow();
        awaitArrival(node);
        for (int i = 0; i < settings.changers(); i++) {
            Changer changer = new Changer(world, i);
            changer.begin(node);
            changers.add(changer);
            add(changer);
        }
        for (int i = 0; i < settings.writers(); i++) {
            add(new Writer(world, i));
        }
        world.people().phones().forEach(phone -> add(new Phone(world, phone)));
        List<String> books = world.people().books();
        for (int i = 0; i < settings.readers(); i++) {
            Reader reader = new Reader(world, books.get(i % books.size()));
            readers.add(reader);
            add(reader);
        }
    }

    /** A first card that is still to be looked at as a late comer would get several changes in one step, and one line of the journal for all of them. */
    private void awaitArrival(Node.Running node) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (metric(node, "late_comers") > 0) {
            if (System.nanoTime() - end > 0) {
                world.findings().add("not all first cards were looked at in " + PATIENCE.toSeconds() + " seconds");
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long metric(Node.Running node, String name) throws InterruptedException {
        return world.wire().api(node, "status").path("metrics").path(name).asLong();
    }

    private void add(Actor actor) {
        Random own = new Random(random.nextLong());
        Thread thread = new Thread(() -> act(actor, own), "torture-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void act(Actor actor, Random own) {
        long after = 0;
        try {
            while (world.gate().enter(after)) {
                try {
                    Optional<Node.Running> node = world.cluster().any(own);
                    int pause = node.isPresent() ? actor.step(node.get(), own) : 0;
                    after = world.gate().writes() + pause;
                } finally {
                    world.gate().leave();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            world.findings().add("An actor failed: " + e);
        }
    }

    /** One kill, and all that must hold after it. */
    private void round() throws IOException, InterruptedException {
        List<Node> nodes = world.cluster().nodes();
        Node victim = nodes.get(random.nextInt(nodes.size()));
        awaitMoment(world.settings().between());
        count(victim);
        kill(victim);
        if (nodes.size() > 1) {
            awaitMoment(world.settings().between() / 2);
        } else {
            world.gate().close();
        }
        if (kills % START_KILLS == 0 && kills < world.settings().kills()) {
            victim.killInItsStart(Duration.ofMillis(1 + random.nextInt(LONGEST_START_MILLIS)));
            kills++;
        }
        starts.add(victim.start().toMillis());
        world.gate().close();
        Inspection inspection = new Inspection(world, random);
        inspection.run();
        inspection.readers(readers, world.people().writers());
        progress.say("kill " + kills + " of " + world.settings().kills() + " (" + victim.name() + "): "
                + world.gate().writes() + " writes and " + world.gate().changes() + " changes acknowledged, "
                + (world.findings().none() ? "all there" : "not all as it must be"));
        world.gate().open();
    }

    private void kill(Node victim) throws InterruptedException {
        victim.kill();
        kills++;
    }

    /**
     * After some more acknowledged writes or, now and then, a few after the next change of a number, while it goes out. That change is not awaited where nobody
     * can make it: a kill may leave all changers without an answer, and these wait for the inspection, which waits for this.
     */
    private void awaitMoment(int most) throws InterruptedException {
        Gate gate = world.gate();
        long changes = gate.changes();
        boolean byChange = random.nextInt(3) == 0 && canChange();
        if (byChange) {
            awaited(gate.await(() -> gate.changes() > changes || !canChange(), PATIENCE));
        }
        long writes = gate.writes() + 1 + random.nextInt(byChange ? Math.min(20, most) : most);
        awaited(gate.await(() -> gate.writes() >= writes, PATIENCE));
    }

    private boolean canChange() {
        return changers.stream().anyMatch(Changer::canChange);
    }

    private void awaited(boolean came) {
        world.findings().check(came, "nothing was acknowledged for %d seconds", PATIENCE.toSeconds());
    }

    /** What a node has rewritten since its start, before it is gone. */
    private void count(Node node) {
        try {
            Optional<Node.Running> running = node.running();
            if (running.isPresent()) {
                rewrites.merge(node.name(), metric(running.get(), "cards_rewritten"), Long::sum);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TortureResult result(String engine, Ending ending, Duration took) {
        starts.sort(null);
        return new TortureResult(
                world.settings().seed(),
                engine,
                world.settings().nodes(),
                kills,
                world.gate().writes(),
                world.flights().landed().get(),
                world.flights().lost().get(),
                world.memory().pages(),
                ending.changed(),
                world.settings().holders() + world.settings().phones(),
                ending.rewrites(),
                Map.copyOf(rewrites),
                starts.isEmpty()
                        ? List.of(0L, 0L)
                        : List.of(starts.get(starts.size() / 2), starts.get(starts.size() - 1)),
                took.toSeconds(),
                world.findings().count(),
                world.findings().list());
    }
}
