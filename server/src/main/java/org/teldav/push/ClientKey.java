package org.teldav.push;

import java.security.InvalidKeyException;
import java.util.Base64;

/** What a client says that messages to it are to be encrypted for (RFC 8291 §3.1). */
public final class ClientKey {
    private ClientKey() {}

    /** Whether it is an uncompressed point on P-256, in base 64 for URLs without padding. */
    public static boolean isOne(String text) {
        try {
            P256.publicKey(Base64.getUrlDecoder().decode(text));
            return true;
        } catch (InvalidKeyException | IllegalArgumentException e) {
            return false;
        }
    }
}
