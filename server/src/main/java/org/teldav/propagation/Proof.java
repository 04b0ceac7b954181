package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.storage.Claim;
import org.teldav.storage.Transaction;

/**
 * What a user's word about a number is worth (rule 3). Immutable, thread-safe.
 *
 * @param grace how long a verified number that its user took out of their card may come back as verified
 */
record Proof(Duration grace) {
    /** Whether this user holds the number verified. Where it is somebody else's too, rule 10 asks for more: {@link #onlyOf}. */
    boolean proves(Transaction tx, long user, String key) {
        return own(tx, user, key).filter(state -> state == Claim.State.VERIFIED).isPresent();
    }

    /** Whether it is nobody {@linkplain #alsoOf else's}. */
    static boolean onlyOf(Transaction tx, long user, String key) {
        return alsoOf(tx, user, key).isEmpty();
    }

    /** Who else holds the number verified, or ever did (rule 10), or has claimed it, in whatever way, since the user gave it up (rule 12). */
    static Set<Long> alsoOf(Transaction tx, long user, String key) {
        List<Claim> history = tx.claims().historyOf(key);
        Instant gone = history.stream()
                .filter(claim -> claim.user() == user)
                .reduce((earlier, later) -> later)
                .flatMap(Claim::until)
                .orElse(Instant.MAX);
        return history.stream()
                .filter(claim -> claim.user() != user)
                .filter(claim -> claim.state() == Claim.State.VERIFIED
                        || claim.state() == Claim.State.UNVERIFIED
                                && !claim.since().isBefore(gone))
                .map(Claim::user)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the user's claim waits for an administrator. */
    static boolean waits(Transaction tx, long user, String key) {
        return own(tx, user, key).filter(state -> state == Claim.State.WAITING).isPresent();
    }

    /** Opens the claim on a number that the user's own card has, or weighs again one that waited. */
    void claim(Transaction tx, long user, String key, Instant now) {
        tx.claims().lock(key);
        Optional<Claim.State> held = own(tx, user, key);
        if (held.isEmpty() || held.get() == Claim.State.WAITING) {
            tx.claims().open(user, key, worth(tx, user, key, now), now);
        }
    }

    private Claim.State worth(Transaction tx, long user, String key, Instant now) {
        Set<Long> others = others(tx, user, key);
        if (!others.isEmpty()) {
            return Sharing.rely(tx, user, key, others) ? Claim.State.VERIFIED : Claim.State.WAITING;
        }
        return cameBack(tx, user, key, now) ? Claim.State.VERIFIED : Claim.State.UNVERIFIED;
    }

    /** A → B → A: the proof of A still stands where it is young and nobody else claimed the number since, in whatever state. */
    private boolean cameBack(Transaction tx, long user, String key, Instant now) {
        List<Claim> history = tx.claims().historyOf(key);
        Optional<Instant> ended = history.stream()
                .filter(claim -> claim.user() == user)
                .reduce((earlier, later) -> later)
                .filter(claim -> claim.state() == Claim.State.VERIFIED)
                .flatMap(Claim::until);
        return ended.filter(end -> !end.isBefore(now.minus(grace)) || isExpected(tx, user, key, end))
                        .isPresent()
                && history.stream()
                        .filter(claim -> claim.user() != user)
                        .allMatch(claim -> claim.since().isBefore(ended.get()) && isNothing(claim));
    }

    /** Whether its return was planned when it went, or soon after: then it is young however long it stays away. */
    private boolean isExpected(Transaction tx, long user, String key, Instant ended) {
        return tx.scheduledEdits()
                .planned(user, key)
                .filter(planned -> !planned.isAfter(ended.plus(grace)))
                .isPresent();
    }

    /** A claim that ended, or was never let through. */
    private static boolean isNothing(Claim claim) {
        return claim.until().isPresent() || claim.state() == Claim.State.WAITING;
    }

    /** Who but the user holds the number verified now. */
    static Set<Long> others(Transaction tx, long user, String key) {
        return tx.claims().on(key).stream()
                .filter(claim -> claim.user() != user && claim.state() == Claim.State.VERIFIED)
                .map(Claim::user)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the user's claim is worth now; empty where there is none. */
    static Optional<Claim.State> own(Transaction tx, long user, String key) {
        return tx.claims().on(key).stream()
                .filter(claim -> claim.user() == user)
                .map(Claim::state)
                .findFirst();
    }
}
