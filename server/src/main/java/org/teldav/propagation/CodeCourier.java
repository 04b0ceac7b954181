package org.teldav.propagation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.Claim;
import org.teldav.storage.Codes.Code;
import org.teldav.storage.Codes.State;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/**
 * Sends the codes that are wanted, in a thread of its own. A code is drawn when it is sent, and kept as a hash only: after a crash, or a failure, another
 * is drawn. Any number of couriers, here and on other servers, share the codes of one store. Thread-safe.
 */
public final class CodeCourier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeCourier.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Longer than any gateway's time limits. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private final Store store;
    private final CodeKey key;
    private final CodeSender sender;
    private final CodeText text;
    private final int retries;
    private final InstantSource clock;
    private final Bell bell;
    private final String name = UUID.randomUUID().toString();
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "codes");

    /** @param retries how often it is tried again after a failure */
    public CodeCourier(
            Store store, CodeKey key, CodeSender sender, CodeText text, int retries, InstantSource clock, Bell bell) {
        this.store = store;
        this.key = key;
        this.sender = sender;
        this.text = text;
        this.retries = retries;
        this.clock = clock;
        this.bell = bell;
    }

    /** Starts the thread; it also takes up what a killed server left. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends all that is due, in the calling thread. @throws RuntimeException where the database fails */
    public void drain() {
        while (!isClosed() && sendOne()) {
            LOG.trace("one code dealt with");
        }
    }

    private void work() {
        while (!isClosed()) {
            long heard = bell.rings();
            try {
                drain();
                bell.await(heard, POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("no codes are sent for {} s: {}", POLL.toSeconds(), Failure.kind(e));
                LOG.debug("the failure itself", e);
                rest(POLL);
            }
        }
    }

    /** @return false where none is due */
    private boolean sendOne() {
        Optional<Code> next = store.write(tx -> tx.codes().lease(name, clock.instant(), LEASE));
        next.ifPresent(this::send);
        return next.isPresent();
    }

    private void send(Code code) {
        String digits = draw();
        if (!store.write(tx -> isOfUse(tx, code)
                && tx.codes()
                        .draw(
                                code,
                                name,
                                key.hash(code, digits),
                                clock.instant().plus(NumberCodes.VALID)))) {
            settle(code, State.FAILED, clock.instant());
            return;
        }
        CodeSender.Delivery delivery = sender.send(code.key(), text.of(digits));
        Instant now = clock.instant();
        switch (delivery) {
            case SENT -> settle(code, State.SENT, now);
            case NEVER -> settle(code, State.FAILED, now);
            case LATER -> settle(code, code.sendings() > retries ? State.FAILED : State.WANTED, now.plus(pause(code)));
        }
    }

    private void settle(Code code, State state, Instant due) {
        store.write(tx -> tx.codes().settle(code, name, state, due));
        LOG.info("code {} of user {}: {}", code.id(), code.user(), state);
    }

    /** Not where the number is no more in the card, is proved or somebody else's meanwhile, or another code was asked for since. */
    private static boolean isOfUse(Transaction tx, Code code) {
        return Proof.own(tx, code.user(), code.key())
                        .filter(state -> state == Claim.State.UNVERIFIED)
                        .isPresent()
                && tx.codes()
                        .newest(code.user(), code.key())
                        .filter(newest -> newest.id() == code.id())
                        .isPresent();
    }

    private String draw() {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < NumberCodes.DIGITS; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static Duration pause(Code code) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(16, code.sendings() - 1));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void rest(Duration pause) {
        try {
            closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when nothing is sent any more. */
    @Override
    public void close() {
        closed.countDown();
        bell.ring();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
