package org.teldav.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.Store;

/** What became of messages, until it is written down. Not thread-safe: the worker's. */
final class Landing {
    private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

    private final Store store;
    private final PushSettings settings;
    private final PushMetrics metrics;
    private final int batch;
    private final List<Landed> unwritten = new ArrayList<>();

    Landing(Store store, PushSettings settings, PushMetrics metrics, int batch) {
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        this.batch = batch;
    }

    /** What it comes to. */
    enum Verdict {
        SENT,
        FAILED,
        REFUSED,
        REMOVED
    }

    /** @param next when the subscription may be told again */
    record Landed(DuePush push, Verdict verdict, Instant next) {
        BookId collection() {
            return push.subscription().collection();
        }
    }

    void add(DuePush push, Delivery delivery, Instant now) {
        Verdict verdict = verdict(push.subscription(), delivery);
        if (verdict != Verdict.SENT) {
            LOG.debug("a message to user {}: {}, {}", push.subscription().user(), verdict, delivery);
        }
        unwritten.add(new Landed(push, verdict, now.plus(pause(push.subscription(), delivery))));
    }

    private Verdict verdict(PushSubscription subscription, Delivery delivery) {
        if (delivery instanceof Delivery.Sent) {
            return Verdict.SENT;
        }
        if (delivery instanceof Delivery.Refused) {
            return subscription.refusals() + 1 < settings.refusals() ? Verdict.REFUSED : Verdict.REMOVED;
        }
        return delivery instanceof Delivery.Gone ? Verdict.REMOVED : Verdict.FAILED;
    }

    private void count(Verdict verdict) {
        switch (verdict) {
            case SENT -> metrics.sent();
            case FAILED, REFUSED -> metrics.failed();
            case REMOVED -> metrics.removed();
        }
    }

    /** A push service may say when, but not that nothing is to be sent for good. */
    private Duration pause(PushSubscription subscription, Delivery delivery) {
        if (delivery instanceof Delivery.Sent) {
            return settings.interval();
        }
        if (delivery == Delivery.Later.UNSENT) {
            return Duration.ZERO;
        }
        Duration pause = settings.pause(subscription.failures());
        Optional<Duration> asked = delivery instanceof Delivery.Later late ? late.after() : Optional.empty();
        return asked.map(after -> PushSettings.shorter(after, settings.longestPause()))
                .filter(after -> after.compareTo(pause) > 0)
                .orElse(pause);
    }

    /** @return what was written. @throws RuntimeException where the database fails: what isn't written stays */
    List<Landed> write() {
        List<Landed> written = new ArrayList<>();
        while (!unwritten.isEmpty()) {
            List<Landed> some = List.copyOf(unwritten.subList(0, Math.min(batch, unwritten.size())));
            store.write(tx -> {
                some.forEach(landed -> write(tx.pushSubscriptions(), landed));
                return true;
            });
            unwritten.subList(0, some.size()).clear();
            some.forEach(landed -> count(landed.verdict()));
            written.addAll(some);
        }
        return written;
    }

    private static void write(PushSubscriptions subscriptions, Landed landed) {
        PushSubscription subscription = landed.push().subscription();
        switch (landed.verdict()) {
            case SENT -> subscriptions.sent(landed.push(), landed.next());
            case FAILED -> subscriptions.failed(landed.push(), false, landed.next());
            case REFUSED -> subscriptions.failed(landed.push(), true, landed.next());
            case REMOVED -> subscriptions.remove(subscription.user(), subscription.id());
        }
    }
}
