package org.teldav;

import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Devices;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.Groups;
import org.teldav.accounts.Logins;
import org.teldav.accounts.Passwords;
import org.teldav.accounts.ProviderLogins;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.Users;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Counter;
import org.teldav.metrics.Registry;
import org.teldav.storage.Store;
import org.teldav.vcard.PhoneNumbers;

/**
 * Who there is, and how they log in.
 *
 * @param provider empty where none is configured
 */
record AccountWiring(
        Users users,
        Groups groups,
        GroupInvitations invitations,
        Devices devices,
        SecondFactor secondFactor,
        Logins logins,
        Optional<ProviderLogins> provider) {
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");

    static AccountWiring of(
            TeldavConfig config,
            Store store,
            Passwords passwords,
            PhoneNumbers numbers,
            CardWriting writing,
            OutsideLogins outside,
            Registry metrics,
            Clock clock) {
        Users users = new Users(store, passwords, numbers, writing, config.region(), clock);
        Logins.Failed failed = failed(metrics);
        return new AccountWiring(
                users,
                new Groups(store, clock),
                new GroupInvitations(store, users, clock),
                new Devices(store, clock),
                new SecondFactor(store, new SecondFactorKey(config, store), clock),
                new Logins(store, passwords, outside.directory(store, users, passwords), failed),
                outside.provider(store, users, passwords, failed, clock));
    }

    private static Logins.Failed failed(Registry metrics) {
        Counter failed = metrics.counter("logins_failed", "logins with a wrong name or password, or too many of them");
        return (user, address) -> {
            failed.increment();
            AUDIT.info("login failed: {} from {}", user.orElse("(unknown)"), address);
        };
    }
}
