package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.storage.Errand;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;

/** What logins make of a provider's word, whatever provider that is. */
@BothEngines
class ProviderLoginsTest {
    private static final URI BACK = URI.create("https://dav.example.org/");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private final List<String> asked = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(8);
    private final CountDownLatch answer = new CountDownLatch(1);
    private Store store;
    private Users users;
    private ProviderLogins logins;

    /** Takes each token for that of the user whose name it is; its own word for alice's, once it is let. */
    private final class Fake implements Provider {
        @Override
        public URI authorize(Handshake handshake, URI back) {
            return BACK;
        }

        @Override
        public Optional<Person> redeem(Handshake handshake, URI back, String code) {
            entered.countDown();
            try {
                assertThat(answer.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Optional.of(person("alice"));
        }

        @Override
        public Optional<Granted> check(String token) {
            asked.add(token);
            return token.startsWith("bad")
                    ? Optional.empty()
                    : Optional.of(new Granted(person(token), Instant.parse("2026-11-26T12:25:00Z")));
        }

        @Override
        public boolean takesTokens() {
            return true;
        }
    }

    private static Person person(String name) {
        return new Person(name, Optional.empty(), List.of());
    }

    @BeforeEach
    void open() {
        Passwords passwords = new Passwords(new Passwords.Cost(64, 1, 1));
        store = SqlStore.open(TestDatabase.settings(folder), (tx, edit) -> {});
        users = TestUsers.of(store, passwords);
        logins = new ProviderLogins(
                store,
                new Fake(),
                new Newcomers(store, users, passwords, false),
                (user, address) -> failed.add(user.orElse("nobody") + " " + address),
                now::get);
        add();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void add() {
        users.add(new NewUser(
                "alice",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                "kept-here-and-long"));
    }

    private boolean opens(String authorization) {
        return logins.login(authorization, "192.0.2.1", Errand.NONE).isPresent();
    }

    @Test
    void a_token_that_was_good_is_remembered_for_ten_minutes_and_never_beyond_its_end() {
        assertThat(opens("Bearer alice")).isTrue();
        assertThat(opens("bEARER alice")).isTrue();
        assertThat(asked).hasSize(1);
        now.set(Instant.parse("2026-11-26T12:09:59Z"));
        assertThat(opens("Bearer alice")).isTrue();
        assertThat(asked).hasSize(1);
        now.set(Instant.parse("2026-11-26T12:10:00Z"));
        assertThat(opens("Bearer alice")).isTrue();
        assertThat(asked).hasSize(2);
        now.set(Instant.parse("2026-11-26T12:20:00Z"));
        assertThat(opens("Bearer alice")).isTrue();
        now.set(Instant.parse("2026-11-26T12:25:00Z"));
        assertThat(opens("Bearer alice")).isTrue();
        assertThat(asked).as("asked at its end").hasSize(4);
    }

    @Test
    void a_user_who_is_removed_or_disabled_is_out_at_once() {
        assertThat(opens("Bearer alice")).isTrue();
        users.setDisabled("alice", true);
        assertThat(opens("Bearer alice")).isFalse();
        users.remove("alice");
        assertThat(opens("Bearer alice")).isFalse();
        add();
        assertThat(opens("Bearer alice")).isTrue();
        assertThat(users.list()).hasSize(1);
    }

    @Test
    void what_fails_is_told_without_what_was_sent_and_what_is_very_long_is_not_looked_at() {
        assertThat(opens("Bearer bad")).isFalse();
        assertThat(opens("Bearer nobody")).isFalse();
        assertThat(opens("Bearer " + "x".repeat(9000))).isFalse();
        assertThat(asked).containsExactly("bad", "nobody");
        assertThat(failed).containsExactly("nobody 192.0.2.1", "nobody 192.0.2.1", "nobody 192.0.2.1");
    }

    @Test
    void a_provider_that_is_slow_holds_eight_who_come_back_and_no_more() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(threads.submit(this::comesBack));
            }
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(this::comesBack).isInstanceOf(LoginAwayException.class);
            answer.countDown();
            for (Future<Boolean> one : waiting) {
                assertThat(one.get()).isTrue();
            }
            assertThat(comesBack()).isTrue();
        } finally {
            answer.countDown();
            threads.shutdownNow();
        }
    }

    private boolean comesBack() {
        return logins.signIn(Handshake.random(), BACK, "code", "192.0.2.1").isPresent();
    }
}
