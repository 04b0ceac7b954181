package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.LogLines;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.oidc.TestProvider;

/** Signing in at a provider, over real HTTP, and what somebody would try who is not who they say. */
@OneEngine("about a provider")
class ProviderSignInTest {
    @TempDir
    Path data;

    private TestProvider provider;
    private TestServer server;

    @BeforeEach
    void start() {
        provider = TestProvider.start();
        server = serve(data.resolve("known"));
        server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
        provider.close();
    }

    private TestServer serve(Path folder, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "oidc.issuer = \"" + provider.issuer() + "\"",
                "oidc.client-id = \"" + TestProvider.CLIENT + "\"",
                "oidc.client-secret = \"" + TestProvider.SECRET + "\""));
        lines.addAll(List.of(more));
        return TestServer.start(folder, lines.toArray(String[]::new));
    }

    /** Keeps all cookies that it is given. */
    private static final class Visitor {
        private final DavClient client;
        private final Map<String, String> cookies = new LinkedHashMap<>();

        Visitor(DavClient client) {
            this.client = client;
        }

        DavAnswer get(String path) {
            String sent = cookies.entrySet().stream()
                    .map(one -> one.getKey() + "=" + one.getValue())
                    .collect(Collectors.joining("; "));
            DavAnswer answer = (sent.isEmpty() ? client : client.with("Cookie: " + sent)).send("GET", path);
            if (answer.headers().containsKey("Set-Cookie")) {
                for (String one : answer.header("Set-Cookie").split(", ")) {
                    String[] pair = one.split(";", 2)[0].split("=", 2);
                    if (one.contains("Max-Age=0")) {
                        cookies.remove(pair[0]);
                    } else {
                        cookies.put(pair[0], pair[1]);
                    }
                }
            }
            return answer;
        }

        boolean isSignedIn() {
            return get("/account").status() == 200;
        }
    }

    private Visitor visitor() {
        return new Visitor(server.client());
    }

    private String leave(Visitor visitor, String path) {
        return visitor.get(path).expect(303).header("Location");
    }

    /** As far as the answer to coming back. */
    private DavAnswer signIn(Visitor visitor) {
        return visitor.get(provider.signIn(leave(visitor, "/sign-in/provider")));
    }

    @Test
    void who_signs_in_there_comes_back_to_where_they_wanted_and_goes_by_signing_out() {
        Visitor alice = visitor();
        assertThat(alice.get("/sign-in?next=/devices").expect(200).text())
                .contains("href=\"/sign-in/provider?next=%2Fdevices\"");
        String there = leave(alice, "/sign-in/provider?next=%2Fdevices");
        assertThat(there).contains("redirect_uri=" + Page.encoded(server.uri() + "sign-in/provider/back"));
        assertThat(alice.get(provider.signIn(there)).expect(303).header("Location"))
                .isEqualTo("/devices");
        assertThat(alice.cookies).containsOnlyKeys("teldav", "teldav-form");
        assertThat(alice.get("/account").expect(200).text()).contains("Sign out alice");

        PageClient browser = new PageClient(server.client()).plant("teldav=" + alice.cookies.get("teldav"));
        browser.get("/account").expect(200);
        browser.post("/sign-out").expect(303);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    void the_cookie_of_the_way_is_seen_by_no_script_and_no_other_site() {
        assertThat(visitor().get("/sign-in/provider").expect(303).header("Set-Cookie"))
                .startsWith("teldav-journey=")
                .contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600");
    }

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
    void who_is_no_user_is_made_one_only_where_that_is_wanted_and_who_is_disabled_stays_out() {
        provider.claims(token -> token.claim("preferred_username", "Bob"));
        assertThat(signIn(visitor()).expect(401).text()).contains("Nobody here has that account");
        server.administrator("root").get("/api/users/bob").expect(404);
        try (TestServer creating = serve(data.resolve("creating"), "oidc.create-users = true")) {
            Visitor bob = new Visitor(creating.client());
            signIn(bob).expect(303);
            assertThat(bob.get("/account").expect(200).text()).contains("Sign out bob");
            DavClient root = creating.administrator("root");
            assertThat(root.get("/api/users/bob").expect(200).text())
                    .contains("Alice Example")
                    .contains("\"admin\":false");
            root.with("Content-Type: application/json")
                    .send("PUT", "/api/users/bob/disabled", "{\"disabled\":true}".getBytes(StandardCharsets.UTF_8))
                    .expect(200);
            assertThat(bob.isSignedIn()).isFalse();
            signIn(bob).expect(401);
        }
    }

    @Test
    void keys_may_change_between_two_who_sign_in() {
        signIn(visitor()).expect(303);
        provider.rotate();
        signIn(visitor()).expect(303);
        assertThat(provider.asked().stream().filter("/realm/keys"::equals)).hasSize(2);
    }

    @Test
    void a_provider_that_is_away_stops_neither_the_start_nor_passwords_and_is_told_in_the_browser_s_language() {
        provider.stop();
        try (TestServer alone = serve(data.resolve("alone"))) {
            alone.user("carol", "+1 415 555 0103");
            new PageClient(alone.client()).signIn("carol", "carol-password");
            assertThat(new Visitor(alone.client())
                            .get("/sign-in/provider")
                            .expect(503)
                            .text())
                    .contains("does not answer");
            Visitor chinese = new Visitor(alone.client().with("Accept-Language: zh-CN"));
            assertThat(chinese.get("/sign-in/provider").expect(503).text()).contains("没有应答");
            provider.startAgain();
            provider.claims(token -> token.claim("preferred_username", "carol"));
            Visitor carol = new Visitor(alone.client());
            String there = leave(carol, "/sign-in/provider");
            provider.stop();
            String back = provider.signIn(there);
            assertThat(carol.get(back).expect(503).text()).contains("does not answer");
            provider.startAgain();
            signIn(carol).expect(303);
        }
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

    @Test
    void browsers_come_back_to_where_phones_reach_the_server_whatever_a_request_says() {
        try (TestServer known = serve(data.resolve("public"), "public-url = \"https://dav.example.org/\"")) {
            Visitor visitor = new Visitor(known.client().with("X-Forwarded-Host: evil.example"));
            assertThat(leave(visitor, "/sign-in/provider"))
                    .contains("redirect_uri=https%3A%2F%2Fdav.example.org%2Fsign-in%2Fprovider%2Fback&")
                    .doesNotContain("evil");
        }
    }

    @Test
    void who_does_not_sign_in_there_is_told_so() {
        Visitor visitor = visitor();
        String state = provider.signIn(leave(visitor, "/sign-in/provider"));
        String refused = "/sign-in/provider/back?error=access_denied" + state.substring(state.indexOf("&state="));
        assertThat(visitor.get(refused).expect(401).text()).contains("You were not signed in there");
    }

    @Test
    void what_the_provider_holds_against_the_set_up_is_in_the_log() {
        try (LogLines log = LogLines.of(ProviderPages.class)) {
            for (String error : List.of("invalid_scope", "access_denied", "x%0Aforged")) {
                Visitor visitor = visitor();
                String state = provider.signIn(leave(visitor, "/sign-in/provider"));
                visitor.get("/sign-in/provider/back?error=" + error + state.substring(state.indexOf("&state=")))
                        .expect(401);
            }
            assertThat(log.lines())
                    .containsExactly("the provider sends a browser back without signing anybody in: invalid_scope");
        }
    }

    @Test
    void with_a_second_factor_the_provider_s_word_is_not_enough() {
        server.store().write(tx -> {
            long alice = tx.principals().user("alice").orElseThrow().id();
            tx.secondFactors().begin(alice, "sealed", Instant.now());
            return tx.secondFactors().confirm(tx.secondFactors().of(alice).orElseThrow(), 1, List.of(), Instant.now());
        });
        Visitor alice = visitor();
        assertThat(signIn(alice).expect(303).header("Location")).isEqualTo("/sign-in/code");
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    void without_a_provider_there_is_no_such_page() {
        try (TestServer plain = TestServer.start(data.resolve("plain"))) {
            Visitor visitor = new Visitor(plain.client());
            visitor.get("/sign-in/provider").expect(404);
            visitor.get("/sign-in/provider/back?code=x&state=y").expect(404);
            assertThat(visitor.get("/sign-in").expect(200).text()).doesNotContain("provider");
        }
    }
}
