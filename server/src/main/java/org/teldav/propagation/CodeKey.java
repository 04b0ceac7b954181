package org.teldav.propagation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.teldav.storage.Codes.Code;

/**
 * Hashes codes under a key that is not in the database: a million codes are tried through in a second where the hash is all there is to know
 * (docs/decisions/codes.md). Immutable, thread-safe.
 */
public final class CodeKey {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret {@link #LENGTH} random bytes */
    public CodeKey(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("a key has " + LENGTH + " bytes");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** By which two servers see whether they have the same key. It tells nothing of the key: that is random, and as long as the hash. */
    public String fingerprint() {
        return HexFormat.of().formatHex(hash("fingerprint"), 0, 16);
    }

    /** Another key, of {@link #LENGTH} bytes, that tells nothing of this one. */
    public byte[] derived(String purpose) {
        return hash("derived\n" + purpose);
    }

    /** Of a code for just this user, number and row. */
    byte[] hash(Code code, String digits) {
        return hash(code.user() + "\n" + code.id() + "\n" + code.key() + "\n" + digits);
    }

    private byte[] hash(String what) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** In a time that tells nothing of where they differ. */
    boolean matches(Code code, String digits) {
        return code.hash()
                .filter(hash -> MessageDigest.isEqual(hash, hash(code, digits)))
                .isPresent();
    }
}
