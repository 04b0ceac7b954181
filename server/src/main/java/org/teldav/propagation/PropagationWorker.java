package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Change;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.TelRewriter;

/**
 * Carries changes to their holders, in threads of its own. Any number of workers, here and on other servers, share the changes of one store.
 * Thread-safe.
 */
public final class PropagationWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PropagationWorker.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration DRAIN_PAUSE = Duration.ofMillis(20);

    /** Between two looks at something whose time has come, but which somebody else is doing. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    private final Store store;
    private final CardPlanner planner;
    private final AdditionPlanner adder;
    private final LateWork late;
    private final PropagationSettings settings;
    private final InstantSource clock;
    private final Bell bell;
    private final Timetable timetable;
    private final PropagationMetrics metrics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** @param bell the one that the store's {@link OwnCardHook} rings */
    public PropagationWorker(
            Store store,
            CardWriting writing,
            TelRewriter rewriter,
            PropagationRules rules,
            PropagationSettings settings,
            InstantSource clock,
            Bell bell,
            PropagationMetrics metrics) {
        this.store = store;
        this.planner = new CardPlanner(writing, rewriter);
        this.adder = new AdditionPlanner(writing);
        this.late = new LateWork(
                store, new LateRun(planner, writing, rules.forwarding(), clock, metrics), clock, this::isClosed);
        this.settings = settings;
        this.clock = clock;
        this.bell = bell;
        this.timetable = new Timetable(new OwnCardEditor(writing, rewriter, clock), clock);
        this.metrics = metrics;
    }

    /** Starts the threads; they also take up what a killed server left. */
    public synchronized void start() {
        for (int i = threads.size(); i < settings.threads(); i++) {
            Thread thread = new Thread(this::work, "propagation-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Finishes the batch in hand, and leaves the rest to the next start. Returns when no thread writes any more. */
    @Override
    public void close() {
        closed.countDown();
        bell.ring();
        boolean interrupted = false;
        for (Thread thread : threads()) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    /**
     * Makes all edits whose time has come, and carries all changes to their end that nothing holds, in the calling thread and beside other workers: for the
     * command line, where no server runs.
     *
     * @return false where some were on their way still when the time was over, because another worker has them
     * @throws RuntimeException where the database fails
     */
    public boolean drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try (Hands hands = new Hands()) {
            do {
                while (!isClosed() && hands.work()) {
                    LOG.trace("some work done");
                }
                if (!isAnyDue()) {
                    return true;
                }
            } while (System.nanoTime() - end < 0 && !isClosedAfter(DRAIN_PAUSE));
            return false;
        }
    }

    private boolean isAnyDue() {
        Instant now = clock.instant();
        return store.read(tx -> tx.changes().isAnyDue(now)
                || LateWork.isAny(tx)
                || tx.scheduledEdits().next().filter(time -> !time.isAfter(now)).isPresent());
    }

    private Errand errand(Transaction tx, Change change) {
        return change.course().adds()
                ? new Errand.Adding(Additions.of(tx, change), adder)
                : new Errand.Replacing(Audience.of(tx, change), planner);
    }

    /** Until the next change or edit is due, and not longer than until others' changes are looked for. */
    private Duration untilDue() {
        Instant now = clock.instant();
        return Stream.<Function<Transaction, Optional<Instant>>>of(
                        tx -> tx.changes().nextDue(now),
                        tx -> tx.scheduledEdits().next())
                .flatMap(next -> store.read(next).stream())
                .map(time -> Duration.between(now, time))
                .map(time -> time.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : time)
                .reduce(settings.poll(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private void work() {
        try (Hands hands = new Hands()) {
            Duration pause = SHORTEST_PAUSE;
            while (!isClosed()) {
                pause = carried(hands, pause) ? SHORTEST_PAUSE : longer(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted", e);
        }
    }

    /** @return false after a failure, and a pause */
    private boolean carried(Hands hands, Duration pause) throws InterruptedException {
        long heard = bell.rings();
        try {
            if (!hands.work()) {
                bell.await(heard, untilDue());
            }
            return true;
        } catch (RuntimeException | Error e) {
            LOG.warn("propagation pauses for {} ms: {}", pause.toMillis(), Failure.kind(e));
            LOG.debug("the failure itself", e);
            isClosedAfter(pause);
            return false;
        }
    }

    private Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(settings.longestPause()) < 0 ? longer : settings.longestPause();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean isClosedAfter(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** One thread's part: the name it leases under, and the changes it could not finish because something failed. */
    private final class Hands implements AutoCloseable {
        private final String name = UUID.randomUUID().toString();
        private final Deque<Change> broken = new ArrayDeque<>();
        private final Ahead ahead = new Ahead(Thread.currentThread().getName() + "-ahead", store.writesAtOnce());

        @Override
        public void close() {
            ahead.close();
        }

        /** @return false where there was nothing to do */
        boolean work() {
            boolean edited = timetable.run(store);
            return carryOne() || edited;
        }

        /** New changes first, so that one that always fails holds up nobody else's. @return false where there is none */
        private boolean carryOne() {
            Optional<Change> next = store.write(tx -> tx.changes().lease(name, clock.instant(), settings.lease()))
                    .or(this::broken);
            next.ifPresent(this::carry);
            return next.isPresent() || late.run();
        }

        private Optional<Change> broken() {
            Optional<Change> next = Optional.ofNullable(broken.peek());
            if (next.isPresent() && !renewed(next.get(), settings.lease())) {
                broken.remove();
                return broken();
            }
            next.ifPresent(broken::remove);
            return next;
        }

        private void carry(Change change) {
            try {
                new ChangeRun(
                                store,
                                tx -> errand(tx, change),
                                settings,
                                clock,
                                name,
                                PropagationWorker.this::isClosed,
                                ahead,
                                metrics,
                                change)
                        .run();
            } catch (RuntimeException e) {
                broken.add(change);
                throw e;
            }
        }

        private boolean renewed(Change change, Duration time) {
            return store.write(tx -> tx.changes().renew(change.id(), name, clock.instant(), time));
        }
    }
}
