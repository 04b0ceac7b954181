package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.teldav.propagation.Verification;
import org.teldav.storage.Change;
import org.teldav.storage.Transaction;

/** Changes as JSON. Belongs to one transaction. */
final class ChangeView {
    /** Of a user, newest first: no more are on their way at a time. */
    private static final int LOOKED_AT = 100;

    private final Transaction tx;
    private final Verification verification;
    private final Instant now;
    private final boolean allPaused;

    ChangeView(Transaction tx, Verification verification, Instant now) {
        this.tx = tx;
        this.verification = verification;
        this.now = now;
        this.allPaused = tx.changes().pausedSince().isPresent();
    }

    ObjectNode of(Change change) {
        Change.Course course = change.course();
        ObjectNode view = Json.object()
                .put("id", change.id())
                .put("user", ChangesApi.name(tx, change.user()))
                .put("at", change.at().toString())
                .put("age_seconds", Duration.between(change.at(), now).toSeconds())
                .put("state", state(change))
                .put("waits_for", waitsFor(change).orElse(null))
                .put("not_before", course.notBefore().map(Instant::toString).orElse(null))
                .put("paused", course.paused())
                .put("finished", change.finished().map(Instant::toString).orElse(null))
                .put(
                        "total",
                        course.total().isPresent() ? Long.valueOf(course.total().getAsLong()) : null)
                .put("done", change.rewritten() + change.left())
                .put("rewritten", change.rewritten())
                .put("left", change.left());
        view.set(
                "numbers",
                Json.list(
                        change.numbers(),
                        number -> Json.object()
                                .put("old", number.oldKey().orElse(null))
                                .put("new", number.newKey().orElse(null))
                                .put("proved", number.proved())));
        return view;
    }

    /** As in {@code code}, {@code administrator} or {@code change 12}: rule 9, later changes of a user stand behind earlier ones. */
    private Optional<String> waitsFor(Change change) {
        if (change.state() != Change.State.PENDING) {
            return verification.waitsFor(tx, change).map(what -> what.name().toLowerCase(Locale.ROOT));
        }
        return tx.changes().listOf(change.user(), LOOKED_AT).stream()
                .filter(other -> other.id() < change.id() && other.state() == Change.State.PENDING)
                .findFirst()
                .map(other -> "change " + other.id());
    }

    /** Where it stands, for people: a pending one may be held. */
    String state(Change change) {
        if (change.state() == Change.State.PENDING
                && (allPaused || change.course().paused())) {
            return "paused";
        }
        return change.isSettling(now) ? "settling" : change.state().name().toLowerCase(Locale.ROOT);
    }
}
