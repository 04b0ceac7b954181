package org.teldav.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import org.teldav.accounts.LoginAwayException;

/**
 * What the provider says of itself (OpenID Connect Discovery 1.0 §3).
 *
 * @param authorization where browsers are sent to
 * @param token where codes are redeemed
 * @param keys where its keys are
 * @param secretInBody whether the client's secret is to stand in the form, and not in a header
 */
record Metadata(URI authorization, URI token, URI keys, boolean secretInBody) {
    private static final String PATH = "/.well-known/openid-configuration";

    /** Where it is: §4.1. */
    static URI at(String issuer) {
        return URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + PATH);
    }

    /** @throws LoginAwayException where it is another's, or can't be used */
    static Metadata read(byte[] json, String issuer) {
        JsonNode document = Json.object(json);
        // §4.3: else one provider could speak in the name of another.
        if (!document.path("issuer").asText().equals(issuer)) {
            throw new LoginAwayException("the provider calls itself otherwise than oidc.issuer");
        }
        return new Metadata(
                url(document, "authorization_endpoint", issuer),
                url(document, "token_endpoint", issuer),
                url(document, "jwks_uri", issuer),
                wantsSecretInBody(document.path("token_endpoint_auth_methods_supported")));
    }

    /** By https, as the issuer is; by http only where the issuer is, which then is on this machine, and has all of it at the same place. */
    private static URI url(JsonNode document, String member, String issuer) {
        try {
            URI uri = new URI(document.path(member).asText());
            URI own = URI.create(issuer);
            boolean same = uri.getScheme() != null
                    && uri.getScheme().equals(own.getScheme())
                    && uri.getRawAuthority() != null
                    && uri.getRawAuthority().equals(own.getRawAuthority());
            if (uri.getRawFragment() == null && uri.getHost() != null && ("https".equals(uri.getScheme()) || same)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new LoginAwayException("the provider's " + member + " can't be used", e);
        }
        throw new LoginAwayException("the provider's " + member + " can't be used");
    }

    /** Without a word it is the header (§3). */
    private static boolean wantsSecretInBody(JsonNode methods) {
        boolean header = false;
        boolean body = false;
        for (JsonNode method : methods) {
            header |= method.asText().equals("client_secret_basic");
            body |= method.asText().equals("client_secret_post");
        }
        return body && !header;
    }
}
