package org.teldav.oidc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which provider there is, and how it knows us.
 *
 * @param issuer as it stands in its tokens, letter by letter: a URL of https, or on this machine of http
 * @param clientSecret empty for a public client
 * @param scopes that are asked for, {@code openid} among them
 * @param claim that is the user's name here; {@code email} counts only where the provider has verified it
 * @param bearer empty where tokens open nothing
 * @param timeout for each request from beginning to end
 */
public record OidcSettings(
        String issuer,
        String clientId,
        Optional<String> clientSecret,
        List<String> scopes,
        String claim,
        Optional<Bearer> bearer,
        Duration timeout) {
    /**
     * Which tokens open address books.
     *
     * @param audience for whom they have to be
     * @param scope that they have to have
     */
    public record Bearer(String audience, String scope) {}

    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
