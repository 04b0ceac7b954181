package org.teldav.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.BookId;
import org.teldav.storage.CollectionListener;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.Store;

/**
 * Tells phones what changed, in a thread of its own: at once what this server changed, and once a minute what others changed or left. A subscription is
 * taken before it is told, so that of any number of workers, here and on other servers, one tells it. Thread-safe.
 */
public final class PushWorker implements CollectionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushWorker.class);

    /** What is taken, and what is written down, in one transaction. */
    private static final int BATCH = 100;

    /** What is kept in memory; what is due beyond it is found later. */
    private static final int MOST = 10_000;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Store store;
    private final PushClient client;
    private final PushSender sender;
    private final PushSettings settings;
    private final InstantSource clock;
    private final PushMetrics metrics;
    private final Inbox inbox;
    private final String name = UUID.randomUUID().toString();
    private final Lanes lanes;
    private final TreeMap<Instant, Set<BookId>> later = new TreeMap<>();
    private final Thread thread = new Thread(this::work, "push");
    private Instant nextPoll = Instant.MIN;
    private volatile boolean isClosed;

    PushWorker(
            Store store,
            PushClient client,
            PushSender sender,
            PushSettings settings,
            InstantSource clock,
            PushMetrics metrics,
            Inbox inbox) {
        this.store = store;
        this.client = client;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.inbox = inbox;
        this.lanes = new Lanes(settings.perHost());
    }

    @Override
    public void changed(Set<BookId> collections) {
        inbox.changed(collections);
    }

    /** Starts the thread; it also takes up what a killed server left. */
    public void start() {
        client.start();
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        List<Inbox.Done> unwritten = new ArrayList<>();
        Set<BookId> unseen = new HashSet<>();
        while (!isClosed) {
            try {
                Inbox.Content content = inbox.take(untilDue());
                unwritten.addAll(content.done());
                unseen.addAll(content.changed());
                land(unwritten);
                unseen.addAll(ripe());
                look(unseen);
                poll();
                depart();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("nobody is told for {} s: {}", settings.interval().toSeconds(), e.getClass().getSimpleName());
                LOG.debug("the failure itself", e);
                rest();
            }
        }
        lastWords(unwritten);
    }

    private Duration untilDue() {
        Instant next = later.isEmpty() || nextPoll.isBefore(later.firstKey()) ? nextPoll : later.firstKey();
        Duration left = Duration.between(clock.instant(), next.isBefore(clock.instant()) ? clock.instant() : next);
        return PushSettings.shorter(left, settings.poll());
    }
}
