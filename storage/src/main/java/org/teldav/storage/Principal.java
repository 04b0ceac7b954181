package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/** RFC 3744 §2: a user or a group. Names are unique over both, and lower case. */
public sealed interface Principal {
    long id();

    /** The path segment, decoded. */
    String name();

    /** For people to read. */
    String displayName();

    /**
     * A person with a password, a home and an own card. The home has the user's id.
     *
     * @param passwordHash a PHC string, never to be logged
     * @param region the default region of the user's numbers, ISO 3166-1 alpha-2
     * @param secondFactor whether the password alone opens nothing
     */
    record User(
            long id,
            String name,
            String displayName,
            String passwordHash,
            Optional<String> region,
            boolean admin,
            boolean disabled,
            boolean secondFactor,
            Instant created)
            implements Principal {
        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    /** Two or more users who keep each other's numbers current. */
    record Group(long id, String name, String displayName, Instant created) implements Principal {}
}
