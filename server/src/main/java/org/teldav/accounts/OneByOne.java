package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets those who come with the same go one by one, so that the first can find out what the others need not. Thread-safe. */
final class OneByOne {
    private final Semaphore waiting;
    private final Duration patience;
    private final Cache<ByteBuffer, Semaphore> turns =
            Caffeine.newBuilder().weakValues().build();

    /** @param most the most who wait, whatever they came with. @param patience how long each of them does */
    OneByOne(int most, Duration patience) {
        this.waiting = new Semaphore(most);
        this.patience = patience;
    }

    /** @throws LoginBusyException where too many wait, or it took too long; nothing is done then */
    <T> T take(ByteBuffer same, Supplier<T> work) {
        Semaphore turn = turns.get(same, key -> new Semaphore(1, true));
        if (!turn.tryAcquire()) {
            await(turn);
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }

    private void await(Semaphore turn) {
        if (!waiting.tryAcquire()) {
            throw new LoginBusyException("too many wait for the same password to be looked at");
        }
        try {
            Turns.await(turn, patience, "the same password was looked at");
        } finally {
            waiting.release();
        }
    }
}
