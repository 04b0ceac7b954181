package org.teldav.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private static String refused() {
        throw new AssertionError("this one had no turn");
    }

    /** Another array each time. */
    private static ByteBuffer same(String what) {
        return ByteBuffer.wrap(what.getBytes(UTF_8));
    }

    /** In another thread, as those who come at the same time do. */
    private static void isRefused(OneByOne turns, String what, String how) {
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> assertThatThrownBy(() -> turns.take(same(what), OneByOneTest::refused))
                        .isInstanceOf(LoginBusyException.class)
                        .hasMessageStartingWith(how));
        other.join();
    }

    @Test
    void one_more_than_may_wait_is_refused_at_once_and_who_comes_with_another_is_not() {
        OneByOne turns = new OneByOne(0, Duration.ofDays(1));
        assertThat(turns.take(same("a"), () -> {
                    isRefused(turns, "a", "too many wait");
                    return CompletableFuture.supplyAsync(() -> turns.take(same("b"), () -> "b"))
                            .join();
                }))
                .isEqualTo("b");
        assertThat(turns.take(same("a"), () -> "the next")).isEqualTo("the next");
    }

    @Test
    void who_waits_too_long_is_refused_and_leaves_their_place() {
        OneByOne turns = new OneByOne(1, Duration.ofMillis(1));
        turns.take(same("a"), () -> {
            for (int i = 0; i < 3; i++) {
                isRefused(turns, "a", "the same password was looked at for");
            }
            return true;
        });
    }

    @Test
    void a_turn_ends_where_it_fails() {
        OneByOne turns = new OneByOne(0, Duration.ofDays(1));
        assertThatThrownBy(() -> turns.take(same("a"), () -> {
                    throw new IllegalStateException("failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(CompletableFuture.supplyAsync(() -> turns.take(same("a"), () -> "the next"))
                        .join())
                .isEqualTo("the next");
    }
}
