package org.teldav.accounts;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.AppPassword;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;

/** The devices of users, each with a password of its own (docs/decisions/app-passwords.md). Thread-safe. */
public final class Devices {
    /** Of one user. */
    public static final int MOST = 50;

    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Devices(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A device, with its password, which is kept nowhere. */
    public record Made(AppPassword device, String password) {
        @Override
        public String toString() {
            return "Made[" + device + "]";
        }
    }

    /**
     * Makes one.
     *
     * @param label 1 to 200 characters on one line
     * @throws RefusedException where the user has {@link #MOST} already, the label can't be, or it would expire in the past or in more than a hundred years
     */
    public Made add(Principal.User user, String label, Optional<Instant> expires) {
        String name = Users.text("name of a device", label);
        Instant now = clock.instant();
        expires.filter(end -> !end.isAfter(now) || end.isAfter(now.plus(LONGEST)))
                .ifPresent(end -> {
                    throw RefusedException.invalid("a password expires in the future, and within a hundred years");
                });
        String password = TypedCode.APP_PASSWORD.random(random);
        String hash = TypedCode.APP_PASSWORD.hash(password).orElseThrow();
        return store.write(user.id(), tx -> tx.appPasswords().add(user.id(), name, hash, expires, MOST, now))
                .map(made -> new Made(made, password))
                .orElseThrow(() -> RefusedException.conflict(
                                "'" + user.name() + "' has " + MOST + " devices already: remove those that are gone")
                        .as("devices-most", MOST));
    }

    /** Oldest first. */
    public List<AppPassword> of(Principal.User user) {
        return store.read(tx -> tx.appPasswords().of(user.id()));
    }

    /** Its password opens nothing any more, at once and on every server. @throws RefusedException where there is no such device */
    public void remove(Principal.User user, long id) {
        if (!store.write(user.id(), tx -> tx.appPasswords().remove(user.id(), id))) {
            throw RefusedException.missing("'" + user.name() + "' has no such device")
                    .as("no-device");
        }
    }
}
