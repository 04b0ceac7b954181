package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.accounts.Attempts.Attempt;

class AttemptsTest {
    private final AtomicLong now = new AtomicLong();
    private final Attempts attempts = new Attempts(now::get);

    private boolean wrong(String name, String network) {
        return attempts.begin(name, network).isPresent();
    }

    private boolean right(String name, String network) {
        Optional<Attempt> attempt = attempts.begin(name, network);
        attempt.ifPresent(attempts::right);
        return attempt.isPresent();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void ten_wrong_passwords_are_the_most_at_once_for_just_that_name_and_network() {
        for (int i = 0; i < 10; i++) {
            assertThat(wrong("alice", "here")).isTrue();
        }
        assertThat(wrong("alice", "here")).isFalse();
        assertThat(wrong("alice", "there")).isTrue();
        assertThat(wrong("bob", "here")).isTrue();
        pass(Duration.ofSeconds(7));
        assertThat(wrong("alice", "here")).isTrue();
        assertThat(wrong("alice", "here")).isFalse();
    }

    @Test
    void who_goes_on_guessing_has_to_wait_longer_and_longer_but_never_for_good() {
        List<Integer> allowed = new ArrayList<>();
        for (int second = 0; second < 86_400; second++) {
            if (wrong("alice", "here")) {
                allowed.add(second);
            } else {
                pass(Duration.ofSeconds(1));
            }
        }
        assertThat(wait(allowed, 20)).isBetween(5, 7);
        assertThat(wait(allowed, 60)).isBetween(119, 121);
        assertThat(wait(allowed, 150)).isBetween(863, 866);
        assertThat(allowed.size()).isBetween(190, 200);
    }

    private static int wait(List<Integer> allowed, int before) {
        return allowed.get(before) - allowed.get(before - 1);
    }

    @Test
    void right_ones_cost_nothing() {
        for (int i = 0; i < 500; i++) {
            assertThat(right("alice", "here")).isTrue();
        }
    }

    @Test
    void many_networks_together_have_a_limit_which_does_not_hold_where_the_name_was_opened_within_a_month() {
        assertThat(right("alice", "home")).isTrue();
        pass(Duration.ofDays(29));
        for (int network = 0; network < 10; network++) {
            for (int i = 0; i < 10; i++) {
                assertThat(wrong("alice", "bot " + network)).isTrue();
            }
        }
        assertThat(wrong("alice", "bot 10")).isFalse();
        assertThat(wrong("bob", "bot 10")).isTrue();
        assertThat(right("alice", "home")).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(wrong("alice", "bot 10")).isTrue();
        assertThat(wrong("alice", "bot 10")).isFalse();
        pass(Duration.ofDays(31));
        for (int i = 0; i < 100; i++) {
            wrong("alice", "other bot " + i);
        }
        assertThat(right("alice", "home")).as("a month later").isFalse();
    }

    @Test
    void one_network_alone_does_not_use_up_what_there_is_for_the_others() {
        for (int i = 0; i < 500; i++) {
            wrong("alice", "bot");
        }
        assertThat(right("alice", "new phone")).isTrue();
    }

    @Test
    void one_network_has_sixty_wrong_ones_a_minute_whatever_the_names_and_another_feels_nothing_of_it() {
        for (int i = 0; i < 60; i++) {
            assertThat(wrong("name " + i, "bot")).isTrue();
        }
        assertThatThrownBy(() -> wrong("name 60", "bot")).isInstanceOf(LoginBusyException.class);
        assertThatThrownBy(() -> right("alice", "bot")).isInstanceOf(LoginBusyException.class);
        assertThat(right("alice", "home")).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(wrong("name 61", "bot")).isTrue();
        assertThatThrownBy(() -> wrong("name 62", "bot")).isInstanceOf(LoginBusyException.class);
    }

    @Test
    void two_hundred_right_ones_of_one_network_cost_it_nothing_and_neither_does_one_that_is_wrong_now_and_then() {
        for (int quarter = 0; quarter < 96; quarter++) {
            for (int phone = 0; phone < 200; phone++) {
                assertThat(right("phone " + phone, "firm")).isTrue();
            }
            assertThat(wrong("stale", "firm")).isTrue();
            pass(Duration.ofMinutes(15));
        }
    }

    @Test
    void who_was_opened_from_a_network_within_a_month_is_opened_there_while_another_guesses_from_it() {
        assertThat(right("alice", "firm")).isTrue();
        for (int i = 0; i < 60; i++) {
            assertThat(wrong("name " + i, "firm")).isTrue();
        }
        assertThatThrownBy(() -> wrong("bob", "firm")).isInstanceOf(LoginBusyException.class);
        assertThat(right("alice", "firm")).isTrue();
        assertThatThrownBy(() -> wrong("bob", "firm"))
                .as("alice's gives it nothing")
                .isInstanceOf(LoginBusyException.class);
    }

    @Test
    void what_is_not_looked_at_costs_a_network_nothing() {
        for (int i = 0; i < 500; i++) {
            wrong("alice", "here");
        }
        for (int i = 0; i < 50; i++) {
            assertThat(wrong("name " + i, "here")).isTrue();
        }
        assertThatThrownBy(() -> wrong("name 50", "here")).isInstanceOf(LoginBusyException.class);
    }

    @Test
    void an_attempt_of_which_nobody_knows_costs_nothing_and_makes_no_network_known() {
        for (int i = 0; i < 50; i++) {
            attempts.begin("alice", "here").ifPresent(attempts::giveBack);
        }
        assertThat(attempts.begin("alice", "here").orElseThrow().known()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "[2001:db8:1:2::1], 2001:0DB8:1:2::7, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "fe80::1%eth0, fe80::2, true",
        "'', '', true",
        "unknown, _hidden, false",
        "::1:x, 192.0.2.1:80, false",
        "1:2:3, 1:2:4, false"
    })
    void an_address_of_ipv6_counts_as_its_64_bits(String one, String other, boolean same) {
        assertThat(Attempts.network(one).equals(Attempts.network(other))).isEqualTo(same);
    }

    @Test
    void neither_names_nor_addresses_of_any_length_are_remembered() {
        assertThat(Attempts.network("x".repeat(9000))).hasSize(64);
        Attempt attempt = attempts.begin("a".repeat(9000), "here").orElseThrow();
        assertThat(attempt.name()).hasSize(64);
    }
}
