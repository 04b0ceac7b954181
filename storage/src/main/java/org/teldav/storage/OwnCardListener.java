package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * Is told of each edit of a user's own card, inside the transaction that makes it: what it writes is there if, and only if, the edit is. Must be
 * thread-safe.
 */
@FunctionalInterface
public interface OwnCardListener {
    void edited(Transaction transaction, OwnCardEdit edit);

    /**
     * @param user whose own card it is
     * @param before its bytes until now; empty where there was none
     * @param after its bytes from now on; empty where it was deleted
     */
    record OwnCardEdit(long user, Optional<byte[]> before, Optional<byte[]> after, Instant at) {}
}
