package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;

/** The passwords of devices, and the user's own where there is a second factor. */
class DeviceLoginsTest extends LoginsStory {
    private boolean opensBooks(String password) {
        return logins.login(basic("alice:" + password), "192.0.2.1", Errand.NONE)
                .isPresent();
    }

    @Test
    void the_password_of_a_device_opens_address_books_and_neither_the_api_nor_a_form() {
        String password =
                devices.add(users.find("alice"), "phone", Optional.empty()).password();
        assertThat(password).matches("([a-km-np-z2-9]{4}-){6}[a-km-np-z2-9]{4}");
        for (int i = 0; i < 2; i++) {
            assertThat(opensBooks(password)).isTrue();
            assertThat(opensBooks(password.replace("-", "").toUpperCase(Locale.ROOT)))
                    .isTrue();
            assertThat(logins.login(basic("alice:" + password), "192.0.2.1")).isEmpty();
            assertThat(logins.signIn("alice", password, "192.0.2.1")).isEmpty();
        }
        add("bob", "another one");
        assertThat(logins.login(basic("bob:" + password), "192.0.2.1", Errand.NONE))
                .isEmpty();
        assertThat(opensBooks(password.substring(1))).isFalse();
    }

    @Test
    void a_device_is_out_at_once_where_it_is_removed_or_its_time_is_over_or_the_user_disabled() {
        Principal.User alice = users.find("alice");
        Devices.Made phone = devices.add(alice, "phone", Optional.empty());
        Devices.Made guest = devices.add(alice, "guest", Optional.of(now.get().plusSeconds(60)));
        assertThat(opensBooks(phone.password())).isTrue();
        assertThat(opensBooks(guest.password())).isTrue();
        now.updateAndGet(before -> before.plusSeconds(60));
        assertThat(opensBooks(guest.password())).isFalse();
        users.setPassword("alice", "another one");
        assertThat(opensBooks(phone.password()))
                .as("it has nothing to do with the user's own")
                .isTrue();
        users.setDisabled("alice", true);
        assertThat(opensBooks(phone.password())).isFalse();
        users.setDisabled("alice", false);
        assertThat(opensBooks(phone.password())).isTrue();
        devices.remove(alice, phone.device().id());
        assertThat(opensBooks(phone.password())).isFalse();
    }

    @Test
    void when_a_device_was_used_is_known_to_the_hour() {
        Principal.User alice = users.find("alice");
        String password = devices.add(alice, "phone", Optional.empty()).password();
        Instant first = now.get();
        assertThat(opensBooks(password)).isTrue();
        now.set(first.plus(Duration.ofMinutes(59)));
        assertThat(opensBooks(password)).isTrue();
        assertThat(devices.of(alice).get(0).lastUsed()).contains(first);
        now.set(first.plus(Duration.ofMinutes(60)));
        assertThat(opensBooks(password)).isTrue();
        assertThat(devices.of(alice).get(0).lastUsed()).contains(now.get());
    }

    @Test
    void with_a_second_factor_the_user_s_own_password_opens_nothing_but_the_form_where_it_is_asked_for() {
        Principal.User alice = users.find("alice");
        String device = devices.add(alice, "phone", Optional.empty()).password();
        assertThat(opensBooks("päss:word-long")).isTrue();
        store.write(tx -> {
            tx.secondFactors().begin(alice.id(), "sealed", now.get());
            return tx.secondFactors().confirm(tx.secondFactors().of(alice.id()).orElseThrow(), 1, List.of(), now.get());
        });
        for (int i = 0; i < 12; i++) {
            assertThat(opensBooks("päss:word-long")).isFalse();
            assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2.1")).isEmpty();
            assertThat(logins.login(basic("alice:päss:word-long"), "192.0.2." + i))
                    .isEmpty();
        }
        assertThat(opensBooks(device)).isTrue();
        assertThat(logins.signIn("alice", "päss:word-long", "192.0.2.1"))
                .map(Principal.User::secondFactor)
                .contains(true);
        store.write(tx -> tx.secondFactors().remove(alice.id()));
        assertThat(opensBooks("päss:word-long")).isTrue();
    }
}
