package org.teldav;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teldav.accounts.DirectoryLogins;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Logins;
import org.teldav.accounts.Newcomers;
import org.teldav.accounts.Passwords;
import org.teldav.accounts.ProviderLogins;
import org.teldav.accounts.Users;
import org.teldav.config.TeldavConfig;
import org.teldav.ldap.LdapDirectory;
import org.teldav.oidc.OidcProvider;
import org.teldav.storage.Store;

/** Who else is asked about logins, as it is configured: by default nobody. Nothing is connected to before somebody logs in. */
final class OutsideLogins implements AutoCloseable {
    private static final String LDAP = "ldap";
    private static final String OIDC = "oidc";

    private final TeldavConfig config;
    private final Optional<LdapDirectory> directory;

    /** @throws IOException where a file can't be read or used */
    OutsideLogins(TeldavConfig config) throws IOException {
        this.config = config;
        this.directory = config.ldap().isPresent()
                ? Optional.of(new LdapDirectory(config.ldap().get().server()))
                : Optional.empty();
    }

    Optional<DirectoryLogins> directory(Store store, Users users, Passwords passwords) {
        return directory.flatMap(there -> config.ldap()
                .map(ldap -> new DirectoryLogins(
                        there, new Newcomers(store, users, passwords, ldap.createUsers()), ldap.remember())));
    }

    Optional<ProviderLogins> provider(
            Store store, Users users, Passwords passwords, Logins.Failed failed, InstantSource clock) {
        return config.oidc()
                .map(oidc -> new ProviderLogins(
                        store,
                        new OidcProvider(oidc.provider(), clock),
                        new Newcomers(store, users, passwords, oidc.createUsers()),
                        failed,
                        clock));
    }

    /** How each of them answers. */
    static List<Finding> findings(TeldavConfig config) {
        List<Finding> findings = new ArrayList<>();
        if (config.ldap().isPresent()) {
            findings.add(ofDirectory(config));
        }
        config.oidc().map(OutsideLogins::ofProvider).ifPresent(findings::add);
        return findings;
    }

    private static Finding ofDirectory(TeldavConfig config) {
        String base = config.ldap().orElseThrow().server().base();
        try (LdapDirectory directory =
                new LdapDirectory(config.ldap().orElseThrow().server())) {
            return directory.hasBase()
                    ? Finding.well(LDAP, "the directory answers, and has " + base)
                    : Finding.ill(LDAP, "the directory has no " + base + " that may be seen: correct ldap.base");
        } catch (LoginAwayException e) {
            return Finding.ill(LDAP, e.getMessage() + ": look at ldap.url, ldap.ca and ldap.bind-dn");
        } catch (IOException e) {
            return Finding.ill(LDAP, String.valueOf(e.getMessage()));
        }
    }

    private static Finding ofProvider(TeldavConfig.Oidc oidc) {
        try {
            new OidcProvider(oidc.provider(), InstantSource.system()).look();
            return Finding.well(OIDC, "the provider answers, and calls itself as oidc.issuer does");
        } catch (LoginAwayException e) {
            return Finding.ill(OIDC, e.getMessage() + ": look at oidc.issuer");
        }
    }

    @Override
    public void close() {
        directory.ifPresent(LdapDirectory::close);
    }
}
