package org.teldav.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether a token is the provider's, for us, and good now (RFC 7519, RFC 8725). Only signatures by a key of the provider's that is no secret count, so neither
 * {@code none} nor an HMAC under a public key; and what a header says of keys elsewhere is not looked at. Thread-safe.
 */
final class TokenCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String BY_CLOCK = " by this machine's clock";

    private final OidcSettings settings;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> idTokens;
    private final DefaultJWTProcessor<SecurityContext> accessTokens;

    TokenCheck(OidcSettings settings, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.idTokens = processor(keys, JOSEObjectType.JWT, null);
        this.accessTokens = processor(keys, ACCESS_TOKEN, JOSEObjectType.JWT, null);
    }

    /** @param types that a header may have; null for none. The claims are looked at here, by our clock */
    private static DefaultJWTProcessor<SecurityContext> processor(
            JWKSource<SecurityContext> keys, @Nullable JOSEObjectType... types) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    /** OpenID Connect Core 1.0 §3.1.3.7. The provider itself has just handed it out: if it is not good, somebody has to mend something. @return empty where it is not good */
    Optional<JWTClaimsSet> idToken(String token, String nonce) {
        return claims(idTokens, token, Level.WARN)
                .filter(claims -> isForUs(claims, settings.clientId(), Level.WARN))
                .filter(claims -> isParty(claims, settings.clientId()))
                .filter(claims -> good(isNonce(claims, nonce), "it is not for this sign-in", Level.WARN));
    }

    /** RFC 9068 §4, also where the type isn't told. Anybody may send one: the log is silent. @return empty where it is not good */
    Optional<JWTClaimsSet> accessToken(String token, OidcSettings.Bearer bearer) {
        return claims(accessTokens, token, Level.DEBUG)
                .filter(claims -> isForUs(claims, bearer.audience(), Level.DEBUG))
                .filter(claims ->
                        good(scopes(claims).anyMatch(bearer.scope()::equals), "it lacks the scope", Level.DEBUG));
    }

    private static Optional<JWTClaimsSet> claims(
            DefaultJWTProcessor<SecurityContext> processor, String token, Level level) {
        try {
            return Optional.of(processor.process(token, null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // Their messages tell what is wrong with it, and nothing of what is in it.
            LOG.atLevel(level).log("a token of the provider is refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isForUs(JWTClaimsSet claims, String audience, Level level) {
        Instant now = clock.instant();
        return good(settings.issuer().equals(claims.getIssuer()), "it is another issuer's", level)
                && good(claims.getAudience().contains(audience), "it is for others", level)
                && good(isAfter(claims.getExpirationTime(), now.minus(SKEW)), "it is over" + BY_CLOCK, level)
                && good(!isAfter(claims.getNotBeforeTime(), now.plus(SKEW)), "it is not good yet" + BY_CLOCK, level)
                && good(!isAfter(claims.getIssueTime(), now.plus(SKEW)), "it is of the future" + BY_CLOCK, level);
    }

    private static boolean isAfter(@Nullable Date date, Instant time) {
        return date != null && date.toInstant().isAfter(time);
    }

    private static boolean isParty(JWTClaimsSet claims, String clientId) {
        Object party = claims.getClaim("azp");
        return good(
                party == null ? claims.getAudience().size() == 1 : party.equals(clientId),
                "it was made for another",
                Level.WARN);
    }

    private static boolean isNonce(JWTClaimsSet claims, String nonce) {
        return claims.getClaim("nonce") instanceof String sent
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
    }

    /** A text with blanks (RFC 8693 §4.2), or a list; some providers say {@code scp}. */
    private static Stream<String> scopes(JWTClaimsSet claims) {
        return Stream.of("scope", "scp").map(claims::getClaim).flatMap(claim -> {
            if (claim instanceof String text) {
                return Arrays.stream(text.split(" "));
            }
            return claim instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.empty();
        });
    }

    private static boolean good(boolean good, String otherwise, Level level) {
        if (!good) {
            LOG.atLevel(level).log("a token of the provider is refused: {}", otherwise);
        }
        return good;
    }
}
