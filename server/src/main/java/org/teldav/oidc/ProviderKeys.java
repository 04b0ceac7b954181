package org.teldav.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.accounts.LoginAwayException;

/** The keys by which the provider signs; one that isn't known may be new, and they are fetched anew for it once in a while. Thread-safe. */
final class ProviderKeys implements JWKSource<SecurityContext> {
    private final Kept<JWKSet> keys;

    ProviderKeys(Kept<JWKSet> keys) {
        this.keys = keys;
    }

    /** @throws LoginAwayException where they can't be read */
    static JWKSet read(byte[] json) {
        try {
            return JWKSet.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new LoginAwayException("the provider's keys can't be read", e);
        }
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        List<JWK> found = selector.select(keys.get());
        return found.isEmpty() ? selector.select(keys.newer()) : found;
    }
}
