package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The codes that prove numbers (propagation.md, "proof of a new number"). Not thread-safe: it belongs to its {@link Transaction}. */
public interface Codes {
    /**
     * A code on its way.
     *
     * @param sendings how often somebody began to send it
     * @param hash of the code that was sent last; empty before the first
     * @param expires when that code is none any more
     * @param tries how often somebody guessed it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Code(
            long user,
            long id,
            String key,
            State state,
            int sendings,
            Optional<byte[]> hash,
            Optional<Instant> expires,
            int tries) {}

    /** Where a code is. */
    enum State {
        /** To be sent. */
        WANTED,
        /** Somebody sends it, or died of it. */
        SENDING,
        SENT,
        /** It proved the number. */
        USED,
        /** It can't be sent, or needn't any more. */
        FAILED
    }

    /** The fingerprint of the key that codes are hashed with; empty where nobody has said it yet. */
    Optional<String> keyed();

    /**
     * Says which key codes are hashed with, where nobody has.
     *
     * @param fingerprint which tells nothing of the key; at most 64 characters
     * @param anew whether it counts where another was said before
     * @return the one that counts
     */
    String key(String fingerprint, boolean anew);

    /** Until the transaction ends, nobody else counts codes of this user or to this number. */
    void lock(long user, String key);

    /** To be sent at once. */
    void want(long user, String key, Instant now);

    /** The one that counts: those before it are none any more. */
    Optional<Code> newest(long user, String key);

    /** When codes to the number were asked for since, by whomever, oldest first. */
    List<Instant> askedFor(String key, Instant since);

    /** When the user asked for codes since, oldest first. */
    List<Instant> askedBy(long user, Instant since);

    /** Takes the next that is due, for a time, after which another may take it: two never have the same. */
    Optional<Code> lease(String sender, Instant now, Duration time);

    /** Keeps what was drawn, before it is sent, with all tries anew. @return false where the lease was lost */
    boolean draw(Code code, String sender, byte[] hash, Instant expires);

    /**
     * Ends a lease.
     *
     * @param due when it is to be sent again, where it is {@link State#WANTED}
     * @return false where the lease was lost
     */
    boolean settle(Code code, String sender, State state, Instant due);

    /** Counts a guess, before it is looked at: of many at the same time no more than the most are let through. @return false where this is none of them */
    boolean guess(Code code, int most, Instant now);

    /** It proved the number, and proves it no more. */
    void use(Code code);

    /** Deletes those that were asked for before that time. @return how many of at most that many */
    int forget(Instant before, int limit);
}
