package org.teldav.carddav;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.teldav.storage.BookId;

/**
 * What clients of WebDAV-Push are offered. The functions are called by many threads.
 *
 * @param key the one that new subscriptions are made with
 * @param topic of a collection
 * @param resource whether messages may go to a push resource; its host isn't looked up
 * @param clientKey whether a text is a client's public key
 * @param most subscriptions that a user may have
 * @param longest that one lasts without being made anew
 */
public record PushOffer(
        Supplier<VapidKey> key,
        Function<BookId, String> topic,
        Predicate<String> resource,
        Predicate<String> clientKey,
        int most,
        Duration longest) {
    /**
     * By which push services know the server (RFC 8292).
     *
     * @param publicKey an uncompressed point on P-256 in base 64 for URLs, without padding
     */
    public record VapidKey(long id, String publicKey) {}
}
