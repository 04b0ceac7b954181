package org.teldav.carddav;

import java.util.Locale;
import java.util.Optional;
import org.teldav.vcard.UnicodeCasemap;

/**
 * Which texts are the same (RFC 6352 §8.3).
 *
 * <p>Whatever matches under one of them matches under {@link #UNICODE_CASEMAP} too, for each match type: the index, which holds that form, finds all
 * that any of them can.
 */
public enum Collation {
    /** RFC 4790 §9.2: the letters of ASCII without their case. */
    ASCII_CASEMAP("i;ascii-casemap") {
        @Override
        String fold(String text) {
            StringBuilder folded = new StringBuilder(text);
            for (int i = 0; i < folded.length(); i++) {
                char c = folded.charAt(i);
                if (c >= 'a' && c <= 'z') {
                    folded.setCharAt(i, (char) (c - 'a' + 'A'));
                }
            }
            return folded.toString();
        }
    },
    /** RFC 5051. */
    UNICODE_CASEMAP("i;unicode-casemap") {
        @Override
        String fold(String text) {
            return UnicodeCasemap.fold(text);
        }
    },
    /** RFC 4790 §9.3. Octets of UTF-8 are the same when the code points are. */
    OCTET("i;octet") {
        @Override
        String fold(String text) {
            return text;
        }
    };

    private final String identifier;

    Collation(String identifier) {
        this.identifier = identifier;
    }

    /** As it stands in {@code CARDDAV:supported-collation-set} (RFC 6352 §8.3.1). */
    public String identifier() {
        return identifier;
    }

    /** The form in which the same texts are equal. */
    abstract String fold(String text);

    /** RFC 6352 §8.3: "default" is {@link #UNICODE_CASEMAP}, and there are no wildcards. */
    public static Optional<Collation> of(String identifier) {
        String lower = identifier.toLowerCase(Locale.ROOT);
        if (lower.equals("default")) {
            return Optional.of(UNICODE_CASEMAP);
        }
        for (Collation collation : values()) {
            if (collation.identifier.equals(lower)) {
                return Optional.of(collation);
            }
        }
        return Optional.empty();
    }
}
