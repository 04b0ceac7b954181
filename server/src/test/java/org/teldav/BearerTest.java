package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.oidc.TestProvider;

/** RFC 6750: tokens of a provider open address books. */
@OneEngine("about a provider")
class BearerTest {
    private static final String CARD = "/dav/addressbooks/alice/contacts/me.vcf";

    @TempDir
    Path data;

    private TestProvider provider;
    private TestServer server;

    @BeforeEach
    void start() {
        provider = TestProvider.start();
        server = serve("tokens", "oidc.audience = \"" + TestProvider.AUDIENCE + "\"");
        server.user("alice", "+1 415 555 0100");
    }

    private TestServer serve(String folder, String more) {
        return TestServer.start(
                data.resolve(folder),
                "oidc.issuer = \"" + provider.issuer() + "\"",
                "oidc.client-id = \"" + TestProvider.CLIENT + "\"",
                more);
    }

    @AfterEach
    void close() {
        server.close();
        provider.close();
    }

    private DavClient with(String token) {
        return server.client().with("Authorization: Bearer " + token);
    }

    private String token() {
        return provider.accessToken(UnaryOperator.identity());
    }

    @Test
    void a_good_token_opens_address_books_also_while_the_provider_is_away_and_nothing_else() {
        with(token()).get(CARD).expect(200);
        server.user("bob", "+1 415 555 0101");
        with(token()).get("/dav/addressbooks/bob/contacts/me.vcf").expect(404);
        provider.signing(claims -> provider.signed(new JOSEObjectType("at+jwt"), claims));
        with(token()).get(CARD).expect(200);
        provider.stop();
        with(token()).get(CARD).expect(200);
        with(token()).get("/api/users/alice").expect(401);
        assertThat(with(token()).get("/account").status()).isNotEqualTo(200);
        server.as("alice").get(CARD).expect(200);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> claims(UnaryOperator<JWTClaimsSet.Builder> changed) {
        return changed;
    }

    @Test
    void a_token_that_is_not_for_us_or_not_good_now_opens_nothing() {
        Instant now = Instant.now();
        Stream.of(
                        claims(token -> token.audience(TestProvider.CLIENT)),
                        claims(token -> token.audience("another")),
                        claims(token -> token.claim("scope", "openid")),
                        claims(token -> token.claim("scope", "carddavx openid")),
                        claims(token -> token.claim("scope", null)),
                        claims(token -> token.issuer(provider.issuer() + "/")),
                        claims(token -> token.expirationTime(Date.from(now.minusSeconds(120)))),
                        claims(token -> token.expirationTime(null)),
                        claims(token -> token.notBeforeTime(Date.from(now.plusSeconds(600)))),
                        claims(token -> token.claim("preferred_username", "nobody")),
                        claims(token -> token.claim("preferred_username", null)))
                .forEach(wrong -> with(provider.accessToken(wrong)).get(CARD).expect(401));
        with(provider.accessToken(token -> token.claim("scope", List.of("openid", "carddav"))))
                .get(CARD)
                .expect(200);
        with(provider.accessToken(token -> token.claim("scope", null).claim("scp", "carddav")))
                .get(CARD)
                .expect(200);
    }

    @Test
    void a_token_that_the_provider_has_not_signed_opens_nothing() {
        String good = token();
        with(good.substring(0, good.lastIndexOf('.') + 1)).get(CARD).expect(401);
        with(good.substring(0, good.length() - 8) + "AAAAAAAA").get(CARD).expect(401);
        with("").get(CARD).expect(401);
        with("x").get(CARD).expect(401);
        with("a.b.c").get(CARD).expect(401);
        provider.signing(provider::unsigned);
        with(token()).get(CARD).expect(401);
        provider.signing(provider::hmacUnderThePublicKey);
        with(token()).get(CARD).expect(401);
        provider.signing(provider::signed);
        provider.forge();
        with(token()).get(CARD).expect(401);
        with(good).get(CARD).expect(200);
    }

    @Test
    void where_the_provider_never_answered_nobody_knows() {
        provider.stop();
        DavAnswer away = with(token()).get(CARD).expect(503);
        assertThat(away.header("Retry-After")).isEqualTo("5");
        provider.startAgain();
        with(token()).get(CARD).expect(200);
    }

    @Test
    void who_is_disabled_or_has_a_second_factor_is_out_at_once() {
        String good = token();
        with(good).get(CARD).expect(200);
        server.users().setDisabled("alice", true);
        with(good).get(CARD).expect(401);
        server.users().setDisabled("alice", false);
        with(good).get(CARD).expect(200);
        server.store().write(tx -> {
            long alice = tx.principals().user("alice").orElseThrow().id();
            tx.secondFactors().begin(alice, "sealed", Instant.now());
            return tx.secondFactors().confirm(tx.secondFactors().of(alice).orElseThrow(), 1, List.of(), Instant.now());
        });
        with(good).get(CARD).expect(401);
    }

    @Test
    void tokens_are_asked_for_only_where_they_are_taken() {
        String basic = "Basic realm=\"TelDAV\", charset=\"UTF-8\"";
        assertThat(server.client().get(CARD).expect(401).header("WWW-Authenticate"))
                .isEqualTo(basic + ", Bearer realm=\"TelDAV\"");
        assertThat(with("x").get(CARD).expect(401).header("WWW-Authenticate"))
                .isEqualTo(basic + ", Bearer realm=\"TelDAV\", error=\"invalid_token\"");
        assertThat(server.client()
                        .as("alice", "wrong-password")
                        .get(CARD)
                        .expect(401)
                        .header("WWW-Authenticate"))
                .isEqualTo(basic + ", Bearer realm=\"TelDAV\"");
        try (TestServer page = serve("page", "oidc.scope = carddav")) {
            page.user("alice", "+1 415 555 0100");
            DavAnswer refused = page.client()
                    .with("Authorization: Bearer " + token())
                    .get(CARD)
                    .expect(401);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo(basic);
        }
    }
}
