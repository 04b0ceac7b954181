package org.teldav.http;

import java.util.List;
import java.util.Optional;
import org.teldav.accounts.Logins;
import org.teldav.accounts.ProviderLogins;
import org.teldav.storage.Errand;
import org.teldav.storage.Visit;

/** By name and password, and where there is a provider whose tokens are taken, by these. Thread-safe. */
public final class DavLogin implements DavHandler.Login {
    /** RFC 6750 §3. */
    private static final String BEARER = "Bearer realm=\"TelDAV\"";

    private final Logins logins;
    private final Optional<ProviderLogins> tokens;

    /** @param tokens empty where none is taken */
    public DavLogin(Logins logins, Optional<ProviderLogins> tokens) {
        this.logins = logins;
        this.tokens = tokens;
    }

    @Override
    public Optional<Visit> login(String authorization, String address, Errand errand) {
        return tokens.isPresent() && ProviderLogins.isToken(authorization)
                ? tokens.get().login(authorization, address, errand)
                : logins.login(authorization, address, errand);
    }

    @Override
    public List<String> challenges(Optional<String> refused) {
        if (tokens.isEmpty()) {
            return List.of(BASIC);
        }
        boolean isToken = refused.filter(ProviderLogins::isToken).isPresent();
        return List.of(BASIC, isToken ? BEARER + ", error=\"invalid_token\"" : BEARER);
    }
}
