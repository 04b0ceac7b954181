package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final AtomicLong now = new AtomicLong();
    private final Attempts attempts = new Attempts(now::get);

    @Test
    void ten_wrong_passwords_are_the_most_and_one_more_each_six_seconds() {
        for (int i = 0; i < 10; i++) {
            assertThat(attempts.allowed("alice")).isTrue();
            attempts.failed("alice");
        }
        assertThat(attempts.allowed("alice")).isFalse();
        assertThat(attempts.allowed("bob")).isTrue();
        now.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(attempts.allowed("alice")).isTrue();
        attempts.failed("alice");
        assertThat(attempts.allowed("alice")).isFalse();
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(attempts.allowed("alice")).isTrue();
    }
}
