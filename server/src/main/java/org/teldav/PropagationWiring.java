package org.teldav;

import java.time.Clock;
import java.time.Duration;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;
import org.teldav.propagation.Bell;
import org.teldav.propagation.PropagationMetrics;
import org.teldav.propagation.PropagationRules;
import org.teldav.propagation.PropagationSettings;
import org.teldav.propagation.PropagationWorker;
import org.teldav.propagation.Rekeying;
import org.teldav.propagation.Verification;
import org.teldav.storage.Store;
import org.teldav.vcard.TelRewriter;
import org.teldav.web.ChangeControl;

/** Who carries changes of numbers to their holders, and reads all numbers anew where the numbering plans or the server's region have changed. */
final class PropagationWiring implements AutoCloseable {
    private final Verification verification;
    private final PropagationWorker worker;
    private final Rekeying rekeying;
    private final ChangeControl control;

    /** @param bell that rings where there is a change */
    PropagationWiring(
            Store store,
            CardWriting writing,
            TelRewriter rewriter,
            PropagationRules rules,
            Bell bell,
            Registry metrics,
            Clock clock) {
        PropagationMetrics counted = new PropagationMetrics(metrics);
        counted.watch(store, clock);
        this.verification = new Verification(rules, bell::ring);
        this.worker = new PropagationWorker(
                store, writing, rewriter, rules, PropagationSettings.DEFAULT, clock, bell, counted);
        this.rekeying = new Rekeying(store, writing, rules, writing.version(), clock);
        this.control = new ChangeControl(rules, verification, bell::ring, counted, metrics);
    }

    static PropagationRules rules(TeldavConfig config) {
        TeldavConfig.Propagation configured = config.propagation();
        return new PropagationRules(
                configured.grace(),
                configured.forwarding(),
                configured.settle(),
                configured.dailyLimit(),
                configured.proof());
    }

    Verification verification() {
        return verification;
    }

    ChangeControl control() {
        return control;
    }

    void start() {
        rekeying.start(worker::start);
    }

    /** As {@link Teldav#drain}. */
    boolean drain(Duration time) {
        return rekeying.run(time) && worker.drain(time);
    }

    @Override
    public void close() {
        try (worker) {
            rekeying.close();
        }
    }
}
