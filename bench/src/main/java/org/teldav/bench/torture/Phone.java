package org.teldav.bench.torture;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A holder's phone: edits the cards that the server rewrites at the same time, and brings new ones with numbers of long ago. */
final class Phone implements Actor {
    private static final int MOST_LATE = 40;

    private final World world;
    private final String user;
    private int late;

    Phone(World world, String user) {
        this.world = world;
        this.user = user;
    }

    @Override
    public int step(Node.Running node, Random random) throws InterruptedException {
        if (late < MOST_LATE && random.nextInt(8) == 0) {
            bring(node, HeldCard.late(user, random.nextInt(world.settings().changers()), late++));
        } else {
            List<HeldCard> mine = world.people().held().stream()
                    .filter(card -> card.user().equals(user) && card.isSettled())
                    .toList();
            if (!mine.isEmpty()) {
                edit(node, mine.get(random.nextInt(mine.size())));
            }
        }
        return random.nextInt(4);
    }

    private void bring(Node.Running node, HeldCard card) throws InterruptedException {
        world.people().comes(card);
        String text = card.text(new HeldCard.State(0, 0));
        ended(card, world.wire().dav(node, user, "PUT", card.path(), text, "If-None-Match", "*"), 201, text);
    }

    private void edit(Node.Running node, HeldCard card) throws InterruptedException {
        Reply reply = world.wire().get(node, user, card.path());
        if (reply.isUnknown()) {
            return;
        }
        Optional<HeldCard.State> there = card.found(reply.content(), world.findings(), world.flights());
        if (there.isPresent()) {
            world.memory().etag(card.path(), reply.etag(), reply.body());
            String text = card.text(
                    new HeldCard.State(there.get().edits() + 1, there.get().number()));
            Reply answer = world.wire().dav(node, user, "PUT", card.path(), text, "If-Match", reply.etag());
            // 412: the server has rewritten it meanwhile.
            if (answer.status() != 412) {
                ended(card, answer, 204, text);
            }
        }
    }

    private void ended(HeldCard card, Reply reply, int expected, String text) {
        if (reply.isUnknown()) {
            card.unanswered();
        } else if (world.findings()
                .check(
                        reply.status() == expected,
                        "PUT of %s was answered with %d: %s",
                        card.path(),
                        reply.status(),
                        reply.text().strip())) {
            card.edited();
            world.gate().acknowledgedWrite();
            if (!reply.etag().isEmpty()) {
                world.memory().etag(card.path(), reply.etag(), text);
            }
        }
    }
}
