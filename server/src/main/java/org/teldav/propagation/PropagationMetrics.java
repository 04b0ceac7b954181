package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.teldav.metrics.Counter;
import org.teldav.metrics.Registry;
import org.teldav.storage.Changes;
import org.teldav.storage.Store;

/** What is counted of changes on this server: see propagation.md, "Seen by people". Thread-safe. */
public final class PropagationMetrics {
    private final Registry registry;
    private final Counter done;
    private final Counter cancelled;
    private final Counter rewritten;
    private final Counter left;
    private final Counter offered;
    private final Counter conflicts;
    private final Counter undone;

    public PropagationMetrics(Registry registry) {
        this.registry = registry;
        done = registry.counter("changes_done", "changes carried to all their holders");
        cancelled = registry.counter("changes_cancelled", "changes that were cancelled while they waited");
        rewritten = registry.counter("cards_rewritten", "holders' cards with a new number");
        left = registry.counter("cards_left", "holders' cards that were left as they are");
        offered = registry.counter("cards_offered", "holders' cards that wait in an inbox");
        conflicts = registry.counter("conflicts", "rewrites begun again, since the holder wrote the card meanwhile");
        undone = registry.counter("cards_undone", "rewrites that their holders took back");
    }

    /** How long the oldest ones wait, and how many came late: looked up at each reading. */
    public void watch(Store store, InstantSource clock) {
        registry.gauge(
                "oldest_pending_seconds",
                "for how long the oldest change that can go out, and is not done, could have",
                () -> age(store, clock, changes -> changes.dueSince(clock.instant())));
        registry.gauge(
                "oldest_waiting_seconds",
                "age of the oldest change that waits for a proof",
                () -> age(store, clock, Changes::waitingSince));
        registry.gauge(
                "late_comers",
                "cards and members of groups that came late, and are still to be looked at",
                () -> store.read(tx -> tx.lateComers().count()));
    }

    private static long age(Store store, InstantSource clock, Function<Changes, Optional<Instant>> since) {
        return store.read(tx -> since.apply(tx.changes()))
                .map(begun -> Duration.between(begun, clock.instant()).toSeconds())
                .orElse(0L);
    }

    void done() {
        done.increment();
    }

    public void cancelled() {
        cancelled.increment();
    }

    public void rewritten() {
        rewritten.increment();
    }

    void left() {
        left.increment();
    }

    void offered() {
        offered.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    public void undone() {
        undone.increment();
    }
}
