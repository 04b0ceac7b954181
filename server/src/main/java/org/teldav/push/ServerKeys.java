package org.teldav.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.teldav.storage.BookId;
import org.teldav.storage.PushKeys.Key;
import org.teldav.storage.PushKeys.Kind;
import org.teldav.storage.Store;

/**
 * What all servers of one database push with: the pair that push services know them by (RFC 8292), and what the topics of collections are made with. Made
 * when it is first asked for. Thread-safe.
 */
public final class ServerKeys {
    private static final String CURVE = "secp256r1";
    private static final String MAC = "HmacSHA256";

    /** How long the newest pair is taken for it: another server may have made one since. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int COORDINATE = 32;
    private static final int TOPIC_SECRET = 32;

    /** Bytes of a topic: 24 characters, of the 32 that a Topic header may have (RFC 8030 §5.4). */
    private static final int TOPIC = 18;

    private final Store store;
    private final Clock clock;
    private final Map<Long, Pair> pairs = new ConcurrentHashMap<>();
    private @Nullable Pair newest;
    private Instant known = Instant.MIN;
    private @Nullable SecretKeySpec topics;

    public ServerKeys(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A pair on P-256.
     *
     * @param id by which subscriptions know it
     * @param publicKey as clients are told it: an uncompressed point in base 64 for URLs, without padding
     */
    public record Pair(long id, String publicKey, KeyPair keys) {}

    /** The one that new subscriptions are made with. */
    public synchronized Pair pair() {
        Instant now = clock.instant();
        if (newest == null || !known.isAfter(now)) {
            List<Key> there = store.read(tx -> tx.pushKeys().list(Kind.VAPID));
            newest = parsed(there.isEmpty() ? makePair() : there.get(0));
            known = now.plus(REMEMBERED);
        }
        return newest;
    }

    /**
     * Makes another pair for all that is new, and has everybody told of it who has registered: their messages are signed with the one that they know until
     * they have registered anew. Other servers of the database have it within a minute.
     *
     * @return how many are told
     */
    public synchronized int renew() {
        Made made = made();
        int told = store.write(tx -> {
            tx.pushKeys().add(Kind.VAPID, made.publicKey(), made.secret(), clock.instant());
            return tx.pushSubscriptions().announceKey(clock.instant());
        });
        newest = null;
        return told;
    }

    /** The one that a subscription was made with; empty where it is no more. */
    public Optional<Pair> pair(long id) {
        if (!pairs.containsKey(id)) {
            store.read(tx -> tx.pushKeys().list(Kind.VAPID))
                    .forEach(key -> pairs.computeIfAbsent(key.id(), any -> parsed(key)));
        }
        return Optional.ofNullable(pairs.get(id));
    }

    private Key makePair() {
        Made made = made();
        return store.write(tx -> tx.pushKeys().first(Kind.VAPID, made.publicKey(), made.secret(), clock.instant()));
    }

    private record Made(String publicKey, String secret) {}

    private static Made made() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair pair = generator.generateKeyPair();
            String publicKey = text(point(((ECPublicKey) pair.getPublic()).getW()));
            return new Made(publicKey, text(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CURVE, e);
        }
    }

    private static Pair parsed(Key key) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECPrivateKey secret = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(octets(key.secret())));
            byte[] point = octets(key.publicKey());
            ECPublicKeySpec open = new ECPublicKeySpec(
                    new ECPoint(
                            new BigInteger(1, point, 1, COORDINATE),
                            new BigInteger(1, point, 1 + COORDINATE, COORDINATE)),
                    secret.getParams());
            return new Pair(key.id(), key.publicKey(), new KeyPair(factory.generatePublic(open), secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + key.id() + " in the database is none", e);
        }
    }

    /** SEC 1 §2.3.3, uncompressed. */
    private static byte[] point(ECPoint point) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + 2 * COORDINATE).put((byte) 4);
        for (byte[] coordinate :
                List.of(point.getAffineX().toByteArray(), point.getAffineY().toByteArray())) {
            int extra = Math.max(0, coordinate.length - COORDINATE);
            bytes.put(new byte[Math.max(0, COORDINATE - coordinate.length)])
                    .put(coordinate, extra, coordinate.length - extra);
        }
        return bytes.array();
    }

    private static byte[] octets(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** By which clients know the collection again: always the same, and telling nothing of it. */
    public String topic(BookId collection) {
        byte[] what = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(collection.home())
                .putLong(collection.book())
                .array();
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(topics());
            return text(Arrays.copyOf(mac.doFinal(what), TOPIC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private synchronized SecretKeySpec topics() {
        if (topics == null) {
            List<Key> there = store.read(tx -> tx.pushKeys().list(Kind.TOPIC));
            Key key = there.isEmpty() ? makeTopicSecret() : there.get(0);
            topics = new SecretKeySpec(octets(key.secret()), MAC);
        }
        return topics;
    }

    private Key makeTopicSecret() {
        byte[] secret = new byte[TOPIC_SECRET];
        new SecureRandom().nextBytes(secret);
        return store.write(tx -> tx.pushKeys().first(Kind.TOPIC, "", text(secret), clock.instant()));
    }
}
