package org.teldav.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Random letters and digits that are read off one screen and typed at another, as {@code abcd-efgh}: five bits each. They are kept as their SHA-256, for
 * nobody tries through so many (docs/decisions/app-passwords.md). Thread-safe.
 *
 * @param groups of four
 */
record TypedCode(int groups) {
    /** Of a device: 140 bits. */
    static final TypedCode APP_PASSWORD = new TypedCode(7);
    /** For a lost second factor: 80 bits. */
    static final TypedCode RECOVERY = new TypedCode(4);

    /** Of an invitation: 140 bits. */
    static final TypedCode INVITATION = new TypedCode(7);

    /** Without l and 1, o and 0. */
    private static final String SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUP = 4;

    /** A new one, with its dashes. */
    String random(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < groups * GROUP; i++) {
            code.append(i > 0 && i % GROUP == 0 ? "-" : "").append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return code.toString();
    }

    /** What is kept of it, in 64 characters, however it was typed; empty where it can't be one. */
    Optional<String> hash(String typed) {
        // With the wide letters and dashes of Chinese and Japanese keyboards, too.
        String code = Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Pd}\\s]", "")
                .toLowerCase(Locale.ROOT);
        boolean shaped = code.length() == groups * GROUP && code.chars().allMatch(sign -> SIGNS.indexOf(sign) >= 0);
        return shaped ? Optional.of(sha256(code)) : Optional.empty();
    }

    private static String sha256(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
