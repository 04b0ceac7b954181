package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users have to show beside their password (RFC 6238), and codes for when they lost it. Not thread-safe: it belongs to its {@link Transaction}. */
public interface SecondFactors {
    /**
     * What is known of a user's.
     *
     * @param secret encrypted, in 200 characters at most
     * @param confirmed whether it counts
     */
    record Factor(long user, String secret, boolean confirmed) {}

    Optional<Factor> of(long user);

    /** Lays a secret by, which counts from {@link #confirm} on, in place of another that was not confirmed. @return false where one counts already */
    boolean begin(long user, String secret, Instant now);

    /**
     * From now on this very secret counts, and {@link Principal.User#secondFactor} says so.
     *
     * @param step of the code that showed that the user has it
     * @param recovery hashes of 64 characters at most, of the codes for when they have it no more
     * @return false where it is not there any more, or counts already
     */
    boolean confirm(Factor begun, long step, List<String> recovery, Instant now);

    /** Uses a code up: of many at the same time one is let through. @return false where that step, or a later one, was used */
    boolean use(long user, long step);

    /** Uses a recovery code up. @return false where there is none */
    boolean recover(long user, String hash);

    /** Puts recovery codes in place of those that are there. @param recovery as {@link #confirm} has them */
    void renew(long user, List<String> recovery);

    /** How many recovery codes are left. */
    int recoveryCodes(long user);

    /** Forgets it all. @return false where none counted */
    boolean remove(long user);
}
