package org.teldav.accounts;

import java.util.List;
import java.util.Optional;

/**
 * A user who is to be made.
 *
 * @param fullName the name in their own card; their name where it is empty
 * @param tels their numbers, verified by being given here unless somebody else holds them verified
 * @param groups to be in; one that is not there is made
 * @param region of their numbers, ISO 3166-1 alpha-2
 */
public record NewUser(
        String name,
        Optional<String> fullName,
        List<String> tels,
        List<String> emails,
        List<String> groups,
        Optional<String> region,
        boolean admin,
        String password) {
    @Override
    public String toString() {
        return "NewUser[" + name + "]";
    }
}
