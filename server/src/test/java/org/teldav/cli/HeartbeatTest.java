package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void it_says_at_each_interval_how_far_it_is_by_then_and_nothing_once_it_is_closed() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        Heartbeat heartbeat = new Heartbeat(out, Duration.ofMillis(1), () -> {
            third.countDown();
            return asked.incrementAndGet() + " done";
        });
        third.await();
        heartbeat.close();
        assertThat(said()).startsWith("1 done" + System.lineSeparator() + "2 done" + System.lineSeparator() + "3 done");
        assertThat(said().lines()).hasSize(asked.get());
    }

    @Test
    void what_is_done_within_the_interval_is_silent() {
        new Heartbeat(out, Duration.ofHours(1), () -> "done").close();
        assertThat(said()).isEmpty();
    }

    @Test
    void where_it_can_not_be_told_there_is_silence_and_no_stack_trace() {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
        try (Heartbeat heartbeat = new Heartbeat(out, Duration.ofMillis(1), () -> {
            asked.countDown();
            throw new IllegalStateException("the database is away");
        })) {
            assertThatCode(asked::await).doesNotThrowAnyException();
            assertThat(heartbeat).isNotNull();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
        assertThat(uncaught).hasValue(null);
        assertThat(said()).isEmpty();
    }
}
