package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private final PasswordPolicy policy = new PasswordPolicy();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-b-c-d-e-",
                "four unrelated words here",
                "päss:wörd😀😀",
                "teldav-demo",
                "bench-bench",
                "王小明王小明王小明王1"
            })
    void ten_and_more_characters_are_a_password(String password) {
        policy.check("alice", password);
    }

    @ParameterizedTest
    @CsvSource({
        "'', a password has 10 to 200 characters",
        "123456789, a password has 10 to 200 characters",
        "😀😀😀😀😀, a password has 10 to 200 characters",
        "'abc\u0007defghijk', none of them a control character",
        "'abc\u007Fdefghijk', none of them a control character",
        "Alice.Liddell, must not be the user's name",
        "zzzzzzzzzzzz, one character again and again",
        "ZZZZzzzzzzzz, one character again and again",
        "1234567890, one of the first that anybody would guess",
        "Qwertyuiop, one of the first that anybody would guess",
        "PASSWORD123, one of the first that anybody would guess",
        "iloveyou123, one of the first that anybody would guess",
        "passwordpassword, one of the first that anybody would guess",
        "1q2w3e4r5t, one of the first that anybody would guess",
        "Summer2026, one of the first that anybody would guess"
    })
    void what_is_short_or_easily_guessed_is_refused_with_what_is_wrong(String password, String why) {
        assertThatThrownBy(() -> policy.check("alice.liddell", password))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void two_hundred_characters_are_the_most() {
        policy.check("alice", "ab".repeat(100));
        assertThatThrownBy(() -> policy.check("alice", "ab".repeat(100) + "c")).isInstanceOf(RefusedException.class);
    }

    @Test
    void every_line_of_the_list_is_one_that_only_the_list_refuses() throws IOException {
        List<String> common;
        try (InputStream file = PasswordPolicy.class.getResourceAsStream("common-passwords.txt")) {
            common = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .toList();
        }
        assertThat(common).hasSizeGreaterThan(5000).doesNotHaveDuplicates().allSatisfy(line -> {
            assertThatThrownBy(() -> policy.check("alice", line)).hasMessageContaining("one of the first");
            assertThat(Names.fold(line)).isEqualTo(line);
        });
    }
}
