package org.teldav.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.ldap.LdapSettings;

/** The keys below {@code ldap}: those that a directory needs have to be there where one is named, and fit together. */
final class LdapReader {
    private final GivenValues values;

    LdapReader(GivenValues values) {
        this.values = values;
    }

    /** Empty where there is no directory; and where something is wrong, which is told. */
    Optional<TeldavConfig.Ldap> read() {
        Optional<URI> url = values.of(Keys.LDAP_URL).flatMap(said -> said);
        Optional<LdapSettings> server = server(url);
        Optional<Duration> remember = values.of(Keys.LDAP_REMEMBER);
        Optional<Boolean> create = values.of(Keys.LDAP_CREATE_USERS);
        return url.isEmpty() || server.isEmpty() || remember.isEmpty() || create.isEmpty()
                ? Optional.empty()
                : Optional.of(new TeldavConfig.Ldap(server.get(), remember.get(), create.get()));
    }

    /** A wrong value is an error also where no directory is asked. */
    private Optional<LdapSettings> server(Optional<URI> url) {
        Optional<Boolean> startTls = values.of(Keys.LDAP_START_TLS);
        Optional<Optional<Path>> ca = values.of(Keys.LDAP_CA);
        Optional<Optional<LdapSettings.Service>> service = service();
        Optional<Optional<String>> base = values.of(Keys.LDAP_BASE);
        Optional<String> filter = values.of(Keys.LDAP_FILTER);
        Optional<LdapSettings.Attributes> attributes = attributes();
        Optional<Duration> timeout = values.of(Keys.LDAP_TIMEOUT);
        if (url.isEmpty()
                || Stream.of(startTls, ca, service, base, filter, attributes, timeout)
                        .anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        if (base.get().isEmpty()) {
            values.wrong(Keys.LDAP_URL, "'ldap.url' needs 'ldap.base' too");
            return Optional.empty();
        }
        LdapSettings settings = new LdapSettings(
                url.get(),
                startTls.get(),
                ca.get(),
                service.get(),
                base.get().get(),
                filter.get(),
                attributes.get(),
                timeout.get());
        check(settings);
        return Optional.of(settings);
    }

    private Optional<Optional<LdapSettings.Service>> service() {
        Optional<Optional<String>> dn = values.of(Keys.LDAP_BIND_DN);
        Optional<Optional<String>> password = values.of(Keys.LDAP_BIND_PASSWORD);
        if (dn.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        if (dn.get().isPresent() && password.get().isEmpty()) {
            values.wrong(Keys.LDAP_BIND_DN, "'ldap.bind-dn' needs 'ldap.bind-password' too");
        }
        return Optional.of(dn.get()
                .flatMap(name -> password.get().map(secret -> new LdapSettings.Service(name, secret))));
    }

    private Optional<LdapSettings.Attributes> attributes() {
        Optional<String> name = values.of(Keys.LDAP_NAME);
        Optional<String> fullName = values.of(Keys.LDAP_FULL_NAME);
        Optional<String> email = values.of(Keys.LDAP_EMAIL);
        return name.isEmpty() || fullName.isEmpty() || email.isEmpty()
                ? Optional.empty()
                : Optional.of(new LdapSettings.Attributes(name.get(), fullName.get(), email.get()));
    }

    private void check(LdapSettings settings) {
        if (settings.isTls() && settings.startTls()) {
            values.wrong(Keys.LDAP_START_TLS, "'ldap.start-tls' is for ldap://: ldaps:// is TLS from the first byte");
        } else if (!settings.isTls()
                && !settings.startTls()
                && !KeyValues.isLoopback(settings.url().getHost())) {
            values.wrong(
                    Keys.LDAP_URL,
                    "'ldap.url' would send passwords in clear text over the network: use ldaps://, or ldap.start-tls ="
                            + " true");
        }
    }
}
