package org.teldav.storage;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What users chose of how changes are carried. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Preferences {
    ChangerChoice changer(long user);

    void setChanger(long user, ChangerChoice choice);

    /** Whom the user tells nothing, by name. */
    List<Principal.User> blocked(long user);

    boolean blocks(long user, long other);

    /** As {@link #blocked}, by id. */
    Set<Long> blockedIds(long user);

    /**
     * Whether some card of the user's, other than their own card, has a number that the other is known to have: one they hold verified, or one that was
     * written there as theirs; the number of before, too, while their change of it has not gone out, or waits for the user's word. What the other only says is theirs makes them nobody's contact.
     */
    boolean hasContact(long user, long other);

    /** @return false where the other is blocked already */
    boolean block(long user, long other);

    /** @return false where the other is not blocked */
    boolean unblock(long user, long other);

    /** What holds for a card with that UID in that book. */
    HolderChoice.Effective holder(BookId book, String uid);

    /** Those of the homes whose holder chose anything. */
    Set<Long> choosers(Collection<Long> homes);

    /** All that a holder chose: everywhere first, then the books, then the contacts. At most that many. */
    List<HolderChoice> ofHolder(long home, int limit);

    long countOfHolder(long home);

    /** In place of what was chosen there before; two empty choices take the row away. */
    void setHolder(HolderChoice choice);
}
