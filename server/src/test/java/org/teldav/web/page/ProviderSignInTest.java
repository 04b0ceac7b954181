package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.DavClient;
import org.teldav.LogLines;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** Signing in at a provider, over real HTTP. */
@OneEngine("about a provider")
class ProviderSignInTest extends ProviderStory {
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
