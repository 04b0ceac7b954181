package org.teldav.accounts;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Groups and who is in them. Thread-safe. */
public final class Groups {
    private final Store store;
    private final Clock clock;

    public Groups(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @throws RefusedException where nothing may be called that, or something is */
    public Principal.Group add(String name, Optional<String> displayName) {
        String folded = Names.valid(name);
        String text = text(displayName.orElse(name));
        try {
            return store.write(tx -> tx.principals().addGroup(folded, text, clock.instant()));
        } catch (NameTakenException e) {
            throw taken(folded);
        }
    }

    /** Sets the name that people see, of the directory, too. @throws RefusedException where there is no such group, or the name can't be */
    public Principal.Group rename(String name, String displayName) {
        String text = text(displayName);
        return store.write(tx -> {
            tx.principals().setDisplayName(group(tx, name).id(), text);
            return group(tx, name);
        });
    }

    private static String text(String displayName) {
        return Users.text("display name", displayName);
    }

    static RefusedException taken(String name) {
        return RefusedException.conflict("there is a user or group '" + name + "' already")
                .as("name-taken", name);
    }

    /** @throws RefusedException where there is none */
    public void remove(String name) {
        store.write(tx -> {
            tx.principals().remove(group(tx, name).id(), clock.instant());
            return true;
        });
    }

    /** Ordered by name. */
    public List<Principal.Group> list() {
        return store.read(tx -> tx.principals().groups());
    }

    /** @throws RefusedException where there is none */
    public Principal.Group find(String name) {
        return store.read(tx -> group(tx, name));
    }

    /** Ordered by name. */
    public List<Principal.User> members(Principal.Group group) {
        return store.read(tx -> tx.principals().members(group.id()));
    }

    /** @return false where the user was in it already. @throws RefusedException where there is no such group or user */
    public boolean join(String group, String user) {
        return store.write(tx ->
                tx.principals().join(group(tx, group).id(), Users.user(tx, user).id(), clock.instant()));
    }

    /** @return false where the user was not in it. @throws RefusedException where there is no such group or user */
    public boolean leave(String group, String user) {
        return store.write(tx -> tx.principals()
                .leave(group(tx, group).id(), Users.user(tx, user).id(), clock.instant()));
    }

    /** @throws RefusedException where there is none */
    static Principal.Group group(Transaction tx, String name) {
        return tx.principals()
                .group(Names.fold(name))
                .orElseThrow(() -> RefusedException.missing("there is no group '" + name + "'")
                        .as("no-group", name));
    }
}
