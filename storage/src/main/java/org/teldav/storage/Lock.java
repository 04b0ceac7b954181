package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * A WebDAV write lock as it is kept (RFC 4918 §6).
 *
 * @param token the lock token, a URI of at most 100 characters
 * @param book the name of the book; empty where the home itself is locked
 * @param name of the card, there or not; empty where the book itself is locked
 * @param exclusive else shared
 * @param infinite whether what is below is locked as well
 * @param owner the {@code DAV:owner} element that the client sent
 */
public record Lock(
        String token,
        Optional<String> book,
        Optional<String> name,
        boolean exclusive,
        boolean infinite,
        Optional<String> owner,
        Instant expires) {
    /** The same in a book of that name. */
    public Lock in(Optional<String> other) {
        return new Lock(token, other, name, exclusive, infinite, owner, expires);
    }
}
