package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Links by which people make themselves users in a group. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Invitations {
    /**
     * Makes one.
     *
     * @param hash of the token, which nobody here knows; at most 64 characters
     * @param uses how many people it is for, 1 or more
     * @param most how many that are still good a group may have
     * @return empty where the group has so many
     */
    Optional<Invitation> add(long group, String hash, int uses, Instant until, int most, Instant now);

    /** Those of a group that have not ended, oldest first; also those that nobody more may use. */
    List<Invitation> of(long group, Instant now);

    /** One that is still good for somebody. */
    Optional<Invitation> find(String hash, Instant now);

    /** Takes one of its uses; until the transaction ends nobody else takes another. @return false where none is left, or it has ended, or there is no such invitation */
    boolean use(String hash, Instant now);

    /** @return false where the group has none with that id */
    boolean remove(long group, long id);

    /** Forgets those that have ended. */
    void prune(Instant now);
}
