package org.teldav.push;

import java.time.InstantSource;
import org.teldav.metrics.Counter;
import org.teldav.metrics.Registry;
import org.teldav.storage.Store;

/** What is counted of messages on this server. Thread-safe. */
public final class PushMetrics {
    private final Registry registry;
    private final Counter sent;
    private final Counter failed;
    private final Counter removed;

    public PushMetrics(Registry registry) {
        this.registry = registry;
        sent = registry.counter("push_sent", "messages that a push service took");
        failed = registry.counter("push_failed", "messages that a push service did not take");
        removed = registry.counter(
                "push_removed", "subscriptions that were removed, since their push service has them no more");
    }

    /** How many subscriptions there are: looked up at each reading. */
    public void watch(Store store, InstantSource clock) {
        registry.gauge(
                "push_subscriptions",
                "subscriptions for messages, on all servers",
                () -> store.read(tx -> tx.pushSubscriptions().count(clock.instant())));
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void removed() {
        removed.increment();
    }
}
