package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teldav.OneEngine;
import org.teldav.oidc.TestProvider;

/** What somebody would try at the way to a provider and back who is not who they say. */
@OneEngine("about a provider")
class ProviderAttackTest extends ProviderStory {
    @Test
    void session_fixation_a_token_planted_before_is_not_the_one_after() {
        Visitor mallory = visitor();
        signIn(mallory).expect(303);
        String planted = mallory.cookies.get("teldav");
        Visitor victim = visitor();
        victim.cookies.put("teldav", planted);
        signIn(victim).expect(303);
        assertThat(victim.cookies.get("teldav")).isNotEqualTo(planted);
        assertThat(mallory.isSignedIn()).isFalse();
        assertThat(victim.isSignedIn()).isTrue();
    }

    @Test
    void csrf_only_the_browser_that_has_gone_comes_back_and_only_once() {
        String attackers = provider.signIn(leave(visitor(), "/sign-in/provider"));
        Visitor victim = visitor();
        assertThat(victim.get(attackers).expect(400).text()).contains("Begin anew");
        leave(victim, "/sign-in/provider");
        victim.get(attackers).expect(400);
        victim.get("/sign-in/provider/back").expect(400);
        assertThat(provider.asked()).doesNotContain("/realm/token");
        assertThat(victim.isSignedIn()).isFalse();

        Visitor alice = visitor();
        String there = leave(alice, "/sign-in/provider");
        String journey = alice.cookies.get("teldav-journey");
        String back = provider.signIn(there);
        alice.get(back).expect(303);
        assertThat(alice.get(back).expect(303).header("Location")).isEqualTo("/");
        Visitor thief = visitor();
        thief.get(back).expect(400);
        thief.cookies.put("teldav-journey", journey);
        thief.get(back).expect(401);
        assertThat(thief.isSignedIn()).isFalse();
    }

    @Test
    void a_code_of_another_s_way_is_not_redeemed_on_one_s_own() {
        Visitor attacker = visitor();
        String stolen = provider.signIn(leave(visitor(), "/sign-in/provider"));
        String own = provider.signIn(leave(attacker, "/sign-in/provider"));
        String mixed = stolen.substring(0, stolen.indexOf("&state=")) + own.substring(own.indexOf("&state="));
        attacker.get(mixed).expect(401);
        assertThat(attacker.isSignedIn()).isFalse();
    }

    private static UnaryOperator<JWTClaimsSet.Builder> claims(UnaryOperator<JWTClaimsSet.Builder> changed) {
        return changed;
    }

    private static Stream<UnaryOperator<JWTClaimsSet.Builder>> wrongClaims() {
        Instant now = Instant.now();
        return Stream.of(
                claims(token -> token.claim("nonce", "another")),
                claims(token -> token.claim("nonce", null)),
                claims(token -> token.audience("another")),
                claims(token -> token.audience((String) null)),
                claims(token -> token.audience(List.of(TestProvider.CLIENT, "another"))),
                claims(token -> token.claim("azp", "another")),
                claims(token -> token.issuer("https://evil.example")),
                claims(token -> token.issuer(null)),
                claims(token -> token.expirationTime(Date.from(now.minusSeconds(120)))),
                claims(token -> token.expirationTime(null)),
                claims(token -> token.notBeforeTime(Date.from(now.plusSeconds(600)))),
                claims(token -> token.issueTime(Date.from(now.plusSeconds(600)))),
                claims(token -> token.claim("preferred_username", null)),
                claims(token -> token.claim("preferred_username", List.of("alice"))));
    }

    @Test
    void a_token_that_is_not_for_just_this_sign_in_opens_nothing() {
        Visitor visitor = visitor();
        wrongClaims().forEach(wrong -> {
            provider.claims(wrong);
            signIn(visitor).expect(401);
            assertThat(visitor.isSignedIn()).isFalse();
        });
        provider.claims(UnaryOperator.identity());
        signIn(visitor).expect(303);
        assertThat(visitor.isSignedIn()).isTrue();
    }

    @Test
    void a_token_that_the_provider_has_not_signed_as_such_opens_nothing() {
        Visitor visitor = visitor();
        for (TestProvider.Signing signing : List.<TestProvider.Signing>of(
                provider::unsigned,
                provider::hmacUnderThePublicKey,
                claims -> provider.signed(new JOSEObjectType("at+jwt"), claims))) {
            provider.signing(signing);
            signIn(visitor).expect(401);
            assertThat(visitor.isSignedIn()).isFalse();
        }
        provider.signing(provider::signed);
        signIn(visitor).expect(303);
        Visitor another = visitor();
        provider.forge();
        signIn(another).expect(401);
        assertThat(another.isSignedIn()).isFalse();
    }

    @Test
    void open_redirect_after_signing_in_the_browser_stays_here() {
        for (String next :
                List.of("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)")) {
            Visitor alice = visitor();
            String there = leave(alice, "/sign-in/provider?next=" + Page.encoded(next));
            assertThat(URI.create(there).getHost()).isEqualTo("127.0.0.1");
            assertThat(alice.get(provider.signIn(there)).expect(303).header("Location"))
                    .isEqualTo("/");
        }
        Visitor alice = visitor();
        String back = provider.signIn(leave(alice, "/sign-in/provider"));
        String planted = Base64.getUrlEncoder().encodeToString("//evil.example".getBytes(StandardCharsets.UTF_8));
        alice.cookies.computeIfPresent(
                "teldav-journey", (name, value) -> value.substring(0, value.indexOf('.') + 1) + planted);
        assertThat(alice.get(back).expect(303).header("Location")).isEqualTo("/");
    }
}
