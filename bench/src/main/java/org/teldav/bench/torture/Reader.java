package org.teldav.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A client that knows of a book only what its tokens told it (RFC 6578), and sometimes is one that slept long. */
final class Reader implements Actor {
    private static final int MOST_ASLEEP = 8;

    private final World world;
    private final String book;
    private final String user;
    private final List<Replica> asleep = new ArrayList<>();
    private Replica replica = new Replica("", Map.of());

    private record Replica(String token, Map<String, String> members) {}

    Reader(World world, String book) {
        this.world = world;
        this.book = book;
        this.user = People.owner(book);
    }

    @Override
    public int step(Node.Running node, Random random) throws InterruptedException {
        int dice = random.nextInt(20);
        if (dice == 0 && asleep.size() < MOST_ASLEEP) {
            asleep.add(replica);
        } else if (dice == 1 && !asleep.isEmpty()) {
            Replica awake = asleep.remove(random.nextInt(asleep.size()));
            asleep.add(replica);
            replica = awake;
        }
        page(node, random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20), random);
        return random.nextInt(6);
    }

    /** @return whether there is more */
    private boolean page(Node.Running node, int limit, Random random) throws InterruptedException {
        Reply reply =
                world.wire().dav(node, user, "REPORT", book, SyncPage.report(replica.token(), limit), "Depth", "0");
        if (reply.isUnknown()) {
            return false;
        }
        Optional<SyncPage> page = reply.status() == 207 ? SyncPage.read(book, reply) : Optional.empty();
        if (page.isEmpty()) {
            world.findings()
                    .add("sync-collection of %s with the token '%s' was answered with %d: %s"
                            .formatted(
                                    book,
                                    replica.token(),
                                    reply.status(),
                                    reply.text().strip()));
            return false;
        }
        apply(page.get());
        world.memory().page();
        for (String path : page.get().members().keySet()) {
            if (random.nextInt(8) == 0) {
                read(node, path);
            }
        }
        return page.get().more();
    }

    private void apply(SyncPage page) {
        Map<String, String> members = new TreeMap<>(replica.members());
        members.putAll(page.members());
        page.removed().forEach(members::remove);
        world.memory().token(book, page.token(), number(replica.token()));
        replica = new Replica(page.token(), members);
    }

    private static long number(String token) {
        return token.isEmpty() ? 0 : Long.parseLong(token.substring(token.lastIndexOf('-') + 1));
    }

    private void read(Node.Running node, String path) throws InterruptedException {
        Reply reply = world.wire().get(node, user, path);
        if (reply.status() == 200) {
            world.memory().etag(path, reply.etag(), reply.body());
        }
    }

    /** While nobody writes to the book: with each of its tokens, and with none, it comes to what is there. */
    void check(Node.Running node, Map<String, String> expected) throws InterruptedException {
        Replica awake = replica;
        List<Replica> all = new ArrayList<>(asleep);
        all.add(awake);
        all.add(new Replica("", Map.of()));
        for (Replica each : all) {
            replica = each;
            drain(node);
            world.memory().state(book, replica.token(), replica.members());
            world.findings()
                    .check(
                            replica.members().equals(expected),
                            "a reader of %s who had the token '%s' comes to %s, and the book has %s",
                            book,
                            each.token(),
                            replica.members(),
                            expected);
        }
        replica = awake;
    }

    private void drain(Node.Running node) throws InterruptedException {
        Random random = new Random(world.settings().seed());
        long findings = world.findings().count();
        boolean more = true;
        while (more && world.findings().count() == findings) {
            more = page(node, 100, random);
        }
    }

    String book() {
        return book;
    }
}
