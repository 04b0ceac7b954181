package org.teldav.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What binds somebody's way to a provider and back to their browser: 256 random bits that only it has, and what is derived of them for others to see. So nothing
 * is kept here, and whichever server the browser comes back to knows it. Immutable, thread-safe.
 */
public final class Handshake {
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String secret;

    private Handshake(String secret) {
        this.secret = secret;
    }

    /** A new one. */
    public static Handshake random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Handshake(BASE64.encodeToString(bytes));
    }

    /** As the browser brings it back; empty where it can't be one. */
    public static Optional<Handshake> of(String secret) {
        return secret.matches("[A-Za-z0-9_-]{43}") ? Optional.of(new Handshake(secret)) : Optional.empty();
    }

    /** For the browser alone. */
    public String secret() {
        return secret;
    }

    /** RFC 6749 §10.12: comes back with the browser. */
    public String state() {
        return derived("state");
    }

    /** Whether that came back. */
    public boolean isState(String sent) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), state().getBytes(StandardCharsets.UTF_8));
    }

    /** OpenID Connect Core 1.0 §3.1.2.1: comes back in the token. */
    public String nonce() {
        return derived("nonce");
    }

    /** RFC 7636 §4.1: shown to the provider with the code. */
    public String verifier() {
        return derived("verifier");
    }

    /** RFC 7636 §4.2, S256: shown to the provider before. */
    public String challenge() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(verifier().getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String derived(String use) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), MAC));
            return BASE64.encodeToString(mac.doFinal(use.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    @Override
    public String toString() {
        return "Handshake";
    }
}
