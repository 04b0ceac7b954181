package org.teldav.accounts;

import java.util.List;
import java.util.Optional;

/**
 * Somebody whose password or token another system has looked at and found right, and what that system says of them.
 *
 * @param name by which they are found here; folded where they are looked for
 * @param fullName for a card, whatever it may hold
 * @param emails for a card, whatever they may be
 */
public record Person(String name, Optional<String> fullName, List<String> emails) {
    /** Nothing but the name: the rest is not for logs. */
    @Override
    public String toString() {
        return "Person[" + name + "]";
    }
}
