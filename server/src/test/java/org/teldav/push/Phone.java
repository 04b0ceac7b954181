package org.teldav.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What a phone keeps of its subscription, and how it reads a message: RFC 8291 §3 and RFC 8188 from the other side. */
record Phone(KeyPair keys, byte[] secret) {
    static Phone make() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return new Phone(P256.generate(), secret);
    }

    static KeyPair keys(String publicKey, String privateKey) throws GeneralSecurityException {
        PrivateKey own = KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, octets(privateKey)), P256.parameters()));
        return new KeyPair(P256.publicKey(octets(publicKey)), own);
    }

    static byte[] octets(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    ECPublicKey publicKey() {
        return (ECPublicKey) keys.getPublic();
    }

    /** As it registers it. */
    String publicText() {
        return Vapid.text(publicKey());
    }

    String secretText() {
        return text(secret);
    }

    /** @throws AssertionError where it can't be read: it was for somebody else, or was changed */
    byte[] read(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = new byte[16];
        in.get(salt);
        int record = in.getInt();
        byte[] sender = new byte[in.get()];
        in.get(sender);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        if (record < sealed.length) {
            throw new AssertionError("more than one record");
        }
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(P256.publicKey(sender), true);
            byte[] both = ByteBuffer.allocate(130)
                    .put(P256.octets(publicKey()))
                    .put(sender)
                    .array();
            byte[] keying = hkdf(secret, agreement.generateSecret(), "WebPush: info\0", both, 32);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(hkdf(salt, keying, "Content-Encoding: aes128gcm\0", new byte[0], 16), "AES"),
                    new GCMParameterSpec(128, hkdf(salt, keying, "Content-Encoding: nonce\0", new byte[0], 12)));
            return unpadded(cipher.doFinal(sealed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] unpadded(byte[] plain) {
        int end = plain.length - 1;
        while (plain[end] == 0) {
            end--;
        }
        if (plain[end] != 2) {
            throw new AssertionError("not the last record");
        }
        return Arrays.copyOf(plain, end);
    }

    private static byte[] hkdf(byte[] salt, byte[] keying, String label, byte[] more, int length)
            throws GeneralSecurityException {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        byte[] extracted = mac(salt, keying);
        byte[] info = ByteBuffer.allocate(text.length + more.length + 1)
                .put(text)
                .put(more)
                .put((byte) 1)
                .array();
        return Arrays.copyOf(mac(extracted, info), length);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
