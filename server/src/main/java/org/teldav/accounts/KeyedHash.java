package org.teldav.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under a key that is drawn when it is made and is known to nobody: for what must not stand in memory as it is. Thread-safe. */
final class KeyedHash {
    private static final String MAC = "HmacSHA256";
    private static final int KEY = 32;

    private final SecretKeySpec key;

    KeyedHash() {
        byte[] random = new byte[KEY];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, MAC);
    }

    ByteBuffer of(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
