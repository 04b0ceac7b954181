package org.teldav.push;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** RFC 8292: shows a push service that a message comes from the server that the phone named when it subscribed. Thread-safe. */
final class Vapid {
    /** RFC 8292 §2 allows a day at most, and clocks differ. */
    static final Duration VALID = Duration.ofHours(12);

    private static final String HEADER = text("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    private final KeyPair keys;
    private final Optional<String> contact;
    private final InstantSource clock;

    /**
     * @param keys of {@code P-256}
     * @param contact of the operator, mailto: or https:, for who runs a push service
     */
    Vapid(KeyPair keys, Optional<URI> contact, InstantSource clock) {
        this.keys = keys;
        this.contact = contact.map(URI::toASCIIString);
        this.clock = clock;
    }

    /** The key as phones are told it: the point, uncompressed, in base64url. */
    static String text(ECPublicKey key) {
        return text(P256.octets(key));
    }

    /** The value of Authorization for a message to that push resource. */
    String authorization(URI resource) {
        String signed = HEADER + '.' + text(claims(resource));
        return "vapid t=" + signed + '.' + signature(signed) + ", k=" + text((ECPublicKey) keys.getPublic());
    }

    private String claims(URI resource) {
        long expires = clock.instant().plus(VALID).getEpochSecond();
        // Neither an origin nor a URL in ASCII has a character that JSON would escape.
        return "{\"aud\":\"" + origin(resource) + "\",\"exp\":" + expires
                + contact.map(uri -> ",\"sub\":\"" + uri + '"').orElse("") + '}';
    }

    /** RFC 6454 §6.2: the usual port is left out. */
    static String origin(URI resource) {
        String scheme = resource.getScheme().toLowerCase(Locale.ROOT);
        String host = resource.getHost().toLowerCase(Locale.ROOT);
        boolean usual = resource.getPort() == -1 || resource.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + resource.getPort());
    }

    private String signature(String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has ECDSA on P-256", e);
        }
    }

    private static String text(String plain) {
        return text(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
