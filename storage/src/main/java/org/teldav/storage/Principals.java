package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users, groups, who is in which, and which card is a user's own. Not thread-safe: it belongs to its {@link Transaction}. */
public interface Principals {
    /**
     * Makes a user with an empty home.
     *
     * @throws NameTakenException where a user or group has that name
     */
    Principal.User addUser(
            String name, String displayName, String passwordHash, Optional<String> region, boolean admin, Instant now);

    /**
     * Makes a group with an empty directory.
     *
     * @throws NameTakenException where a user or group has that name
     */
    Principal.Group addGroup(String name, String displayName, Instant now);

    Optional<Principal.User> user(String name);

    Optional<Principal.User> user(long id);

    /** The user, with what is there of the errand in their home: in one statement. */
    Optional<Visit> visit(long user, Errand errand);

    /** As {@link #visit(long, Errand)}, in one statement too, where the user has an app password of that hash and it is good at that time; else empty. */
    Optional<Visit> visit(long user, String appPassword, Instant now, Errand errand);

    Optional<Principal.Group> group(String name);

    /** Ordered by name. */
    List<Principal.User> users();

    long countUsers();

    /** Ordered by name. */
    List<Principal.Group> groups();

    void setPassword(long user, String passwordHash);

    void setDisabled(long user, boolean disabled, Instant now);

    void setDisplayName(long principal, String displayName);

    /**
     * Removes a user with home, books, cards, history, changes and journal; or a group with its memberships. Of claims, those that are or were verified
     * stay, ended (rule 10): number, state and times, without a name.
     */
    void remove(long principal, Instant now);

    /** @return false where the user is in the group already */
    boolean join(long group, long user, Instant now);

    /** @return false where the user is not in the group */
    boolean leave(long group, long user, Instant now);

    /**
     * Says whether a member's own card is in the group's directory, for all of the group to see, as long as it is there and the member is not disabled. At first it is not; it ends
     * with the membership.
     *
     * @return false where nothing was to do: it is so, or the user is not in the group
     */
    boolean setShown(long group, long user, boolean shown, Instant now);

    /** The groups in whose directory the user is to be, ordered by name. */
    List<Principal.Group> shownIn(long user);

    /** Those in the group now, ordered by name. */
    List<Principal.User> members(long group);

    /** The groups that the user is in now, ordered by name. */
    List<Principal.Group> groupsOf(long user);

    /** Whether the two are in one group now. */
    boolean shareGroup(long user, long other);

    /** The card that the user keeps about themself. */
    Optional<CardId> ownCard(long user);

    /**
     * Names another card of the user's home as their own; empty for none, and then a card of before that is put again is no own card, either. Where the numbers differ that is a change (rule 1 of propagation.md): the
     * {@link StoreListener} is told.
     */
    void setOwnCard(long user, Optional<CardId> card, Instant now);
}
