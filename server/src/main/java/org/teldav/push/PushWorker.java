package org.teldav.push;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/**
 * Tells phones what changed, in a thread of its own: at once what this server changed, and once a minute what others changed or left. A subscription is
 * taken before it is told, so that of any number of workers, here and on other servers, one tells it. Thread-safe.
 */
public final class PushWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);

    /** What is taken, or written down, in one transaction. */
    private static final int BATCH = 100;

    /** What is kept in memory; what is due beyond it is found by a later look. */
    private static final int MOST = 10_000;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Store store;
    private final PushClient client;
    private final PushSender sender;
    private final PushSettings settings;
    private final InstantSource clock;
    private final Landing landing;
    private final PushQueue queue;
    private final Lanes lanes;
    private final String name = UUID.randomUUID().toString();
    private final Agenda agenda = new Agenda();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "push");
    private Instant nextPoll = Instant.MIN;

    PushWorker(
            Store store,
            PushClient client,
            PushSender sender,
            PushSettings settings,
            InstantSource clock,
            PushMetrics metrics,
            PushQueue queue) {
        this.store = store;
        this.client = client;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
        this.queue = queue;
        this.lanes = new Lanes(settings.perHost());
        this.landing = new Landing(store, settings, metrics, BATCH);
    }

    /**
     * One that is to be started.
     *
     * @param contact of the operator, for who runs a push service
     * @param queue that the store fills
     */
    public static PushWorker of(
            Store store,
            PushPolicy policy,
            ServerKeys keys,
            Optional<URI> contact,
            InstantSource clock,
            PushMetrics metrics,
            PushQueue queue) {
        PushClient client = new PushClient(policy, PushClient.Limits.DEFAULT);
        PushSender sender = new PushSender(client, policy, keys, contact, clock);
        return new PushWorker(store, client, sender, PushSettings.DEFAULT, clock, metrics, queue);
    }

    /** Starts the thread; it also takes up what a killed server left. */
    public void start() {
        client.start();
        queue.open();
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        while (!isClosed()) {
            try {
                hear(untilDue());
                landing.write().forEach(this::lookAgain);
                look();
                poll();
                depart();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn(
                        "nobody is told of changes for {} s: {}",
                        settings.interval().toSeconds(),
                        e.getClass().getSimpleName());
                LOG.debug("the failure itself", e);
                rest();
            }
        }
        sayLastWords();
    }

    private Duration untilDue() {
        Instant now = clock.instant();
        Instant next = agenda.next(now).isBefore(nextPoll) ? agenda.next(now) : nextPoll;
        return next.isAfter(now) ? PushSettings.shorter(Duration.between(now, next), settings.poll()) : Duration.ZERO;
    }

    private void hear(Duration time) throws InterruptedException {
        PushQueue.Content content = queue.take(time, agenda.lull(clock.instant()));
        agenda.add(content.changed());
        for (PushQueue.Done done : content.done()) {
            boolean isSilent = done.delivery() instanceof Delivery.Later late && late.isSilent();
            List<DuePush> behind = lanes.done(done.push(), isSilent);
            landing.add(done.push(), done.delivery(), clock.instant());
            behind.forEach(push -> landing.add(push, Delivery.Later.BEHIND, clock.instant()));
        }
    }

    /** When its next message may be sent; what changes until then is told by it. */
    private void lookAgain(Landing.Landed landed) {
        if (landed.next().isBefore(clock.instant().plus(settings.poll()))) {
            agenda.add(landed.collection(), landed.next());
        }
    }

    private void look() {
        List<BookId> batch = agenda.due(clock.instant(), BATCH);
        while (!batch.isEmpty() && lanes.size() < MOST) {
            look(batch);
            batch = agenda.due(clock.instant(), BATCH);
        }
        if (!batch.isEmpty()) {
            agenda.clear();
        }
    }

    private void look(List<BookId> batch) {
        Instant now = clock.instant();
        Optional<List<BookId>> due = store.read(tx -> Optional.of(tx.pushSubscriptions())
                .filter(PushSubscriptions::any)
                .map(all -> all.due(batch, now)));
        agenda.seen(batch);
        if (due.isEmpty()) {
            agenda.nobody(now);
        } else if (!due.get().isEmpty()) {
            agenda.add(taken(due.get()));
        }
    }

    /** @return the collections of which there may be more */
    private List<BookId> taken(List<BookId> collections) {
        Instant now = clock.instant();
        List<List<DuePush>> taken = store.write(tx -> collections.stream()
                .map(collection -> tx.pushSubscriptions().lease(collection, name, now, settings.lease(), BATCH))
                .toList());
        List<BookId> more = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            wait(taken.get(i), now);
            if (taken.get(i).size() == BATCH) {
                more.add(collections.get(i));
            }
        }
        return more;
    }

    private void poll() {
        Instant now = clock.instant();
        if (nextPoll.isAfter(now)) {
            return;
        }
        int taken = BATCH;
        while (taken == BATCH && lanes.size() < MOST) {
            List<DuePush> due = store.write(tx -> tx.pushSubscriptions().lease(name, now, settings.lease(), BATCH));
            wait(due, now);
            taken = due.size();
        }
        nextPoll = now.plus(settings.poll());
    }

    private void wait(List<DuePush> taken, Instant now) {
        Instant until = now.plus(settings.lease());
        taken.forEach(push -> lanes.add(new Lanes.Waiting(push, until)));
    }

    private void depart() {
        for (List<Lanes.Waiting> ready = lanes.ready(); !ready.isEmpty(); ready = lanes.ready()) {
            Set<DuePush> live = live(ready);
            for (Lanes.Waiting waiting : ready) {
                if (live.contains(waiting.push())) {
                    send(waiting.push());
                } else {
                    lanes.dropped(waiting.push());
                }
            }
        }
    }

    /** Those that are still there, and still this worker's for as long as sending takes: a client that has unsubscribed gets nothing any more. */
    private Set<DuePush> live(List<Lanes.Waiting> ready) {
        Instant now = clock.instant();
        try {
            return new HashSet<>(store.read(tx -> ready.stream()
                    .filter(waiting -> waiting.until().isAfter(now.plus(client.longest())))
                    .map(Lanes.Waiting::push)
                    .filter(push -> isThere(tx, push.subscription(), now))
                    .toList()));
        } catch (RuntimeException e) {
            ready.forEach(waiting -> lanes.dropped(waiting.push()));
            throw e;
        }
    }

    private static boolean isThere(Transaction tx, PushSubscription subscription, Instant now) {
        return tx.pushSubscriptions()
                .find(subscription.user(), subscription.id(), now)
                .isPresent();
    }

    private void send(DuePush push) {
        try {
            sender.send(push, delivery -> queue.done(new PushQueue.Done(push, delivery)));
        } catch (RuntimeException e) {
            LOG.debug("a message can't be made", e);
            queue.done(new PushQueue.Done(push, new Delivery.Later("can't be made", false)));
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void rest() {
        try {
            closed.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What waits can be taken by another worker at once; what is on its way has a moment. */
    private void sayLastWords() {
        try {
            lanes.clear().forEach(push -> landing.add(push, Delivery.Later.UNSENT, clock.instant()));
            long end = System.nanoTime() + LAST_WORDS.toNanos();
            for (long left = LAST_WORDS.toNanos(); lanes.size() > 0 && left > 0; left = end - System.nanoTime()) {
                hear(Duration.ofNanos(left));
            }
            client.close();
            hear(Duration.ZERO);
            landing.write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("what was sent last is not written down", e);
        }
    }

    /** Returns when nothing is sent any more. */
    @Override
    public void close() {
        closed.countDown();
        queue.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
