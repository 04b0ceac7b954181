package org.teldav.bench.torture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Holds what is there against what was acknowledged, while no actor works; the servers may be rewriting cards. */
record Inspection(World world, Random random) {
    private static final int SAMPLE = 20;

    /** After each start. */
    void run() throws InterruptedException {
        for (String path : world.ledger().contents().keySet()) {
            Reply reply = get(People.owner(path), path);
            world.ledger().found(path, reply.content());
            remember(path, reply);
        }
        for (HeldCard card : world.people().held()) {
            Reply reply = get(card.user(), card.path());
            card.found(reply.content(), world.findings(), world.flights());
            remember(card.path(), reply);
        }
        for (String book : world.people().books()) {
            token(book);
        }
        List<HeldCard> still = world.people().still();
        for (int i = 0; i < SAMPLE && !still.isEmpty(); i++) {
            new HolderCheck(world).card(node(), still.get(random.nextInt(still.size())));
        }
    }

    private void remember(String path, Reply reply) {
        if (reply.status() == 200) {
            world.memory().etag(path, reply.etag(), reply.body());
        } else {
            world.findings().check(reply.status() == 404, "GET of %s was answered with %d", path, reply.status());
        }
    }

    private void token(String book) throws InterruptedException {
        long least = world.memory().highest(book);
        Reply reply = world.wire().dav(node(), People.owner(book), "PROPFIND", book, SyncPage.SYNC_TOKEN, "Depth", "0");
        Optional<SyncPage> page = reply.status() == 207 ? SyncPage.read(book, reply) : Optional.empty();
        if (world.findings().check(page.isPresent(), "PROPFIND of %s was answered with %d", book, reply.status())) {
            world.memory().token(book, page.orElseThrow().token(), least);
        }
    }

    /** Those of the books of these users, to which nobody writes now. */
    void readers(List<Reader> readers, List<String> owners) throws InterruptedException {
        for (Reader reader : readers) {
            if (owners.contains(People.owner(reader.book()))) {
                reader.check(node(), members(reader.book()));
            }
        }
    }

    /** What is in a book, with ETags that are those of GET. */
    private Map<String, String> members(String book) throws InterruptedException {
        String user = People.owner(book);
        Reply reply = world.wire().dav(node(), user, "PROPFIND", book, SyncPage.GETETAG, "Depth", "1");
        Map<String, String> members =
                SyncPage.read(book, reply).map(SyncPage::members).orElse(Map.of());
        for (Map.Entry<String, String> member : members.entrySet()) {
            String etag = get(user, member.getKey()).etag();
            world.findings()
                    .check(
                            etag.equals(member.getValue()),
                            "%s has the ETag %s, and in its book %s",
                            member.getKey(),
                            etag,
                            member.getValue());
        }
        return members;
    }

    private Reply get(String user, String path) throws InterruptedException {
        return world.wire().get(node(), user, path);
    }

    private Node.Running node() {
        return world.cluster().any(random).orElseThrow();
    }
}
