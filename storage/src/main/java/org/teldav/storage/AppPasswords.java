package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The passwords of devices, by hashes of 64 characters at most. Not thread-safe: it belongs to its {@link Transaction}. */
public interface AppPasswords {
    /** How old {@link AppPassword#lastUsed} may be before it is written anew. */
    Duration COARSE = Duration.ofHours(1);

    /**
     * Makes one.
     *
     * @param most that a user may have
     * @return empty where the user has so many already
     */
    Optional<AppPassword> add(long user, String label, String hash, Optional<Instant> expires, int most, Instant now);

    /** Oldest first. */
    List<AppPassword> of(long user);

    /** Good or not: {@link AppPassword#isGood}. */
    Optional<AppPassword> find(long user, String hash);

    /** @return false where there is none */
    boolean remove(long user, long id);

    /** It was used, which is written down unless that was done within {@link #COARSE}. */
    void used(long user, String hash, Instant now);
}
