package org.teldav.web;

import java.util.Optional;
import org.teldav.accounts.Logins;
import org.teldav.storage.Principal;

/** The API, and who may use it: whoever has the data folder's token and is on this machine, and administrators. Thread-safe. */
public final class GuardedApi {
    private final Api api;
    private final ApiToken token;
    private final Logins logins;

    public GuardedApi(Api api, ApiToken token, Logins logins) {
        this.api = api;
        this.token = token;
        this.logins = logins;
    }

    /**
     * Who asks; empty for nobody who may.
     *
     * @param authorization the header
     * @param loopback whether the request comes from this machine, by no proxy
     * @param address from where
     */
    public Optional<String> caller(Optional<String> authorization, boolean loopback, String address) {
        if (authorization.isEmpty()) {
            return Optional.empty();
        }
        if (loopback && token.opens(authorization.get())) {
            return Optional.of("(token)");
        }
        return logins.login(authorization.get(), address)
                .filter(Principal.User::admin)
                .map(Principal.User::name);
    }

    /**
     * For a caller that was found to be one.
     *
     * @param rawPath begins with {@code /api}
     */
    public ApiAnswer answer(
            String method, String rawPath, @org.jspecify.annotations.Nullable String rawQuery, byte[] body) {
        return api.answer(method, rawPath, rawQuery, body);
    }
}
