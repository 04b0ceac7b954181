package org.teldav.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Handshake;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Person;
import org.teldav.accounts.Provider;

/**
 * A provider of OpenID Connect: the authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636), and its access tokens where they are JWTs. It is asked what
 * it is when it is first needed. Only it is asked, and where its own document says. Thread-safe.
 */
public final class OidcProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);
    private static final int LONGEST_CODE = 4096;

    private final OidcSettings settings;
    private final ProviderHttp http;
    private final Kept<Metadata> metadata;
    private final TokenCheck tokens;

    /** Asks for nothing yet. */
    public OidcProvider(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.http = new ProviderHttp(settings.timeout());
        this.metadata = new Kept<>(
                () -> Metadata.read(http.get(Metadata.at(settings.issuer())), settings.issuer()),
                settings.timeout(),
                clock);
        this.tokens = new TokenCheck(
                settings,
                new ProviderKeys(new Kept<>(
                        () -> ProviderKeys.read(http.get(metadata.get().keys())), settings.timeout(), clock)),
                clock);
    }

    /** Asks the provider what it is. @throws LoginAwayException where that can't be used */
    public void look() {
        metadata.get();
    }

    @Override
    public URI authorize(Handshake handshake, URI back) {
        URI endpoint = metadata.get().authorization();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", back.toString());
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", handshake.state());
        query.put("nonce", handshake.nonce());
        query.put("code_challenge", handshake.challenge());
        query.put("code_challenge_method", "S256");
        return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + form(query));
    }

    @Override
    public Optional<Person> redeem(Handshake handshake, URI back, String code) {
        if (code.length() > LONGEST_CODE) {
            return Optional.empty();
        }
        return token(handshake, back, code)
                .flatMap(token -> tokens.idToken(token, handshake.nonce()))
                .flatMap(this::person);
    }

    private Optional<String> token(Handshake handshake, URI back, String code) {
        Metadata known = metadata.get();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", back.toString());
        form.put("code_verifier", handshake.verifier());
        boolean inHeader = settings.clientSecret().isPresent() && !known.secretInBody();
        if (!inHeader) {
            form.put("client_id", settings.clientId());
            settings.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
        }
        ProviderHttp.Answer answer =
                http.post(known.token(), inHeader ? Optional.of(credentials()) : Optional.empty(), form(form));
        JsonNode said = Json.object(answer.body());
        if (answer.status() == 200 && said.path("id_token").isTextual()) {
            return Optional.of(said.path("id_token").asText());
        } else if (answer.status() == 400 && said.path("error").asText().equals("invalid_grant")) {
            return Optional.empty();
        }
        // A secret that is wrong, for one: not the fault of who signs in.
        String error = said.path("error").asText();
        throw new LoginAwayException("the provider answers " + answer.status() + " for a code, and gives no token"
                + (Provider.isErrorCode(error) ? ": " + error : ""));
    }

    /** RFC 6749 §2.3.1: encoded as in a form, and then as in any Basic login. */
    private String credentials() {
        String text = encoded(settings.clientId()) + ":"
                + encoded(settings.clientSecret().orElse(""));
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Granted> check(String token) {
        return settings.bearer()
                .flatMap(bearer -> tokens.accessToken(token, bearer))
                .flatMap(claims -> person(claims).map(person -> new Granted(person, end(claims))));
    }

    private static Instant end(JWTClaimsSet claims) {
        return claims.getExpirationTime().toInstant();
    }

    @Override
    public boolean takesTokens() {
        return settings.bearer().isPresent();
    }

    private Optional<Person> person(JWTClaimsSet claims) {
        Optional<String> name = text(claims, settings.claim());
        if (name.isEmpty()) {
            LOG.warn("a token of the provider has no claim '{}' that names a user", settings.claim());
        }
        boolean trusted = !settings.claim().equals("email") || isTrue(claims.getClaim("email_verified"));
        return name.filter(any -> trusted)
                .map(named -> new Person(
                        named,
                        text(claims, "name"),
                        text(claims, "email").stream().toList()));
    }

    private static Optional<String> text(JWTClaimsSet claims, String claim) {
        return claims.getClaim(claim) instanceof String text
                ? Optional.of(text.strip()).filter(there -> !there.isEmpty())
                : Optional.empty();
    }

    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }
}
