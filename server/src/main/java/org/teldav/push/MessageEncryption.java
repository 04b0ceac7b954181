package org.teldav.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** RFC 8291: a message that the phone alone can read, as one record of {@code aes128gcm} (RFC 8188). Thread-safe. */
public final class MessageEncryption {
    /** The value of Content-Encoding. */
    public static final String CODING = "aes128gcm";

    /** Octets of a client's secret. */
    public static final int SECRET = 16;

    /** RFC 8291 §4: no push service need take more. */
    private static final int RECORD = 4096;

    private static final int SALT = 16;
    private static final int HEADER = SALT + Integer.BYTES + 1 + P256.OCTETS;
    private static final int TAG = 16;

    /** The octets of the longest message. */
    public static final int LONGEST = RECORD - HEADER - TAG - 1;

    private static final byte LAST_RECORD = 2;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();

    /**
     * Encrypts with a key and a salt that are never used again.
     *
     * @param client the phone's public key
     * @param secret of the phone's, {@link #SECRET} octets
     * @throws IllegalArgumentException where the message is longer than {@link #LONGEST}
     */
    public byte[] encrypt(byte[] message, ECPublicKey client, byte[] secret) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return encrypt(message, client, secret, P256.generate(), salt);
    }

    static byte[] encrypt(byte[] message, ECPublicKey client, byte[] secret, KeyPair own, byte[] salt) {
        if (message.length > LONGEST) {
            throw new IllegalArgumentException("a message of " + message.length + " octets");
        }
        byte[] sender = P256.octets((ECPublicKey) own.getPublic());
        try {
            byte[] keying = derived(
                    secret, agreed(own, client), joined(info("WebPush: info"), P256.octets(client), sender), 32);
            byte[] key = derived(salt, keying, info("Content-Encoding: aes128gcm"), 16);
            byte[] nonce = derived(salt, keying, info("Content-Encoding: nonce"), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            byte[] sealed = cipher.doFinal(joined(message, new byte[] {LAST_RECORD}));
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(salt)
                    .putInt(RECORD)
                    .put((byte) sender.length)
                    .put(sender)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has ECDH, " + MAC + " and AES-GCM", e);
        }
    }

    private static byte[] agreed(KeyPair own, ECPublicKey client) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(client, true);
        return agreement.generateSecret();
    }

    private static byte[] info(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** HKDF (RFC 5869) of at most one block. */
    private static byte[] derived(byte[] salt, byte[] keying, byte[] info, int length) throws GeneralSecurityException {
        byte[] extracted = mac(salt, keying);
        return Arrays.copyOf(mac(extracted, joined(info, new byte[] {1})), length);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(data);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
