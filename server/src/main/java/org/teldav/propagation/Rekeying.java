package org.teldav.propagation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;

/**
 * Makes all keys anew where they were made by another version of the numbering plans, or in another region of the server: of cards, by putting the bytes again that are there, which moves no
 * token; of claims, consents, changes and planned edits. Goes on where a killed server stopped, home by home; of several servers one does it. Thread-safe.
 */
public final class Rekeying implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rekeying.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** How often who waits for another looks whether it is done. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final int HOMES = 100;
    private static final int CARDS = 100;
    private static final int TOLD = 10_000;

    private final Store store;
    private final CardWriting writing;
    private final RenewedKeys keys;
    private final String version;
    private final InstantSource clock;
    private final String name = UUID.randomUUID().toString();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Thread> thread = Optional.empty();

    /** @param version by which keys are made now, as {@link CardWriting#version} */
    public Rekeying(Store store, CardWriting writing, PropagationRules rules, String version, InstantSource clock) {
        this.store = store;
        this.writing = writing;
        this.keys = new RenewedKeys(store, writing, rules, clock);
        this.version = version;
        this.clock = clock;
    }

    /**
     * Works in the background where there is something to do.
     *
     * @param done run once all keys are of this version, by this server or another: then, and not before, a change finds all its holders
     */
    public synchronized void start(Runnable done) {
        if (isDone()) {
            done.run();
            return;
        }
        Thread worker = new Thread(() -> work(done), "rekeying");
        worker.setDaemon(true);
        worker.start();
        thread = Optional.of(worker);
    }

    private void work(Runnable done) {
        while (!isClosed()) {
            try {
                if (run()) {
                    done.run();
                    return;
                }
            } catch (RuntimeException e) {
                LOG.warn("making keys anew pauses for {} s: {}", PAUSE.toSeconds(), Failure.kind(e));
                LOG.debug("the failure itself", e);
            }
            rest(PAUSE);
        }
    }

    /** Whether all keys are of this version. */
    public boolean isDone() {
        return store.read(tx -> tx.numbering().version()).equals(version);
    }

    /** Does what is to do, in the calling thread. @return false where another server is at it, or this one ends */
    public boolean run() {
        if (isDone()) {
            return true;
        }
        OptionalLong from = store.write(tx -> tx.numbering().lease(version, name, clock.instant(), LEASE));
        return from.isEmpty() ? isDone() : run(from.getAsLong());
    }

    /** As {@link #run()}; where another is at it, waits for it so long. @return false where it was not done when the time was over */
    public boolean run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!run()) {
            if (isClosed() || Thread.currentThread().isInterrupted() || System.nanoTime() - end >= 0) {
                return false;
            }
            rest(LOOK);
        }
        return true;
    }

    private boolean run(long from) {
        LOG.info("the numbering plans and region are of version {}: the keys of all numbers are made anew", version);
        Progress progress = new Progress();
        long last = from;
        for (List<Long> page = homes(last); !page.isEmpty(); page = homes(last)) {
            for (long home : page) {
                home(home, progress);
                if (isClosed()) {
                    keep(last, Duration.ZERO);
                    return false;
                } else if (!keep(home, LEASE)) {
                    return false;
                }
                last = home;
            }
        }
        boolean finished = store.write(tx -> tx.numbering().finish(name));
        LOG.info("keys are made anew: {} cards read, {} of them with other keys now", progress.read, progress.changed);
        return finished;
    }

    /** @param done the last home that is */
    private boolean keep(long done, Duration time) {
        return store.write(tx -> tx.numbering().advance(name, done, clock.instant(), time));
    }

    private List<Long> homes(long after) {
        return store.read(tx -> tx.numbering().homes(after, HOMES));
    }

    /** Counts, and tells now and then. */
    private static final class Progress {
        private long read;
        private long changed;

        void count(boolean isChanged) {
            changed += isChanged ? 1 : 0;
            if (++read % TOLD == 0) {
                LOG.info("keys are being made anew: {} cards read, {} of them with other keys now", read, changed);
            }
        }
    }

    private void home(long home, Progress progress) {
        Optional<Principal.User> user = store.read(tx -> tx.principals().user(home));
        if (user.isPresent()) {
            Optional<String> region = writing.region(user.get());
            for (AddressBook book : store.read(tx -> tx.books().list(home))) {
                cards(book, region, progress);
            }
        }
        keys.renew(home, user);
    }

    private void cards(AddressBook book, Optional<String> region, Progress progress) {
        List<Card> page = page(book, 0);
        while (!page.isEmpty() && !isClosed()) {
            for (Card card : page) {
                progress.count(keys.renew(card, region));
            }
            keep(book.id().home() - 1, LEASE);
            page = page(book, page.get(page.size() - 1).id().number());
        }
    }

    private List<Card> page(AddressBook book, long after) {
        return store.read(tx -> tx.cards().page(book.id(), after, CARDS));
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void rest(Duration time) {
        try {
            closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends after the card in hand; the rest is left to the next start. */
    @Override
    public void close() {
        closed.countDown();
        Optional<Thread> worker;
        synchronized (this) {
            worker = thread;
        }
        worker.ifPresent(running -> {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
