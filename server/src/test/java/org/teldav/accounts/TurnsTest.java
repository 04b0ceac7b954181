package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static String refused() {
        throw new AssertionError("this one had no turn");
    }

    @Test
    void one_more_than_may_wait_is_refused_at_once() {
        Turns turns = new Turns(1, 0, Duration.ofDays(1));
        assertThat(turns.take(() -> {
                    assertThatThrownBy(() -> turns.take(TurnsTest::refused)).isInstanceOf(LoginBusyException.class);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(turns.take(() -> "the next")).isEqualTo("the next");
    }

    @Test
    void who_waits_too_long_is_refused_and_leaves_their_place() {
        Turns turns = new Turns(1, 1, Duration.ofMillis(1));
        turns.take(() -> {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> turns.take(TurnsTest::refused))
                        .isInstanceOf(LoginBusyException.class)
                        .hasMessageStartingWith("no password was looked at");
            }
            return true;
        });
        assertThat(turns.take(() -> "the next")).isEqualTo("the next");
    }

    @Test
    void who_insists_is_not_refused_where_too_many_wait() {
        Turns turns = new Turns(2, -1, Duration.ofDays(1));
        turns.take(() -> {
            assertThatThrownBy(() -> turns.take(TurnsTest::refused)).isInstanceOf(LoginBusyException.class);
            return assertThat(turns.insist(() -> "a new hash")).isEqualTo("a new hash");
        });
    }

    @Test
    void a_turn_ends_where_it_fails() {
        Turns turns = new Turns(1, 0, Duration.ofDays(1));
        assertThatThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException("failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(turns.insist(() -> turns.hashCode())).isEqualTo(turns.hashCode());
        assertThat(turns.take(() -> "the next")).isEqualTo("the next");
    }

    @Test
    void who_is_interrupted_goes_unanswered_and_stays_interrupted() {
        Turns turns = new Turns(1, 1, Duration.ofDays(1));
        turns.take(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> turns.take(TurnsTest::refused)).isInstanceOf(LoginBusyException.class);
            return assertThat(Thread.interrupted()).isTrue();
        });
    }
}
