package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        return of(List.of(change)).get(0);
    }

    /** One that went with its user meanwhile has done nothing. */
    List<ObjectNode> of(List<Change> changes) {
        Map<Long, Change.Tally> tallies =
                tx.changes().tallies(changes.stream().map(Change::id).toList());
        return changes.stream()
                .map(change -> of(change, tallies.getOrDefault(change.id(), Change.Tally.NONE)))
                .toList();
    }

    /** Who comes late is counted among the done, and not when the change began (rule 12): then the total is what is done. */
    private ObjectNode of(Change change, Change.Tally tally) {
        Change.Course course = change.course();
        long done = tally.rewritten() + tally.left();
        ObjectNode view = Json.object()
                .put("id", change.id())
                .put("user", ChangesApi.name(tx, change.user()))
                .put("at", change.at().toString())
                .put("age_seconds", Duration.between(change.at(), now).toSeconds())
                .put("state", state(change))
                .put("waits_for", waitsFor(change).orElse(null))
                .put("not_before", course.notBefore().map(Instant::toString).orElse(null))
                .put("over_limit", change.isSettling(now) && verification.isOverLimit(change))
                .put("paused", course.paused())
                .put("finished", change.finished().map(Instant::toString).orElse(null))
                .put(
                        "total",
                        course.total().isPresent()
                                ? Long.valueOf(Math.max(course.total().getAsLong(), done))
                                : null)
                .put("done", done)
                .put("rewritten", tally.rewritten())
                .put("left", tally.left());
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
        OptionalLong other = tx.changes().pendingBefore(change.user(), change.id());
        return other.isPresent() ? Optional.of("change " + other.getAsLong()) : Optional.empty();
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
