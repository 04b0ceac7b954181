package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void a_hash_is_a_phc_string_of_argon2id_with_a_salt_of_its_own() {
        String hash = passwords.hash("secret");
        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(passwords.hash("secret")).isNotEqualTo(hash);
    }

    @Test
    void only_the_password_itself_matches() {
        String hash = passwords.hash("pässword:ü 🔑");
        assertThat(passwords.matches("pässword:ü 🔑", hash)).isTrue();
        assertThat(passwords.matches("passwort:ü 🔑", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
        assertThat(passwords.matchesNobody("pässword:ü 🔑")).isFalse();
    }

    @Test
    void keyboards_that_write_an_umlaut_in_two_signs_are_understood() {
        assertThat(passwords.matches("u\u0308", passwords.hash("\u00FC"))).isTrue();
    }

    /** RFC 9106 §5.3 has other inputs; this one is of the reference implementation: argon2 -id -m 16 (KiB as log2), 2, 1. */
    @Test
    void a_hash_of_another_implementation_is_understood() {
        assertThat(passwords.matches(
                        "password",
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "$2a$10$abc", "$argon2i$v=19$m=16,t=2,p=1$c29tZXNhbHQ$aGFzaA"})
    void what_is_no_hash_is_an_error_and_not_a_wrong_password(String hash) {
        assertThatThrownBy(() -> passwords.matches("secret", hash)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_random_password_can_be_typed_and_not_be_guessed() {
        assertThat(passwords.random()).matches("[a-z2-9]{20}").isNotEqualTo(passwords.random());
    }
}
