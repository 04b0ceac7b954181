package org.teldav.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of users and groups: they stand in paths, in Basic logins (RFC 7617: no colon) and in reports. */
final class Names {
    private static final Pattern VALID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+'~-]{0,63}");

    private Names() {}

    /** The one spelling of a name: NFC, lower case. */
    static String fold(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** @param name folded */
    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** The name folded. @throws RefusedException where nobody may be called that */
    static String valid(String typed) {
        String name = fold(typed);
        if (!isValid(name)) {
            throw RefusedException.invalid(
                            "'" + typed.replaceAll("\\p{Cntrl}", "?")
                                    + "' can't be a name: 1 to 64 letters, digits and . _ @ + ' ~ -, the first a letter or digit")
                    .as("name-invalid", typed.replaceAll("\\p{Cntrl}", "?"));
        }
        return name;
    }
}
