package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.teldav.storage.BookId;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PushQueueTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BookId A = new BookId(1, 1);
    private static final BookId B = new BookId(2, 1);

    private final PushQueue queue = new PushQueue();

    @BeforeEach
    void open() throws InterruptedException {
        queue.open();
        queue.take(HOUR, HOUR);
    }

    @Test
    void what_has_changed_is_there_at_once() throws InterruptedException {
        queue.changed(Set.of(A));
        assertThat(queue.take(HOUR, Duration.ZERO).changed()).containsExactly(A);
        assertThat(queue.take(Duration.ZERO, Duration.ZERO).changed()).isEmpty();
    }

    @Test
    void what_changes_wakes_who_waits() throws InterruptedException {
        Taking taking = new Taking(HOUR, Duration.ZERO);
        queue.changed(Set.of(A));
        assertThat(taking.content().changed()).containsExactly(A);
    }

    @Test
    void in_a_lull_what_changes_wakes_nobody_until_something_else_does() throws InterruptedException {
        Taking taking = new Taking(HOUR, HOUR);
        queue.changed(Set.of(A));
        taking.thread.join(100);
        assertThat(taking.thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
        queue.changed(Set.of(B));
        queue.wake();
        assertThat(taking.content().changed()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void what_has_changed_in_a_lull_is_there_at_its_end() throws InterruptedException {
        queue.changed(Set.of(A));
        assertThat(queue.take(HOUR, Duration.ofMillis(10)).changed()).containsExactly(A);
        Taking taking = new Taking(HOUR, Duration.ofMillis(10));
        queue.changed(Set.of(B));
        assertThat(taking.content().changed()).containsExactly(B);
    }

    /** A thread that takes, and waits already. */
    private final class Taking {
        private final CompletableFuture<PushQueue.Content> content = new CompletableFuture<>();
        private final Thread thread;

        Taking(Duration time, Duration lull) throws InterruptedException {
            thread = new Thread(() -> take(time, lull));
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }

        private void take(Duration time, Duration lull) {
            try {
                content.complete(queue.take(time, lull));
            } catch (InterruptedException e) {
                content.completeExceptionally(e);
            }
        }

        PushQueue.Content content() {
            return content.join();
        }
    }
}
