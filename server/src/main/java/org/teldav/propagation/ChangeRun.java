package org.teldav.propagation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.HeldCard;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** One change, carried by one worker from where it stands to its end, or until the lease is lost or the worker closes. Used by one thread. */
final class ChangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeRun.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");

    /** How often a card is planned anew in one transaction: after the first time the book's row is locked, and nobody can come in between. */
    private static final int TRIES = 3;

    /** Between two tries with a card that fails, in which a database that was only away for a moment comes back. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Store store;
    private final Function<Transaction, Errand> planning;
    private final PropagationSettings settings;
    private final InstantSource clock;
    private final String worker;
    private final BooleanSupplier closing;
    private final Ahead ahead;
    private final PropagationMetrics metrics;
    private final Change change;
    private final PlanWriter writer;

    /** How many cards the change concerns, from when it is known until it is written down. */
    private volatile OptionalLong uncounted = OptionalLong.empty();

    private boolean counted;

    /** @param planning what the change has to do, as it stands when the run begins */
    ChangeRun(
            Store store,
            Function<Transaction, Errand> planning,
            PropagationSettings settings,
            InstantSource clock,
            String worker,
            BooleanSupplier closing,
            Ahead ahead,
            PropagationMetrics metrics,
            Change change) {
        this.store = store;
        this.planning = planning;
        this.settings = settings;
        this.clock = clock;
        this.worker = worker;
        this.closing = closing;
        this.ahead = ahead;
        this.metrics = metrics;
        this.change = change;
        this.writer = new PlanWriter(change, clock, metrics);
        this.counted = change.course().total().isPresent();
    }

    /** @throws RuntimeException where the database fails; the run can be tried again, and goes on where it stopped */
    void run() {
        Errand errand = store.read(planning);
        Progress progress = Progress.AGAIN;
        while (progress == Progress.AGAIN) {
            progress = pass(errand);
        }
        if (progress == Progress.DONE) {
            progress = store.write(tx ->
                    holdsLease(tx) ? finished(tx, errand.choices().choice().audience()) : Progress.STOPPED);
        }
        if (progress == Progress.STOPPED) {
            store.write(tx -> {
                tx.changes().giveBack(change.id(), worker, clock.instant());
                return Progress.STOPPED;
            });
        }
    }

    /**
     * Who joined after the time as of which the groups were looked at may have been looked at before this change was committed, or by another server's clock:
     * they are once more.
     */
    private Progress finished(Transaction tx, ChangerChoice.Audience told) {
        count(tx);
        tx.lateComers().addNewcomers(change.user(), change.asOf(), clock.instant());
        tx.changes().setState(change.id(), Change.State.DONE, clock.instant());
        if (told != ChangerChoice.Audience.EVERYONE) {
            tx.changes().setTold(change.id(), told);
        }
        tx.afterCommit(metrics::done);
        if (AUDIT.isInfoEnabled()) {
            Change.Tally end = tx.changes().tallies(List.of(change.id())).get(change.id());
            tx.afterCommit(() -> AUDIT.info(
                    "change {} is done: {} cards rewritten, {} left", change.id(), end.rewritten(), end.left()));
        }
        return Progress.DONE;
    }

    /** How a card, a batch or a pass over all of them went; the greater one decides for the whole. */
    private enum Progress {
        DONE,
        /** A holder was quicker, so often that the card has to be looked for again. */
        AGAIN,
        /** Another worker has the change, the operator holds it, or this worker is to close. */
        STOPPED;

        Progress and(Progress other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    private Progress pass(Errand errand) {
        Reach reach = new Reach(errand);
        if (!counted) {
            uncounted = OptionalLong.of(store.read(reach::count));
            counted = true;
        }
        Progress progress = Progress.DONE;
        Deque<Batch> underWay = new ArrayDeque<>();
        try {
            List<CardId> cards = next(reach);
            while (progress != Progress.STOPPED && !(cards.isEmpty() && underWay.isEmpty())) {
                if (!cards.isEmpty()) {
                    underWay.add(begin(errand, cards));
                    cards = next(reach);
                }
                if (cards.isEmpty() || underWay.size() > ahead.threads()) {
                    progress = progress.and(underWay.remove().end().get());
                }
            }
        } finally {
            underWay.forEach(batch -> Ahead.await(batch.begun()));
        }
        return progress;
    }

    private List<CardId> next(Reach reach) {
        int batch = Math.max(1, settings.batch() / ahead.threads());
        return store.read(tx -> reach.next(tx, batch));
    }

    private record Planned(CardId card, CardPlan plan) {}

    /** @param begun what another thread does of it @param end does the rest */
    private record Batch(Future<?> begun, Supplier<Progress> end) {}

    /**
     * Where the engine makes one write after the other, a batch is planned while the one before is written by this thread, which also reads: two stand in
     * each other's way at the database, more than they help. Else each is planned and written by a thread of its own.
     */
    private Batch begin(Errand errand, List<CardId> cards) {
        List<HeldCard> page = store.read(tx -> errand.choices().reached(tx, cards));
        if (ahead.threads() == 1) {
            Future<List<Planned>> plans = ahead.begin(() -> planned(errand, page));
            return new Batch(plans, () -> commit(errand, Ahead.result(plans)));
        }
        Future<Progress> written = ahead.begin(() -> commit(errand, planned(errand, page)));
        return new Batch(written, () -> Ahead.result(written));
    }

    private static List<Planned> planned(Errand errand, List<HeldCard> page) {
        return page.stream()
                .map(read -> new Planned(read.card().id(), errand.plan(read)))
                .toList();
    }

    private Progress commit(Errand errand, List<Planned> page) {
        if (closing.getAsBoolean()) {
            return Progress.STOPPED;
        }
        try {
            return write(tx -> all(tx, errand, page));
        } catch (RuntimeException e) {
            LOG.debug("change {}: a batch of {} failed, its cards go one by one", change.id(), page.size(), e);
        }
        Progress progress = Progress.DONE;
        for (Planned planned : page) {
            progress = progress.and(alone(errand, planned));
            if (progress == Progress.STOPPED) {
                return progress;
            }
        }
        return progress;
    }

    private Progress all(Transaction tx, Errand errand, List<Planned> page) {
        List<Boolean> written =
                writer.write(tx, page.stream().map(Planned::plan).toList());
        Progress progress = Progress.DONE;
        for (int i = 0; i < page.size(); i++) {
            if (!written.get(i)) {
                progress = progress.and(replanned(tx, errand, page.get(i).card()));
            }
        }
        return progress;
    }

    /** A failure that a card can't be blamed for is thrown; one that comes back while the database answers is the card's. */
    private Progress alone(Errand errand, Planned planned) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write(tx -> apply(tx, errand, planned));
            } catch (PlanWriter.AlreadyDone e) {
                return Progress.DONE;
            } catch (RuntimeException e) {
                if (e instanceof DatabaseAwayException || !store.healthy()) {
                    throw e;
                }
                if (attempt == TRIES) {
                    LOG.warn("change {}: {} is left as it is: {}", change.id(), planned.card(), Failure.kind(e));
                    LOG.debug("the failure itself", e);
                    return giveUp(planned);
                }
                LockSupport.parkNanos(PAUSE.toNanos() * attempt);
            }
        }
    }

    private Progress giveUp(Planned planned) {
        return write(tx -> {
            tx.cards().find(planned.card()).ifPresent(card -> writer.leave(tx, card, "the card could not be stored"));
            return Progress.DONE;
        });
    }

    /** The row of the lease is locked last: it is one for all batches that are written at the same time. */
    private Progress write(Function<Transaction, Progress> work) {
        try {
            return store.write(tx -> {
                Progress progress = work.apply(tx);
                count(tx);
                if (!holdsLease(tx)) {
                    throw new LostLease();
                }
                return progress;
            });
        } catch (LostLease e) {
            return Progress.STOPPED;
        }
    }

    private void count(Transaction tx) {
        if (uncounted.isPresent()) {
            tx.changes().count(change.id(), uncounted.getAsLong());
            tx.afterCommit(() -> uncounted = OptionalLong.empty());
        }
    }

    /** Rolls back what was written without a right to. */
    private static final class LostLease extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostLease() {
            super("the lease is lost", null, false, false);
        }
    }

    /** Fences off a worker that slept so long that another one took its change: it writes nothing any more. */
    private boolean holdsLease(Transaction tx) {
        return tx.changes().renew(change.id(), worker, clock.instant(), settings.lease());
    }

    private Progress apply(Transaction tx, Errand errand, Planned planned) {
        return writer.write(tx, planned.plan()) ? Progress.DONE : replanned(tx, errand, planned.card());
    }

    /** After a plan that came too late. */
    private Progress replanned(Transaction tx, Errand errand, CardId card) {
        for (int attempt = 2; attempt <= TRIES; attempt++) {
            tx.afterCommit(metrics::conflict);
            if (writer.write(tx, errand.plan(tx, card))) {
                return Progress.DONE;
            }
        }
        tx.afterCommit(metrics::conflict);
        return Progress.AGAIN;
    }
}
