package org.teldav.storage;

import java.time.Instant;
import java.util.List;

/** What all servers of one database push with. Not thread-safe: it belongs to its {@link Transaction}. */
public interface PushKeys {
    /** What a key is for. */
    enum Kind {
        /** Pairs that push services know the server by (RFC 8292). */
        VAPID,
        /** What topics of collections are made with. */
        TOPIC
    }

    /**
     * @param publicKey of a pair: an uncompressed point in base 64 for URLs, without padding; else empty
     * @param secret the private key in PKCS#8, or random bytes, in base 64 for URLs, without padding
     */
    record Key(long id, String publicKey, String secret) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /** Newest first. A subscription needs the one that it was made with; new ones are made with the first. */
    List<Key> list(Kind kind);

    /** Keeps the first of its kind. @return it, or the one that another server was first with */
    Key first(Kind kind, String publicKey, String secret, Instant now);

    /** Keeps one more, which takes the place of those before for all that is new. */
    Key add(Kind kind, String publicKey, String secret, Instant now);
}
