package org.teldav.push;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.teldav.storage.PushKeys;
import org.teldav.storage.PushKeys.Key;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** The pairs that push services know the servers of one database by, which are made once and kept there. Thread-safe. */
public final class VapidKeys {
    private final Store store;
    private final Optional<URI> contact;
    private final InstantSource clock;
    private final Map<Long, Vapid> known = new ConcurrentHashMap<>();

    /** @param contact of the operator, for who runs a push service */
    public VapidKeys(Store store, Optional<URI> contact, InstantSource clock) {
        this.store = store;
        this.contact = contact;
        this.clock = clock;
    }

    /** The one that new subscriptions are made with; made where there is none yet. */
    public static Key current(Store store, InstantSource clock) {
        return store.read(tx -> tx.pushKeys().list(PushKeys.Kind.VAPID)).stream()
                .findFirst()
                .orElseGet(() -> store.write(tx -> first(tx, clock)));
    }

    private static Key first(Transaction tx, InstantSource clock) {
        KeyPair made = P256.generate();
        String secret = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(made.getPrivate().getEncoded());
        return tx.pushKeys()
                .first(PushKeys.Kind.VAPID, Vapid.text((ECPublicKey) made.getPublic()), secret, clock.instant());
    }

    /** The pair of that id; empty where it is kept no more. */
    Optional<Vapid> find(long id) {
        if (!known.containsKey(id)) {
            store.read(tx -> tx.pushKeys().list(PushKeys.Kind.VAPID))
                    .forEach(key -> known.put(key.id(), new Vapid(pair(key), contact, clock)));
        }
        return Optional.ofNullable(known.get(id));
    }

    private static KeyPair pair(Key key) {
        Base64.Decoder decoder = Base64.getUrlDecoder();
        try {
            return new KeyPair(
                    P256.publicKey(decoder.decode(key.publicKey())),
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(key.secret()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the pair " + key.id() + " can't be read", e);
        }
    }
}
