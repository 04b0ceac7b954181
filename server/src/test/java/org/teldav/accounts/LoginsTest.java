package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.PhoneNumbers;

@BothEngines
class LoginsTest {
    @TempDir
    Path folder;

    private final Passwords passwords = new Passwords();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> failed = new ArrayList<>();
    private Store store;
    private Users users;
    private Logins logins;

    @BeforeEach
    void open() {
        PhoneNumbers numbers = new PhoneNumbers();
        store = SqlStore.open(TestDatabase.settings(folder), (tx, edit) -> {});
        users = new Users(
                store,
                passwords,
                numbers,
                new CardWriting(numbers, Optional.empty()),
                Optional.empty(),
                Clock.systemUTC());
        logins = new Logins(
                store, passwords, (user, address) -> failed.add(user.orElse("nobody") + " " + address), nanos::get);
        add("alice", "päss:word");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rfc_7617_name_and_password_in_utf_8_open_and_a_colon_belongs_to_the_password() {
        assertThat(logins.login(basic("alice:päss:word"))).map(Principal::name).contains("alice");
        assertThat(logins.login(basic("alice:päss"))).isEmpty();
    }

    @Test
    void who_fails_is_told_by_the_name_that_somebody_has_and_never_by_what_was_typed() {
        logins.login(basic("ALICE:wrong"), "192.0.2.1");
        logins.login(basic("+14155550100:päss:word"), "192.0.2.2");
        logins.login(basic("alice:päss:word"), "192.0.2.1");
        assertThat(failed).containsExactly("alice 192.0.2.1", "nobody 192.0.2.2");
    }

    @Test
    void names_are_folded_to_lower_case_and_the_scheme_is_case_insensitive() {
        assertThat(logins.login(basic("ALICE:päss:word").replace("Basic", "bAsIc")))
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
        assertThat(logins.login(header)).isEmpty();
    }

    @Test
    void a_login_in_another_encoding_than_utf_8_opens_nothing() {
        assertThat(logins.login(basic("alice:päss:word", StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    @Test
    void a_changed_password_takes_effect_at_once_though_the_old_login_was_remembered() {
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
        users.setPassword("alice", "new");
        assertThat(logins.login(basic("alice:päss:word"))).isEmpty();
        assertThat(logins.login(basic("alice:new"))).isPresent();
    }

    @Test
    void a_disabled_user_is_out_at_once_and_in_again_when_enabled() {
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
        users.setDisabled("alice", true);
        assertThat(logins.login(basic("alice:päss:word"))).isEmpty();
        users.setDisabled("alice", false);
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
    }

    @Test
    void a_removed_user_is_out_at_once() {
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
        users.remove("alice");
        assertThat(logins.login(basic("alice:päss:word"))).isEmpty();
    }

    @Test
    void a_user_of_the_same_name_made_anew_is_not_opened_by_the_old_password() {
        assertThat(logins.login(basic("alice:päss:word"))).isPresent();
        users.remove("alice");
        add("alice", "other");
        assertThat(logins.login(basic("alice:päss:word"))).isEmpty();
    }

    @Test
    void after_ten_wrong_passwords_from_one_address_even_the_right_one_waits_but_not_from_another() {
        for (int i = 0; i < 10; i++) {
            assertThat(logins.login(basic("alice:wrong" + i), "192.0.2.1")).isEmpty();
        }
        assertThat(logins.login(basic("alice:päss:word"), "192.0.2.1")).isEmpty();
        assertThat(logins.login(basic("alice:päss:word"), "192.0.2.2")).isPresent();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(logins.login(basic("alice:päss:word"), "192.0.2.1")).isPresent();
    }

    @Test
    void a_phone_whose_login_is_remembered_is_not_slowed_by_somebody_who_guesses() {
        assertThat(logins.login(basic("alice:päss:word"), "192.0.2.1")).isPresent();
        for (int i = 0; i < 12; i++) {
            assertThat(logins.login(basic("alice:wrong" + i), "192.0.2.1")).isEmpty();
        }
        assertThat(logins.login(basic("alice:päss:word"), "192.0.2.1")).isPresent();
    }

    private void add(String name, String password) {
        users.add(new NewUser(
                name, Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), false, password));
    }

    private static String basic(String login) {
        return basic(login, StandardCharsets.UTF_8);
    }

    private static String basic(String login, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(charset));
    }
}
