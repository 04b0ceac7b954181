package org.teldav.bench.torture;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A device that makes, edits and deletes cards of its own in a book that another device writes to, too. */
final class Writer implements Actor {
    private static final int CARDS = 24;
    private static final int LINE = 70;

    private final World world;
    private final String user;
    private final int number;
    private final Map<String, String> etags = new HashMap<>();
    private int count;

    Writer(World world, int number) {
        this.world = world;
        this.user = People.writer(number);
        this.number = number;
    }

    @Override
    public int step(Node.Running node, Random random) throws InterruptedException {
        String path = People.book(user) + "w" + number + "-" + random.nextInt(CARDS) + ".vcf";
        if (!world.ledger().isSettled(path)) {
            return 0;
        }
        Optional<String> there = world.ledger().content(path);
        int dice = random.nextInt(100);
        if (dice < 10) {
            read(node, path);
        } else if (dice < 25 && there.isPresent()) {
            delete(node, path, random);
        } else {
            put(node, path, there.isPresent(), random);
        }
        return 0;
    }

    private void read(Node.Running node, String path) throws InterruptedException {
        Reply reply = world.wire().get(node, user, path);
        if (!reply.isUnknown()) {
            world.ledger().found(path, reply.content());
        }
        if (reply.status() == 200) {
            world.memory().etag(path, reply.etag(), reply.body());
        }
    }

    private void delete(Node.Running node, String path, Random random) throws InterruptedException {
        Reply reply = world.wire().dav(node, user, "DELETE", path, "", condition(path, random));
        ended(node, path, Optional.empty(), reply, 204);
        etags.remove(path);
    }

    private void put(Node.Running node, String path, boolean exists, Random random) throws InterruptedException {
        String card = card(path, random);
        String[] condition = exists ? condition(path, random) : new String[] {"If-None-Match", "*"};
        Reply reply = world.wire().dav(node, user, "PUT", path, card, condition);
        etags.remove(path);
        if (ended(node, path, Optional.of(card), reply, exists ? 204 : 201)) {
            world.memory().etag(path, reply.etag(), card);
            etags.put(path, reply.etag());
        }
        if (random.nextInt(8) == 0 && world.ledger().isSettled(path)) {
            Optional<Node.Running> other = world.cluster().any(random);
            if (other.isPresent()) {
                read(other.get(), path);
            }
        }
    }

    private String[] condition(String path, Random random) {
        String etag = etags.get(path);
        return etag == null || random.nextBoolean() ? new String[0] : new String[] {"If-Match", etag};
    }

    /** @return whether it was acknowledged */
    private boolean ended(Node.Running node, String path, Optional<String> content, Reply reply, int expected) {
        if (reply.isUnknown()) {
            world.ledger().unanswered(path, content);
            return false;
        }
        if (reply.status() != expected) {
            world.findings()
                    .add("%s of %s was answered with %d by %s, and not with %d: %s"
                            .formatted(
                                    content.isPresent() ? "PUT" : "DELETE",
                                    path,
                                    reply.status(),
                                    node.name(),
                                    expected,
                                    reply.text().strip()));
            return false;
        }
        world.ledger().acknowledged(path, content);
        world.gate().acknowledgedWrite();
        return true;
    }

    /** Mostly small, sometimes with as much as a photo. */
    private String card(String path, Random random) {
        String uid = path.substring(path.lastIndexOf('/') + 1).replace(".vcf", "");
        int size = random.nextInt(50) == 0 ? 200_000 : random.nextInt(10) == 0 ? 20_000 : 1000;
        StringBuilder note = new StringBuilder();
        for (int left = random.nextInt(size); left > 0; left -= LINE) {
            random.ints(Math.min(left, LINE), 'a', 'z' + 1).forEach(note::appendCodePoint);
            note.append(left > LINE ? "\r\n " : "");
        }
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid
                + "\r\nN:Card;A;;;\r\nFN:A Card\r\nTEL;TYPE=CELL:+1 415 555 01" + (10 + random.nextInt(90)) + "\r\nREV:"
                + ++count + "\r\nNOTE:" + note + "\r\nEND:VCARD\r\n";
    }
}
