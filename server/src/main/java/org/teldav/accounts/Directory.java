package org.teldav.accounts;

import java.util.Optional;

/** Passwords that another system keeps. Thread-safe. */
@FunctionalInterface
public interface Directory {
    /**
     * The one person of that name, where it is their password; may be slow.
     *
     * @param name folded; it may hold anything that a name of a user can
     * @param password not empty
     * @return whose name is just that one, for a directory may take more than one spelling for the same
     * @throws LoginAwayException where it can't be told just now
     */
    Optional<Person> check(String name, String password);
}
