package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;

/** Logins by Basic and by the form, and how guessing is slowed. */
class LoginsTest extends LoginsStory {
    private static final int REQUESTS = 40;

    @Test
    void rfc_7617_name_and_password_in_utf_8_open_and_a_colon_belongs_to_the_password() {
        assertThat(login(basic("alice:päss:word-long"))).map(Principal::name).contains("alice");
        assertThat(login(basic("alice:päss"))).isEmpty();
    }

    @Test
    void who_fails_is_told_by_the_name_that_somebody_has_and_never_by_what_was_typed() {
        logins.login(basic("ALICE:wrong"), "192.0.2.1");
        logins.login(basic("+14155550100:päss:word-long"), "192.0.2.2");
        logins.login(basic("alice:päss:word-long"), "192.0.2.1");
        assertThat(failed).containsExactly("alice 192.0.2.1", "nobody 192.0.2.2");
    }

    @Test
    void names_are_folded_to_lower_case_and_the_scheme_is_case_insensitive() {
        assertThat(login(basic("ALICE:päss:word-long").replace("Basic", "bAsIc")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic YWxpY2U=",
                "Bearer YWxpY2U6eA==",
                "Basic OnBhc3M=",
                "Digest x"
            })
    void what_is_no_basic_login_opens_nothing(String header) {
        assertThat(login(header)).isEmpty();
    }

    @Test
    void a_login_in_the_encoding_of_those_who_do_not_look_at_the_charset_opens_as_well() {
        assertThat(login(basic("alice:päss:word-long", StandardCharsets.ISO_8859_1)))
                .map(Principal::name)
                .contains("alice");
        assertThat(login(basic("alice:pöss:word-long", StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(login(basic("alice:päss:word-long", StandardCharsets.UTF_16)))
                .isEmpty();
    }

    @Test
    void a_changed_password_takes_effect_at_once_though_the_old_login_was_remembered() {
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
        users.setPassword("alice", "another one");
        assertThat(login(basic("alice:päss:word-long"))).isEmpty();
        assertThat(login(basic("alice:another one"))).isPresent();
    }

    @Test
    void a_disabled_user_is_out_at_once_and_in_again_when_enabled() {
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
        users.setDisabled("alice", true);
        assertThat(login(basic("alice:päss:word-long"))).isEmpty();
        users.setDisabled("alice", false);
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
    }

    @Test
    void a_removed_user_is_out_at_once() {
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
        users.remove("alice");
        assertThat(login(basic("alice:päss:word-long"))).isEmpty();
    }

    @Test
    void a_user_of_the_same_name_made_anew_is_not_opened_by_the_old_password() {
        assertThat(login(basic("alice:päss:word-long"))).isPresent();
        users.remove("alice");
        add("alice", "quite another");
        assertThat(login(basic("alice:päss:word-long"))).isEmpty();
    }

    @Test
    void after_ten_wrong_passwords_from_one_address_even_the_right_one_waits_but_not_from_another() {
        for (int i = 0; i < 10; i++) {
            assertThat(logins.login(basic("alice:wrong" + i), "192.0.2.1")).isEmpty();
        }
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isEmpty();
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.2")).isPresent();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
    }

    @Test
    void a_phone_whose_login_is_remembered_is_not_slowed_by_somebody_who_guesses() {
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
        for (int i = 0; i < 12; i++) {
            assertThat(logins.login(basic("alice:wrong" + i), "192.0.2.1")).isEmpty();
        }
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
    }

    /** Else each guess from anywhere would be compared with what is remembered, and none counted. */
    @Test
    void a_password_that_is_remembered_opens_no_sooner_from_elsewhere() {
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
        for (int i = 0; i < 10; i++) {
            assertThat(logins.login(basic("alice:wrong" + i), "198.51.100.7")).isEmpty();
        }
        assertThat(logins.login(basic("alice:päss:word-long"), "198.51.100.7")).isEmpty();
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
    }

    @Test
    void a_form_is_opened_by_the_user_s_own_password_and_slowed_as_every_login() {
        assertThat(logins.signIn(" Alice ", "päss:word-long", "192.0.2.1"))
                .map(Principal::name)
                .contains("alice");
        assertThat(logins.signIn("nobody", "päss:word-long", "192.0.2.1")).isEmpty();
        assertThat(logins.signIn("alice", "x".repeat(10_000), "192.0.2.1")).isEmpty();
        assertThat(logins.signIn("", "", "192.0.2.1")).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(logins.signIn("ALICE", "wrong" + i, "2001:db8::" + i)).isEmpty();
        }
        assertThat(logins.signIn("alice", "päss:word-long", "2001:db8::77")).isEmpty();
        assertThat(logins.login(basic("alice:päss:word-long"), "2001:db8::78", Errand.NONE))
                .isEmpty();
        assertThat(logins.signIn("alice", "päss:word-long", "192.0.2.1")).isPresent();
        users.setDisabled("alice", true);
        assertThat(logins.signIn("alice", "päss:word-long", "192.0.2.1")).isEmpty();
    }

    /** Of the right one, the wrong one and that of a name that nobody has alike; a remembered one is not compared. */
    @Test
    void where_too_many_passwords_are_compared_one_is_not_looked_at_and_costs_nothing() {
        Turns turns = new Turns(1, 0, Duration.ZERO);
        Passwords busy = new Passwords(new Passwords.Cost(64, 1, 1), turns);
        logins = new Logins(
                store, busy, Optional.empty(), (user, address) -> failed.add("failed"), now::get, nanos::get);
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
        turns.take(() -> {
            assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isPresent();
            for (int i = 0; i < 150; i++) {
                for (String login : List.of("alice:päss:word-long", "alice:wrong", "nobody:wrong")) {
                    assertThatThrownBy(() -> logins.login(basic(login), "198.51.100.7"))
                            .isInstanceOf(LoginBusyException.class)
                            .hasMessage("too many passwords are to be looked at");
                }
            }
            return true;
        });
        assertThat(failed).isEmpty();
        assertThat(logins.login(basic("alice:päss:word-long"), "198.51.100.7")).isPresent();
    }

    /** A phone sends several requests at once, after a restart or in a new network; a 401 would have it ask for another password. */
    @Test
    void the_right_password_opens_all_requests_that_come_with_it_at_once_though_they_are_more_than_may_be_guesses()
            throws Exception {
        Turns turns = new Turns(1, REQUESTS, Duration.ofDays(1));
        logins = new Logins(
                store,
                new Passwords(new Passwords.Cost(64, 1, 1), turns),
                Optional.empty(),
                (user, address) -> failed.add("failed"),
                now::get,
                nanos::get);
        ExecutorService phone = Executors.newFixedThreadPool(REQUESTS);
        List<Future<Optional<Principal.User>>> requests =
                turns.take(() -> Stream.generate(() -> phone.submit(() -> login(basic("alice:päss:word-long"))))
                        .limit(REQUESTS)
                        .toList());
        for (Future<Optional<Principal.User>> request : requests) {
            assertThat(request.get()).isPresent();
        }
        phone.shutdown();
        assertThat(failed).isEmpty();
    }

    @Test
    void ever_new_names_of_one_network_are_refused_unlooked_at_and_told() {
        for (int i = 0; i < 60; i++) {
            assertThat(logins.login(basic("name" + i + ":x"), "192.0.2.1")).isEmpty();
        }
        assertThatThrownBy(() -> logins.login(basic("alice:päss:word-long"), "192.0.2.1"))
                .isInstanceOf(LoginBusyException.class);
        assertThat(failed).hasSize(61).endsWith("nobody 192.0.2.1");
        assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.2")).isPresent();
    }

    /**
     * Argon2 fills memory: how much of it a thread was given is the work that was done. No time is looked at.
     *
     * @param login from an address
     * @return the least of some logins: what a thread does besides, once in a while, is none of the password's
     */
    private static long work(Consumer<String> login) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (String address : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3")) {
            long before = threads.getCurrentThreadAllocatedBytes();
            login.accept(address);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void timing_a_name_that_nobody_has_costs_the_same_work_as_a_wrong_password() {
        Passwords dear = new Passwords(new Passwords.Cost(4096, 1, 1));
        logins = new Logins(store, dear, Optional.empty(), (user, address) -> {}, now::get, nanos::get);
        users = TestUsers.of(store, dear);
        add("bob", "bob’s own password");
        add("carol", "carol’s own password");
        users.setDisabled("carol", true);
        devices.add(users.find("bob"), "phone", Optional.empty());
        // The tables of Unicode are read once in a process, at the first sign that is no ASCII.
        logins.signIn("bob", "warm’s", "192.0.2.1");
        long most = 0;
        long least = Long.MAX_VALUE;
        for (String name : List.of("bob", "carol", "nobody", "x".repeat(200))) {
            for (String guess : List.of("wrong", "carol’s own password", "aaaa-bbbb-cccc-dddd-eeee-ffff-gggg")) {
                for (Consumer<String> login : List.<Consumer<String>>of(
                        from -> logins.signIn(name, guess, from),
                        from -> logins.login(basic(name + ":" + guess), from),
                        from -> logins.login(basic(name + ":" + guess), from, Errand.NONE))) {
                    long done = work(login);
                    most = Math.max(most, done);
                    least = Math.min(least, done);
                }
            }
        }
        assertThat(least).isGreaterThan(4096 << 10);
        assertThat(most - least).isLessThan(1 << 20);
    }
}
