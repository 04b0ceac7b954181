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

    /** Ready to begin, and never begun: to ask the providers for another takes longer than the hash. */
    private final Mac ready;

    KeyedHash() {
        byte[] random = new byte[KEY];
        new SecureRandom().nextBytes(random);
        try {
            this.ready = Mac.getInstance(MAC);
            ready.init(new SecretKeySpec(random, MAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    ByteBuffer of(String text) {
        try {
            Mac mac = (Mac) ready.clone();
            return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("that of the Java platform can be copied", e);
        }
    }
}
