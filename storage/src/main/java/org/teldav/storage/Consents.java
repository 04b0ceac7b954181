package org.teldav.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Who agreed to share a number with whom (rule 3: at most one verified holder, unless all of them agree). Not thread-safe: it belongs to its {@link Transaction}. */
public interface Consents {
    /** @return false where it is given already */
    boolean give(long user, String key, long other, Instant now);

    /** @return false where it was not given */
    boolean takeBack(long user, String key, long other);

    /** With whom the user agreed to share the number. */
    Set<Long> givenBy(long user, String key);

    /** Who agreed to share the number with the user. */
    Set<Long> givenTo(long user, String key);

    /** The user's claim is verified because of what they and these others agreed. */
    void relyOn(long user, String key, Collection<Long> others);

    /** Whether the user's claim is verified because of what they and the other agreed. */
    boolean reliesOn(long user, String key, long other);

    /** The user's claim is verified by something else now. */
    void relyOnNobody(long user, String key);

    /** All that the user gave, by number. */
    List<Consent> of(long user, int limit);

    /** @param other with whom the number may be shared */
    record Consent(String key, long other, Instant given) {}
}
