package org.teldav.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.oidc.OidcSettings;

/** The keys below {@code oidc}: those that a provider needs have to be there where one is named, and fit together. */
final class OidcReader {
    private final GivenValues values;

    OidcReader(GivenValues values) {
        this.values = values;
    }

    /** Empty where there is no provider; and where something is wrong, which is told. A wrong value is an error also where there is none. */
    Optional<TeldavConfig.Oidc> read() {
        Optional<URI> issuer = values.of(Keys.OIDC_ISSUER).flatMap(said -> said);
        Optional<Optional<String>> clientId = values.of(Keys.OIDC_CLIENT_ID);
        Optional<Optional<String>> secret = values.of(Keys.OIDC_CLIENT_SECRET);
        Optional<List<String>> scopes = values.of(Keys.OIDC_SCOPES);
        Optional<String> claim = values.of(Keys.OIDC_CLAIM);
        Optional<Optional<String>> audience = values.of(Keys.OIDC_AUDIENCE);
        Optional<String> scope = values.of(Keys.OIDC_SCOPE);
        Optional<Duration> timeout = values.of(Keys.OIDC_TIMEOUT);
        Optional<Boolean> create = values.of(Keys.OIDC_CREATE_USERS);
        if (issuer.isEmpty()
                || Stream.of(clientId, secret, scopes, claim, audience, scope, timeout, create)
                        .anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        if (clientId.get().isEmpty()) {
            values.wrong(Keys.OIDC_ISSUER, "'oidc.issuer' needs 'oidc.client-id' too");
            return Optional.empty();
        }
        OidcSettings settings = new OidcSettings(
                issuer.get().toString(),
                clientId.get().get(),
                secret.get(),
                scopes.get(),
                claim.get(),
                audience.get().map(name -> new OidcSettings.Bearer(name, scope.get())),
                timeout.get());
        check(issuer.get(), settings);
        return Optional.of(new TeldavConfig.Oidc(settings, create.get()));
    }

    private void check(URI issuer, OidcSettings settings) {
        if (!"https".equals(issuer.getScheme()) && !KeyValues.isLoopback(issuer.getHost())) {
            values.wrong(Keys.OIDC_ISSUER, "'oidc.issuer' has to be https");
        }
        if (!settings.scopes().contains("openid")) {
            values.wrong(Keys.OIDC_SCOPES, "'oidc.scopes' needs \"openid\" among them");
        }
        // Else what the page gets at each sign-in would open address books, wherever it gets to.
        if (settings.bearer()
                .filter(bearer -> bearer.audience().equals(settings.clientId()))
                .isPresent()) {
            values.wrong(Keys.OIDC_AUDIENCE, "'oidc.audience' must be another than 'oidc.client-id'");
        }
    }
}
