package org.teldav.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.LoginAwayException;

/** Something of the provider's, fetched when it is first needed and anew after an hour, by one at a time. Where that fails, what was there is used on. Thread-safe. */
final class Kept<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);
    private static final Duration FRESH = Duration.ofHours(1);
    /** Between two that were asked for before their time, or failed. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Supplier<T> fetch;
    private final Duration patience;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Copy<T> copy;
    private volatile Instant paused = Instant.MIN;

    private record Copy<T>(T value, Instant old) {}

    /** @param fetch may throw {@link LoginAwayException}. @param patience how long to wait while another fetches, where there is nothing yet */
    Kept(Supplier<T> fetch, Duration patience, InstantSource clock) {
        this.fetch = fetch;
        this.patience = patience;
        this.clock = clock;
    }

    /** @throws LoginAwayException where there is none */
    T get() {
        Copy<T> there = copy;
        Instant now = clock.instant();
        if (there == null) {
            return first();
        }
        return now.isBefore(there.old) || now.isBefore(paused) ? there.value : anew(there, now);
    }

    /** A newer one; or the same, where a newer one was asked for just before. @throws LoginAwayException where there is none */
    T newer() {
        Copy<T> there = copy;
        Instant now = clock.instant();
        if (there == null) {
            return first();
        }
        return now.isBefore(paused) ? there.value : anew(there, now);
    }

    private T first() {
        try {
            if (!fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LoginAwayException("the provider has not answered others yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginAwayException("interrupted", e);
        }
        try {
            Copy<T> meanwhile = copy;
            return meanwhile != null ? meanwhile.value : fetched();
        } finally {
            fetching.unlock();
        }
    }

    private T anew(Copy<T> there, Instant now) {
        if (!fetching.tryLock()) {
            return there.value;
        }
        try {
            paused = now.plus(PAUSE);
            return fetched();
        } catch (LoginAwayException e) {
            LOG.warn("what is known of the provider is used on: {}", e.getMessage());
            return there.value;
        } finally {
            fetching.unlock();
        }
    }

    private T fetched() {
        T value = fetch.get();
        copy = new Copy<>(value, clock.instant().plus(FRESH));
        return value;
    }
}
