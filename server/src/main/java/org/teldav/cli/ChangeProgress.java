package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/** Waits until a change has reached its holders, and says how far it is where that takes long. */
final class ChangeProgress {
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** What stands for nobody knows how long; one that is over meanwhile holds nobody up. */
    private static final Set<String> HELD = Set.of("paused", "waiting", "settling");

    private final Session session;
    private final Door door;

    ChangeProgress(Session session, Door door) {
        this.session = session;
        this.door = door;
    }

    /** The change as it is at its end, or where it stands behind another that is held, or after ten minutes. */
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
                if (isHeldUp(change)) {
                    return change;
                }
                session.err().println(outcome(change));
                told = now;
            }
            Session.pause();
        }
    }

    /** Behind a change that is held, or behind one that is. */
    private boolean isHeldUp(JsonNode change) {
        String other = Table.text(change, "waits_for").replace("change ", "");
        if (other.isEmpty()) {
            return false;
        }
        JsonNode before = door.get(Door.path("changes", other));
        return HELD.contains(before.path("state").asText()) || isHeldUp(before);
    }

    static String outcome(JsonNode change) {
        long rewritten = change.path("rewritten").asLong();
        long left = change.path("left").asLong();
        String id = "change " + change.path("id").asLong();
        String cards = rewritten + (rewritten == 1 ? " card" : " cards") + " rewritten"
                + (left == 0 ? "" : ", " + left + " left as they are");
        return switch (change.path("state").asText()) {
            case "waiting" ->
                id + " waits: "
                        + (Table.text(change, "waits_for").equals("code")
                                ? "the code that is sent to the new number has to be entered; 'teldav number confirm'"
                                : "somebody else has the new number; 'teldav number verify' lets it go on");
            case "settling" ->
                id + " goes out at " + Table.time(change, "not_before") + "; 'teldav changes cancel' stops it";
            case "paused" -> id + " is paused, " + cards + "; 'teldav changes resume' lets it go on";
            case "cancelled" -> id + " is cancelled, and reached nobody";
            case "pending" ->
                Table.text(change, "waits_for").isEmpty()
                        ? id + " goes on, " + done(change) + " so far"
                        : id + " waits for " + Table.text(change, "waits_for") + ", which goes before it";
            default -> id + " is done, " + cards;
        };
    }

    /** As in {@code 3 of 10 cards}. */
    static String done(JsonNode change) {
        String total = Table.text(change, "total");
        return Table.text(change, "done") + (total.isEmpty() ? "" : " of " + total) + " cards";
    }

    /** Where it stands, in a few words. */
    static String state(JsonNode change) {
        String state = Table.text(change, "state");
        return switch (state) {
            case "waiting" -> "waiting for " + Table.text(change, "waits_for");
            case "pending" ->
                Table.text(change, "waits_for").isEmpty() ? state : "waiting for " + Table.text(change, "waits_for");
            case "settling" -> "settling until " + Table.time(change, "not_before");
            default -> state;
        };
    }

    /** As in {@code 5 min}. */
    static String age(JsonNode change) {
        long seconds = change.path("age_seconds").asLong();
        if (seconds < 60) {
            return seconds + " s";
        } else if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
