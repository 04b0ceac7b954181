package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * By which version of the numbering plans the keys were made. What is not in cards can be made anew here; cards are put again. Not thread-safe: it belongs
 * to its {@link Transaction}.
 */
public interface Numbering {
    /** All keys are of this version; empty text where nobody knows. */
    String version();

    /**
     * Takes the work of making all keys anew, or goes on with it after one that died.
     *
     * @return the last home that is done, 0 for none; empty where the keys are of that version, or another live worker is at it
     */
    OptionalLong lease(String version, String worker, Instant now, Duration time);

    /** All homes up to this one are done. @return false where the lease was lost */
    boolean advance(String worker, long home, Instant now, Duration time);

    /** All homes are done. @return false where the lease was lost */
    boolean finish(String worker);

    /** Users, those that are no more too, by id. */
    List<Long> homes(long after, int limit);

    /** The keys in the home's claims, changes, consents, and edits that are still planned, by key. */
    List<String> keys(long home);

    /** Writes another key in place of one, in all of these. The user must not hold claims on both. */
    void replace(long home, String key, String other);
}
