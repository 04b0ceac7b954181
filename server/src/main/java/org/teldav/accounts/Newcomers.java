package org.teldav.accounts;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;

/** The users behind people whom another system knows: found by name, or made when they come first, where that is wanted. Thread-safe. */
public final class Newcomers {
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");

    private final Store store;
    private final Users users;
    private final Passwords passwords;
    private final boolean made;

    /** @param made whether a user who isn't there is made */
    public Newcomers(Store store, Users users, Passwords passwords, boolean made) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.made = made;
    }

    /** The user, who may be disabled; empty where there is none of that name and none is made. */
    public Optional<Principal.User> admit(Person person) {
        String name = Names.fold(person.name());
        Optional<Principal.User> there = find(name);
        boolean possible = Names.isValid(name);
        if (there.isPresent()) {
            return there;
        }
        if (made && possible) {
            return make(name, person);
        }
        AUDIT.info(
                "a login that is right elsewhere opens nothing: {}",
                possible ? name + " is no user, and create-users is off" : "nobody can be called that here");
        return Optional.empty();
    }

    private Optional<Principal.User> find(String name) {
        return store.read(tx -> tx.principals().user(name));
    }

    /**
     * With a password that nobody knows. Numbers are none of theirs yet: one that is given here would count as verified, and many directories let people write
     * their own.
     */
    private Optional<Principal.User> make(String name, Person person) {
        try {
            Users.Added added = users.add(new NewUser(
                    name,
                    person.fullName().map(String::strip).filter(Users::isText),
                    List.of(),
                    person.emails().stream().filter(Users::isEmail).toList(),
                    List.of(),
                    Optional.empty(),
                    false,
                    passwords.random()));
            AUDIT.info("user made at their first login: {}", name);
            return Optional.of(added.user());
        } catch (RefusedException e) {
            // Somebody else was faster, or it is a group's name.
            return find(name);
        }
    }
}
