package org.teldav;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.config.TeldavConfig;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Lets go, once a day, of what is older than it has to be kept. */
final class Pruning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration TOMBSTONES = Duration.ofDays(180);

    /** docs/decisions/removed-users.md. */
    private static final Duration CLAIMS = Duration.ofDays(2 * 365);

    /** Longer than their limits count. */
    private static final Duration CODES = Duration.ofDays(2);

    private static final int BATCH = 200;

    private final Store store;
    private final Duration history;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "pruning");

    Pruning(Store store, TeldavConfig.History history, Clock clock) {
        this.store = store;
        this.history = Duration.ofDays(history.days());
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration pause = FIRST;
        while (!closedAfter(pause)) {
            pause = PAUSE;
            try {
                Instant now = clock.instant();
                store.prune(now.minus(history), now.minus(TOMBSTONES));
                forget(tx -> tx.claims().forgetRemoved(now.minus(CLAIMS), BATCH));
                forget(tx -> tx.codes().forget(now.minus(CODES), BATCH));
                forget(tx -> {
                    tx.sessions().prune(now);
                    tx.pushSubscriptions().prune(now);
                    tx.invitations().prune(now);
                    return 0;
                });
            } catch (RuntimeException e) {
                LOG.warn("what is old could not be pruned; the next try is tomorrow", e);
            }
        }
    }

    private void forget(Function<Transaction, Integer> batch) {
        while (store.write(batch) == BATCH) {
            Thread.yield();
        }
    }

    private boolean closedAfter(Duration pause) {
        try {
            return closed.await(pause.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Returns when it writes no more. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
