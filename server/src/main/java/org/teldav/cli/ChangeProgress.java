package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Waits until a change has reached its holders, and says how far it is where that takes long. */
final class ChangeProgress {
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Session session;
    private final Door door;

    ChangeProgress(Session session, Door door) {
        this.session = session;
        this.door = door;
    }

    /** The change as it is at its end, or after ten minutes. */
    JsonNode follow(long id) {
        long begin = System.nanoTime();
        long told = begin;
        while (true) {
            JsonNode change = door.get(Door.path("changes", Long.toString(id)));
            long now = System.nanoTime();
            if (!change.path("state").asText().equals("pending") || now - begin > MOST.toNanos()) {
                return change;
            }
            if (now - told > QUIET.toNanos()) {
                session.err().println(outcome(change));
                told = now;
            }
            Session.pause();
        }
    }

    static String outcome(JsonNode change) {
        long rewritten = change.path("rewritten").asLong();
        long left = change.path("left").asLong();
        String id = "change " + change.path("id").asLong();
        String cards = rewritten + (rewritten == 1 ? " card" : " cards") + " rewritten"
                + (left == 0 ? "" : ", " + left + " left as they are");
        return switch (change.path("state").asText()) {
            case "waiting" ->
                change.path("waits_for").asText().equals("code")
                        ? id + " waits for the code that is sent to the new number: 'teldav number confirm'"
                        : id + " waits: somebody else has the new number; 'teldav number verify' lets it go on";
            case "pending" -> id + " goes on, " + cards + " so far";
            default -> id + " is done, " + cards;
        };
    }
}
