package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.LogLines;
import org.teldav.TestDatabase;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;

/** What logins make of a directory's word, whatever directory that is. */
@BothEngines
class DirectoryLoginsTest {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final Passwords passwords = new Passwords(new Passwords.Cost(64, 1, 1));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private final AtomicBoolean away = new AtomicBoolean();
    private final Map<String, String> directory = new HashMap<>(Map.of("alice", "in-the-directory"));
    private final List<String> asked = new ArrayList<>();
    private Person known = new Person("", Optional.of(" Alice Example "), List.of("alice@example.org", "no address"));
    private Store store;
    private Users users;

    @BeforeEach
    void open() {
        store = SqlStore.open(TestDatabase.settings(folder), (tx, edit) -> {});
        users = TestUsers.of(store, passwords);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Person> check(String name, String password) {
        asked.add(name);
        if (away.get()) {
            throw new LoginAwayException("away", new IllegalStateException());
        }
        return password.equals(directory.get(name))
                ? Optional.of(
                        new Person(known.name().isEmpty() ? name : known.name(), known.fullName(), known.emails()))
                : Optional.empty();
    }

    private Logins logins(boolean create) {
        return new Logins(
                store,
                passwords,
                Optional.of(
                        new DirectoryLogins(this::check, new Newcomers(store, users, passwords, create), REMEMBERED)),
                (user, address) -> {},
                now::get,
                nanos::get);
    }

    private void add(String name) {
        users.add(new NewUser(
                name,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                "kept-here-and-long"));
    }

    private static boolean opens(Logins logins, String name, String password, String address) {
        String login = name + ":" + password;
        return logins.login(
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)),
                        address,
                        Errand.NONE)
                .isPresent();
    }

    private static boolean opens(Logins logins, String name, String password) {
        return opens(logins, name, password, "192.0.2.1");
    }

    private void later(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void a_user_is_opened_by_the_directory_s_password_and_by_their_own_for_which_nobody_is_asked() {
        add("alice");
        Logins logins = logins(false);
        assertThat(opens(logins, "alice", "kept-here-and-long")).isTrue();
        assertThat(asked).isEmpty();
        assertThat(opens(logins, "ALICE", "in-the-directory")).isTrue();
        assertThat(opens(logins, "alice", "wrong")).isFalse();
        assertThat(asked).containsExactly("alice", "alice");
        assertThat(logins.signIn(" Alice ", "in-the-directory", "192.0.2.1"))
                .map(Principal::name)
                .contains("alice");
    }

    @Test
    void what_no_user_can_be_called_and_an_empty_password_are_asked_about_nowhere() {
        directory.put("*)(uid=*", "x");
        directory.put("alice", "");
        add("alice");
        Logins logins = logins(true);
        assertThat(opens(logins, "*)(uid=*", "x")).isFalse();
        assertThat(opens(logins, "alice", "")).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void whom_the_directory_calls_otherwise_is_not_let_in() {
        add("alice");
        known = new Person("bob", Optional.empty(), List.of());
        assertThat(opens(logins(true), "alice", "in-the-directory")).isFalse();
    }

    @Test
    void one_that_was_right_is_asked_about_again_after_a_while_and_is_out_where_it_is_wrong_then() {
        add("alice");
        Logins logins = logins(false);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        later(REMEMBERED.minusSeconds(1));
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        assertThat(asked).hasSize(1);
        later(Duration.ofSeconds(1));
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        assertThat(asked).hasSize(2);
        directory.put("alice", "changed");
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        later(REMEMBERED);
        assertThat(opens(logins, "alice", "in-the-directory")).isFalse();
        assertThat(opens(logins, "alice", "in-the-directory")).isFalse();
    }

    @Test
    void a_user_who_is_disabled_here_is_out_at_once_whatever_the_directory_says() {
        add("alice");
        Logins logins = logins(true);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        users.setDisabled("alice", true);
        assertThat(opens(logins, "alice", "in-the-directory")).isFalse();
        users.setDisabled("alice", false);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        users.remove("alice");
        assertThat(opens(logins(false), "alice", "in-the-directory")).isFalse();
    }

    @Test
    void while_the_directory_is_away_passwords_that_are_kept_here_open_and_of_others_nobody_knows() {
        add("alice");
        Logins logins = logins(false);
        String device = new Devices(store, now::get)
                .add(users.find("alice"), "phone", Optional.empty())
                .password();
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        away.set(true);
        assertThat(opens(logins, "alice", "in-the-directory")).as("remembered").isTrue();
        assertThat(opens(logins, "alice", "kept-here-and-long")).isTrue();
        assertThat(opens(logins, "alice", device)).isTrue();
        later(REMEMBERED);
        assertThatThrownBy(() -> opens(logins, "alice", "in-the-directory")).isInstanceOf(LoginAwayException.class);
        assertThatThrownBy(() -> opens(logins, "alice", "wrong")).isInstanceOf(LoginAwayException.class);
        away.set(false);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
    }

    @Test
    void guesses_at_passwords_that_are_kept_here_are_slowed_while_the_directory_is_away() {
        add("alice");
        Logins logins = logins(false);
        away.set(true);
        for (int i = 0; i < 10; i++) {
            String guess = "guess-" + i;
            assertThatThrownBy(() -> opens(logins, "alice", guess)).isInstanceOf(LoginAwayException.class);
        }
        assertThat(opens(logins, "alice", "kept-here-and-long")).isFalse();
        assertThat(asked).hasSize(10);
    }

    @Test
    void wrong_passwords_are_slowed_before_the_directory_is_asked() {
        add("alice");
        Logins logins = logins(false);
        for (int i = 0; i < 15; i++) {
            assertThat(opens(logins, "alice", "guess-" + i)).isFalse();
        }
        assertThat(asked).hasSize(10);
        assertThat(opens(logins, "alice", "in-the-directory")).isFalse();
        assertThat(opens(logins, "alice", "in-the-directory", "198.51.100.1")).isTrue();
    }

    @Test
    void a_phone_that_was_let_in_is_not_slowed_by_who_guesses_beside_it_also_when_the_directory_is_asked_again() {
        add("alice");
        Logins logins = logins(false);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        later(REMEMBERED);
        for (int i = 0; i < 11; i++) {
            assertThat(opens(logins, "alice", "guess-" + i)).isFalse();
        }
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
    }

    @Test
    void who_is_no_user_is_made_one_at_their_first_login_only_where_that_is_wanted() {
        try (LogLines log = LogLines.audit()) {
            assertThat(opens(logins(false), "alice", "in-the-directory")).isFalse();
            assertThat(opens(logins(false), "alice", "wrong")).isFalse();
            assertThat(log.lines())
                    .containsExactly(
                            "a login that is right elsewhere opens nothing: alice is no user, and create-users is off");
        }
        assertThat(users.none()).isTrue();
        Logins logins = logins(true);
        assertThat(opens(logins, "alice", "wrong")).isFalse();
        assertThat(users.none()).isTrue();
        assertThat(opens(logins, "Alice", "in-the-directory")).isTrue();
        Principal.User alice = users.find("alice");
        assertThat(alice.displayName()).isEqualTo("Alice Example");
        assertThat(alice.admin()).isFalse();
        String card = store.read(tx -> tx.principals()
                .ownCard(alice.id())
                .flatMap(id -> tx.cards().read(id))
                .map(own -> new String(own.content(), StandardCharsets.UTF_8))
                .orElseThrow());
        assertThat(card).contains("FN:Alice Example").contains("EMAIL;TYPE=INTERNET:alice@example.org");
        assertThat(card).doesNotContain("no address").doesNotContain("TEL");
        assertThat(opens(logins, "alice", "")).isFalse();
    }

    @Test
    void whom_a_provider_calls_what_no_user_can_be_called_is_not_let_in_and_not_named_in_the_log() {
        try (LogLines log = LogLines.audit()) {
            assertThat(new Newcomers(store, users, passwords, true)
                            .admit(new Person("a\nb", Optional.empty(), List.of())))
                    .isEmpty();
            assertThat(log.lines())
                    .containsExactly("a login that is right elsewhere opens nothing: nobody can be called that here");
        }
    }

    @Test
    void a_name_in_the_directory_that_no_card_can_have_and_one_that_is_a_group_s_make_no_harm() {
        known = new Person("", Optional.of("x\r\nTEL:+14155550100"), List.of("a@b\r\nTEL:+14155550100"));
        assertThat(opens(logins(true), "alice", "in-the-directory")).isTrue();
        assertThat(users.find("alice").displayName()).isEqualTo("alice");
        directory.put("family", "in-the-directory");
        new Groups(store, Clock.systemUTC()).add("family", Optional.empty());
        assertThat(opens(logins(true), "family", "in-the-directory")).isFalse();
    }

    @Test
    void with_a_second_factor_the_directory_s_password_opens_nothing_but_the_form_where_the_code_is_asked_for() {
        add("alice");
        Principal.User alice = users.find("alice");
        Logins logins = logins(false);
        assertThat(opens(logins, "alice", "in-the-directory")).isTrue();
        store.write(tx -> {
            tx.secondFactors().begin(alice.id(), "sealed", now.get());
            return tx.secondFactors().confirm(tx.secondFactors().of(alice.id()).orElseThrow(), 1, List.of(), now.get());
        });
        assertThat(opens(logins, "alice", "in-the-directory")).isFalse();
        assertThat(logins.signIn("alice", "in-the-directory", "192.0.2.1"))
                .map(Principal.User::secondFactor)
                .contains(true);
    }
}
