package org.teldav.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Which new passwords are taken; one that is there already goes on opening. Immutable, thread-safe. */
final class PasswordPolicy {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;
    private static final String COMMON = "common-passwords.txt";

    private final Set<String> common = read();

    private static Set<String> read() {
        try (InputStream file = PasswordPolicy.class.getResourceAsStream(COMMON)) {
            if (file == null) {
                throw new IllegalStateException(COMMON + " is missing");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name of the user. @throws RefusedException with what would do */
    void check(String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST || password.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw RefusedException.invalid("a password has " + SHORTEST + " to " + LONGEST
                            + " characters, none of them a control character")
                    .as("password-length", SHORTEST, LONGEST);
        }
        String folded = Names.fold(password);
        if (folded.equals(Names.fold(name))) {
            throw RefusedException.invalid("a password must not be the user's name")
                    .as("password-name");
        } else if (folded.codePoints().distinct().count() == 1) {
            throw RefusedException.invalid("a password must not be one character again and again")
                    .as("password-repeated");
        } else if (common.contains(folded)) {
            throw RefusedException.invalid(
                            "this password is one of the first that anybody would guess; take another, of some unrelated words")
                    .as("password-common");
        }
    }
}
