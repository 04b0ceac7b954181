package org.teldav;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;
import org.teldav.push.PushMetrics;
import org.teldav.push.PushPolicy;
import org.teldav.push.PushQueue;
import org.teldav.push.PushWorker;
import org.teldav.push.ServerKeys;
import org.teldav.storage.Store;

/** Who tells phones what changed; nobody where the operator has it off. */
final class Pushing implements AutoCloseable {
    private final Optional<PushWorker> worker;

    private Pushing(Optional<PushWorker> worker) {
        this.worker = worker;
    }

    static Pushing of(
            TeldavConfig config, Store store, ServerKeys keys, PushQueue queue, Registry metrics, Clock clock) {
        TeldavConfig.Push push = config.push();
        if (!push.enabled()) {
            return new Pushing(Optional.empty());
        }
        PushMetrics counted = new PushMetrics(metrics);
        counted.watch(store, clock);
        Optional<URI> contact = push.contact().or(() -> config.publicUrl().filter(Pushing::isContact));
        PushPolicy policy = new PushPolicy(push.allow(), push.loopback());
        return new Pushing(Optional.of(PushWorker.of(store, policy, keys, contact, clock, counted, queue)));
    }

    /** RFC 8292 §2.1. */
    private static boolean isContact(URI url) {
        return "https".equals(url.getScheme());
    }

    void start() {
        worker.ifPresent(PushWorker::start);
    }

    @Override
    public void close() {
        worker.ifPresent(PushWorker::close);
    }
}
