package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(new Pace.Settings(1000, Duration.ofSeconds(10)));

    @Test
    void who_trickles_is_too_slow_once_patience_is_over() {
        assertThat(comes(1, 0)).isFalse();
        for (int second = 1; second <= 10; second++) {
            assertThat(comes(1, 1)).as("after %s s", second).isFalse();
        }
        assertThat(comes(1, 1)).isTrue();
    }

    @Test
    void who_comes_fast_enough_may_take_for_ever() {
        for (int second = 0; second < 10_000; second++) {
            assertThat(comes(1000, 1)).isFalse();
        }
    }

    @Test
    void the_wait_for_the_first_byte_and_what_the_server_takes_for_itself_count_for_nothing() {
        assertThat(comes(1, 3600)).isFalse();
        clock += TimeUnit.HOURS.toNanos(1);
        assertThat(comes(1, 9)).isFalse();
        pace.begin();
        assertThat(comes(1, 3600)).isFalse();
        assertThat(comes(1, 9)).isFalse();
        assertThat(comes(1, 2)).isTrue();
    }

    @Test
    void without_a_rate_nobody_is_too_slow() {
        Pace any = new Pace(new Pace.Settings(0, Duration.ofSeconds(10)));
        any.isTooSlow(1, 0);
        any.awaits(0);
        assertThat(any.isTooSlow(1, TimeUnit.DAYS.toNanos(1))).isFalse();
    }

    private long clock;

    private boolean comes(int bytes, int seconds) {
        pace.awaits(clock);
        clock += TimeUnit.SECONDS.toNanos(seconds);
        return pace.isTooSlow(bytes, clock);
    }
}
