package org.teldav.accounts;

import java.time.Duration;
import java.util.Optional;
import org.teldav.storage.Principal;

/** Logins by passwords that a directory keeps (docs/decisions/directory-logins.md). Thread-safe. */
public final class DirectoryLogins {
    private final Directory directory;
    private final Newcomers newcomers;
    private final Duration remembered;

    /** @param remembered for how long the directory isn't asked again after a login that was right */
    public DirectoryLogins(Directory directory, Newcomers newcomers, Duration remembered) {
        this.directory = directory;
        this.newcomers = newcomers;
        this.remembered = remembered;
    }

    Duration remembered() {
        return remembered;
    }

    /**
     * The user, who may be disabled, where it is the password that the directory has. An empty one is never asked about: LDAP takes it for somebody who doesn't
     * say who they are, and lets them in (RFC 4513 §5.1.2).
     *
     * @throws LoginAwayException where it can't be told just now
     */
    Optional<Principal.User> open(BasicCredentials typed) {
        if (!Names.isValid(typed.name()) || typed.password().isEmpty()) {
            return Optional.empty();
        }
        return directory
                .check(typed.name(), typed.password())
                .filter(person -> Names.fold(person.name()).equals(typed.name()))
                .flatMap(newcomers::admit);
    }
}
