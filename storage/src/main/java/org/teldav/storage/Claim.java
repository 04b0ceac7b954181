package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * A user says that a number is theirs (propagation.md, "claim").
 *
 * @param key E.164 plus extension
 * @param until empty while it holds
 */
public record Claim(long user, String key, State state, Instant since, Optional<Instant> until) {
    /** What the claim is worth. */
    public enum State {
        /** Typed by the user; nothing proves it. */
        UNVERIFIED,
        /** Given or confirmed by an administrator, or proved by a code. */
        VERIFIED,
        /** Another user holds the number verified: an administrator has to decide (rule 3). */
        WAITING
    }
}
