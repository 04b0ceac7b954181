package org.teldav.propagation;

import java.time.Duration;
import java.time.InstantSource;
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
    private OptionalLong uncounted = OptionalLong.empty();

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
            progress = store.write(tx -> leased(tx, () -> finished(tx)));
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
    private Progress finished(Transaction tx) {
        tx.lateComers().addNewcomers(change.user(), change.asOf(), clock.instant());
        tx.changes().setState(change.id(), Change.State.DONE, clock.instant());
        tx.afterCommit(metrics::done);
        if (AUDIT.isInfoEnabled()) {
            tx.changes()
                    .find(change.id())
                    .ifPresent(end -> tx.afterCommit(() -> AUDIT.info(
                            "change {} is done: {} cards rewritten, {} left", end.id(), end.rewritten(), end.left())));
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
        Progress progress = Progress.DONE;
        Reach reach = new Reach(errand);
        if (!counted) {
            uncounted = OptionalLong.of(store.read(reach::count));
            counted = true;
        }
        Page next = ahead(errand, reach);
        while (progress != Progress.STOPPED) {
            List<Planned> page = Ahead.result(next.plans());
            if (next.last()) {
                return progress;
            }
            next = ahead(errand, reach);
            progress = progress.and(closing.getAsBoolean() ? Progress.STOPPED : commit(errand, page));
        }
        Ahead.result(next.plans());
        return progress;
    }

    /** @param last whether no card follows it, and it has none */
    private record Page(boolean last, Future<List<Planned>> plans) {}

    private record Planned(CardId card, CardPlan plan) {}

    /** The next page is planned while one is written. Read by the thread that writes: two stand in each other's way at the database, more than they help. */
    private Page ahead(Errand errand, Reach reach) {
        List<CardId> cards = store.read(tx -> reach.next(tx, settings.batch()));
        List<HeldCard> page = store.read(tx -> errand.choices().reached(tx, cards));
        return new Page(
                cards.isEmpty(),
                ahead.begin(() -> page.stream()
                        .map(read -> new Planned(read.card().id(), errand.plan(read)))
                        .toList()));
    }

    private Progress commit(Errand errand, List<Planned> page) {
        try {
            return store.write(tx -> leased(tx, () -> all(tx, errand, page)));
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
                return store.write(tx -> leased(tx, () -> apply(tx, errand, planned)));
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
        return store.write(tx -> leased(tx, () -> {
            tx.cards().find(planned.card()).ifPresent(card -> writer.leave(tx, card, "the card could not be stored"));
            return Progress.DONE;
        }));
    }

    private Progress leased(Transaction tx, Supplier<Progress> work) {
        if (!holdsLease(tx)) {
            return Progress.STOPPED;
        }
        if (uncounted.isPresent()) {
            tx.changes().count(change.id(), uncounted.getAsLong());
            tx.afterCommit(() -> uncounted = OptionalLong.empty());
        }
        return work.get();
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
