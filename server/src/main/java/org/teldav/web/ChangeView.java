package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.teldav.propagation.Verification;
import org.teldav.storage.Change;
import org.teldav.storage.Transaction;

/** Changes as JSON. Belongs to one transaction. */
final class ChangeView {
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
                .put(
                        "waits_for",
                        verification
                                .waitsFor(tx, change)
                                .map(what -> what.name().toLowerCase(Locale.ROOT))
                                .orElse(null))
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

    /** Where it stands, for people: a pending one may be held. */
    String state(Change change) {
        if (change.state() == Change.State.PENDING
                && (allPaused || change.course().paused())) {
            return "paused";
        }
        return change.isSettling(now) ? "settling" : change.state().name().toLowerCase(Locale.ROOT);
    }
}
