package org.teldav.storage;

import java.time.Instant;

/**
 * A client's wish to be told when a collection changes (WebDAV-Push).
 *
 * @param user who registered it
 * @param id that nobody guesses: 24 characters that need no encoding in a URL
 * @param collection whose home is the user, or the group whose directory it is; book {@link PushSubscriptions#HOME} is the home itself
 * @param target where messages go, and how
 * @param content whether it wants to know of changes of members
 * @param properties whether it wants to know of changes of the collection's own properties
 * @param members whether it also wants to know of changes of its members' properties
 * @param expires from when on nothing is sent
 * @param failures how many messages in a row the push service did not take
 * @param refusals how many of the last of them it refused, one after the other
 */
public record PushSubscription(
        long user,
        String id,
        BookId collection,
        Target target,
        boolean content,
        boolean properties,
        boolean members,
        Instant expires,
        int failures,
        int refusals) {
    /**
     * What a client says of its push service. What it gets is encrypted with {@code aes128gcm} (RFC 8291).
     *
     * @param resource the push resource, a URL
     * @param publicKey of the client: an uncompressed point on P-256 in base 64 for URLs, without padding
     * @param authSecret 16 bytes in base 64 for URLs, without padding
     * @param vapidKey the id of the {@link PushKeys.Key} that the push service knows the server by
     */
    public record Target(String resource, String publicKey, String authSecret, long vapidKey) {
        /** Without what lets its reader send to the client. */
        @Override
        public String toString() {
            return "Target[" + vapidKey + "]";
        }
    }
}
