package org.teldav.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who changes their number again and again, on the phone: GET, PUT with If-Match. */
final class Changer implements Actor {
    private static final Pattern TEL = Pattern.compile("(TEL[^:]*:)\\+1[- ]\\d{3}[- ]555[- ]01(\\d\\d)\r\n");

    /** So many may be on their way: chains, but no queue that grows. */
    private static final int PENDING = 2;

    private final World world;
    private final int number;
    private final String user;
    private final String path;

    Changer(World world, int number) {
        this.world = world;
        this.number = number;
        this.user = People.changer(number);
        this.path = People.ownCard(user);
    }

    /** Reads the own card as the server made it. */
    void begin(Node.Running node) throws InterruptedException {
        world.ledger().acknowledged(path, world.wire().get(node, user, path).content());
    }

    @Override
    public int step(Node.Running node, Random random) throws InterruptedException {
        if (canChange() && pending(node) < PENDING) {
            Reply there = world.wire().get(node, user, path);
            if (!there.isUnknown()) {
                world.ledger().found(path, there.content());
                change(node, there, next());
            }
        }
        return random.nextInt(3) == 0 ? 0 : random.nextInt(30);
    }

    /** Not while it is not known whether the last change is there, and not after the last of all. */
    boolean canChange() {
        return world.ledger().isSettled(path) && next() <= world.settings().changes();
    }

    private int next() {
        return world.ledger().content(path).map(Changer::count).orElse(People.NUMBERS) + 1;
    }

    private void change(Node.Running node, Reply there, int next) throws InterruptedException {
        String text = TEL.matcher(there.body())
                .replaceFirst("$1" + Matcher.quoteReplacement(People.number(number, next)) + "\r\n");
        Reply reply = world.wire().dav(node, user, "PUT", path, text, "If-Match", there.etag());
        if (reply.isUnknown()) {
            world.ledger().unanswered(path, Optional.of(text));
        } else if (world.findings()
                .check(reply.status() == 204, "PUT of %s was answered with %d", path, reply.status())) {
            world.ledger().acknowledged(path, Optional.of(text));
            world.gate().acknowledgedChange();
        }
    }

    private int pending(Node.Running node) throws InterruptedException {
        try {
            int pending = 0;
            for (JsonNode change : world.wire()
                    .api(node, "users/" + user + "/changes?limit=" + (PENDING + 1))
                    .path("changes")) {
                pending += change.path("state").asText().equals("pending") ? 1 : 0;
            }
            return pending;
        } catch (Wire.NoAnswerException e) {
            return PENDING;
        }
    }

    /** Which of the changer's numbers an own card has. */
    static int count(String ownCard) {
        Matcher tel = TEL.matcher(ownCard);
        return tel.find() ? Integer.parseInt(tel.group(2)) : People.NUMBERS;
    }
}
