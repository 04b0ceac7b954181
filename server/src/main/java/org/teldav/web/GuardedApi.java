package org.teldav.web;

import java.util.Optional;
import org.teldav.accounts.Logins;

/** The API, and who may use it: whoever has the data folder's token and is on this machine, administrators, and users for what is their own. Thread-safe. */
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
    public Optional<ApiCaller> caller(Optional<String> authorization, boolean loopback, String address) {
        if (authorization.isEmpty()) {
            return Optional.empty();
        }
        if (isOperator(authorization, loopback)) {
            return Optional.of(ApiCaller.OPERATOR);
        }
        return logins.login(authorization.get(), address).map(user -> new ApiCaller(user.name(), user.admin()));
    }

    /** Whether it is who may read the data folder, as {@link #caller}. */
    public boolean isOperator(Optional<String> authorization, boolean loopback) {
        return loopback && authorization.filter(token::opens).isPresent();
    }

    /**
     * For a caller that was found to be one.
     *
     * @param rawPath begins with {@code /api}
     */
    public ApiAnswer answer(
            ApiCaller caller,
            String method,
            String rawPath,
            @org.jspecify.annotations.Nullable String rawQuery,
            byte[] body) {
        return api.answer(caller, method, rawPath, rawQuery, body);
    }
}
