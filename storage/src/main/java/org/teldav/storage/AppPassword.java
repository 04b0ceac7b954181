package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * The password of one device of a user's.
 *
 * @param label what its user calls the device
 * @param lastUsed at most {@link AppPasswords#COARSE} before it was; empty where it never was
 * @param expires from when on it opens nothing; empty for never
 */
public record AppPassword(
        long id, String label, Instant created, Optional<Instant> lastUsed, Optional<Instant> expires) {
    public boolean isGood(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isEmpty();
    }
}
