package org.teldav.propagation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.storage.Claim;
import org.teldav.storage.Consents;
import org.teldav.storage.Transaction;

/**
 * A number that several users hold verified, as a family its landline, because each agreed to it with each (rules 3 and 10;
 * docs/decisions/shared-numbers.md). Immutable, thread-safe.
 */
public final class Sharing {
    /** The most consents of a user. */
    public static final int MOST = 100;

    private final Verification verification;

    public Sharing(Verification verification) {
        this.verification = verification;
    }

    /**
     * One side's consent. Where that was the last that was missing, the claim of the one who doesn't hold the number verified yet becomes a verified one.
     *
     * @return whether both hold it verified now
     */
    public boolean agree(Transaction tx, long user, long other, String key, Instant now) {
        tx.claims().lock(key);
        tx.consents().give(user, key, other, now);
        for (long each : List.of(user, other)) {
            Optional<Claim.State> held = Proof.own(tx, each, key);
            if (held.filter(state -> state != Claim.State.VERIFIED).isPresent()
                    && rely(tx, each, key, Proof.others(tx, each, key))) {
                verification.confirm(tx, each, key, now);
            }
        }
        return isVerified(tx, user, key) && isVerified(tx, other, key);
    }

    /** Takes one side's consent back: the claim that was verified by it is so no more. @return false where it was not given */
    public boolean takeBack(Transaction tx, long user, long other, String key, Instant now) {
        tx.claims().lock(key);
        Consents consents = tx.consents();
        boolean userLoses = consents.reliesOn(user, key, other);
        boolean otherLoses = consents.reliesOn(other, key, user);
        boolean given = consents.takeBack(user, key, other);
        if (given && userLoses) {
            unverify(tx, user, key, now);
        }
        if (given && otherLoses) {
            unverify(tx, other, key, now);
        }
        return given;
    }

    private static void unverify(Transaction tx, long user, String key, Instant now) {
        tx.consents().relyOnNobody(user, key);
        if (isVerified(tx, user, key)) {
            boolean isOthers = !Proof.others(tx, user, key).isEmpty();
            tx.claims().open(user, key, isOthers ? Claim.State.WAITING : Claim.State.UNVERIFIED, now);
        }
    }

    private static boolean isVerified(Transaction tx, long user, String key) {
        return Proof.own(tx, user, key)
                .filter(state -> state == Claim.State.VERIFIED)
                .isPresent();
    }

    /**
     * Whether all who hold the number verified agreed with the user to share it, and the user with them; if so, that is what the user's claim relies on.
     *
     * @param holders those who hold it, without the user
     */
    static boolean rely(Transaction tx, long user, String key, Set<Long> holders) {
        boolean all = !holders.isEmpty()
                && tx.consents().givenBy(user, key).containsAll(holders)
                && tx.consents().givenTo(user, key).containsAll(holders);
        if (all) {
            tx.consents().relyOn(user, key, holders);
        }
        return all;
    }
}
