package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/** Who is signed in on the web page, on all servers of one database. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Sessions {
    /**
     * @param hash of the token, which nobody here knows; at most 64 characters
     * @param complete whether nothing more is to be proved
     */
    void open(String hash, long user, boolean complete, Instant now, Instant until);

    /** One that is not over, of a user who is not disabled. */
    Optional<Session> find(String hash, Instant now);

    /** It lasts longer, or less long. */
    void last(String hash, Instant until);

    /** @return false where there is none */
    boolean end(String hash);

    /** Ends those of the user that are as complete, but for so many of the newest. */
    void keepNewest(long user, boolean complete, int count);

    /** All of the user's. */
    void endAll(long user);

    /** Forgets those that are over. */
    void prune(Instant now);

    /** @param opened when the user signed in */
    record Session(Principal.User user, boolean complete, Instant opened, Instant until) {}
}
