package org.teldav.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.LogLines;
import org.teldav.accounts.Handshake;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Person;

/** Against a real provider over HTTP that says what it should not, or nothing. */
class OidcProviderTest {
    private static final URI BACK = URI.create("https://dav.example.org/sign-in/provider/back");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final TestProvider provider = TestProvider.start();

    @AfterEach
    void close() {
        provider.close();
    }

    private OidcProvider client() {
        return client(provider.issuer(), TestProvider.SECRET, "preferred_username", LONG);
    }

    private OidcProvider client(String issuer, String secret, String claim, Duration timeout) {
        return new OidcProvider(
                new OidcSettings(
                        issuer,
                        TestProvider.CLIENT,
                        Optional.of(secret),
                        List.of("openid", "profile"),
                        claim,
                        Optional.of(new OidcSettings.Bearer(TestProvider.AUDIENCE, "carddav")),
                        timeout),
                now::get);
    }

    private Optional<Person> signIn(OidcProvider client) {
        Handshake handshake = Handshake.random();
        String back = provider.signIn(client.authorize(handshake, BACK).toString());
        assertThat(back).endsWith("&state=" + handshake.state());
        return client.redeem(handshake, BACK, back.substring(back.indexOf('=') + 1, back.indexOf('&')));
    }

    private String token() {
        return provider.accessToken(UnaryOperator.identity());
    }

    @Test
    void who_signs_in_comes_with_name_and_address() {
        assertThat(signIn(client()))
                .contains(new Person("alice", Optional.of("Alice Example"), List.of("alice@example.org")));
    }

    @Test
    void rfc_7636_a_code_is_redeemed_by_who_began_and_nobody_else() {
        OidcProvider client = client();
        Handshake handshake = Handshake.random();
        String back = provider.signIn(client.authorize(handshake, BACK).toString());
        String code = back.substring(back.indexOf('=') + 1, back.indexOf('&'));
        assertThat(client.redeem(Handshake.random(), BACK, code)).isEmpty();
        assertThat(client.redeem(handshake, BACK, code)).as("used").isEmpty();
        assertThat(client.redeem(handshake, BACK, "x".repeat(5000))).isEmpty();
        assertThat(Handshake.of(handshake.secret()).orElseThrow().verifier())
                .isEqualTo(handshake.verifier())
                .isNotEqualTo(handshake.state())
                .isNotEqualTo(handshake.nonce());
        assertThat(Handshake.of("short")).isEmpty();
    }

    @Test
    void an_address_is_a_name_only_where_the_provider_has_verified_it() {
        OidcProvider byEmail = client(provider.issuer(), TestProvider.SECRET, "email", LONG);
        assertThat(signIn(byEmail)).isEmpty();
        provider.claims(token -> token.claim("email_verified", false));
        assertThat(signIn(byEmail)).isEmpty();
        provider.claims(token -> token.claim("email_verified", true));
        assertThat(signIn(byEmail)).map(Person::name).contains("alice@example.org");
    }

    @Test
    void a_wrong_secret_of_ours_is_not_the_user_s_fault() {
        OidcProvider wrong = client(provider.issuer(), "not-the-secret", "preferred_username", LONG);
        assertThatThrownBy(() -> signIn(wrong))
                .isInstanceOf(LoginAwayException.class)
                .hasMessageEndingWith(": invalid_client")
                .hasMessageNotContaining("secret");
    }

    @Test
    void where_the_provider_can_not_be_reached_it_is_told_why() {
        assertThatThrownBy(client("https://login.invalid", TestProvider.SECRET, "sub", LONG)::look)
                .hasMessage("the provider can't be reached: there is no address of that name");
        OidcProvider client = client();
        provider.stop();
        assertThatThrownBy(client::look).hasMessage("the provider can't be reached: nothing answers there");
    }

    @Test
    void what_the_provider_hands_out_and_is_no_good_is_told_and_what_strangers_send_is_not() {
        try (LogLines log = LogLines.of(TokenCheck.class)) {
            later(Duration.ofMinutes(-2));
            assertThat(signIn(client())).isEmpty();
            assertThat(client().check(token())).isEmpty();
            assertThat(client().check("no.token.atall")).isEmpty();
            assertThat(log.lines())
                    .containsExactly("a token of the provider is refused: it is of the future by this machine's clock");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://evil.example",
        "authorization_endpoint, javascript:alert(1)",
        "authorization_endpoint, http://evil.example/authorize",
        "token_endpoint, file:///etc/passwd",
        "token_endpoint, http://169.254.169.254/token",
        "token_endpoint, ''",
        "jwks_uri, http://localhost/keys",
        "jwks_uri, '://'"
    })
    void ssrf_a_provider_that_names_another_or_leads_elsewhere_in_clear_text_is_not_used(String member, String value) {
        provider.document(self -> {
            Map<String, Object> changed = new HashMap<>(self);
            changed.put(member, value);
            return changed;
        });
        assertThatThrownBy(() -> client().authorize(Handshake.random(), BACK)).isInstanceOf(LoginAwayException.class);
        assertThat(provider.asked()).containsExactly("/realm/.well-known/openid-configuration");
    }

    @Test
    void ssrf_a_redirect_is_not_followed() {
        provider.document(self -> {
            Map<String, Object> changed = new HashMap<>(self);
            changed.put("jwks_uri", provider.issuer() + "/redirected");
            return changed;
        });
        assertThatThrownBy(() -> client().check(token())).isInstanceOf(LoginAwayException.class);
        assertThat(provider.asked()).contains("/realm/redirected").doesNotContain("/moved");
    }

    @Test
    void an_answer_that_is_too_large_is_broken_off() {
        provider.pad(1 << 19);
        assertThatThrownBy(() -> client().authorize(Handshake.random(), BACK)).isInstanceOf(LoginAwayException.class);
        provider.pad(1 << 10);
        assertThat(client().authorize(Handshake.random(), BACK)).hasHost("127.0.0.1");
    }

    @Test
    void a_provider_that_never_answers_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            OidcProvider client = client(
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    TestProvider.SECRET,
                    "preferred_username",
                    Duration.ofMillis(200));
            assertThatThrownBy(() -> client.authorize(Handshake.random(), BACK)).isInstanceOf(LoginAwayException.class);
        }
    }

    @Test
    void what_is_known_of_the_provider_is_used_on_while_it_is_away_and_fetched_anew_after_an_hour() {
        OidcProvider client = client();
        assertThat(client.check(token())).isPresent();
        provider.stop();
        later(Duration.ofMinutes(61));
        assertThat(client.check(
                        provider.accessToken(good -> good.issueTime(null).expirationTime(inFiveMinutes()))))
                .isPresent();
        provider.startAgain();
        later(Duration.ofSeconds(30));
        provider.rotate();
        assertThat(client.check(provider.accessToken(good -> good.expirationTime(inFiveMinutes()))))
                .isPresent();
    }

    @Test
    void a_key_that_is_unknown_has_the_keys_fetched_at_most_each_half_minute() {
        OidcProvider client = client();
        assertThat(client.check(token())).isPresent();
        provider.rotate();
        assertThat(client.check(token())).isPresent();
        provider.rotate();
        assertThat(client.check(token())).isEmpty();
        later(Duration.ofSeconds(30));
        assertThat(client.check(token())).isPresent();
        assertThat(provider.asked().stream().filter("/realm/keys"::equals)).hasSize(3);
    }

    private void later(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private Date inFiveMinutes() {
        return Date.from(now.get().plusSeconds(300));
    }

    @Test
    void no_secret_is_shown_where_settings_are() {
        assertThat(new OidcSettings(
                                "https://x",
                                "id",
                                Optional.of("client-secret"),
                                List.of(),
                                "sub",
                                Optional.empty(),
                                LONG)
                        .toString())
                .doesNotContain("secret");
        assertThat(Handshake.random().toString()).isEqualTo("Handshake");
    }
}
