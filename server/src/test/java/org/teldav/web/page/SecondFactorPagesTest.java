package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.accounts.SecondFactor;
import org.teldav.storage.Principal;

/** The second factor where a form is sent twice, a code is lost, or an account changes meanwhile. */
@OneEngine("about what the page answers; what is behind it has tests of its own on both")
class SecondFactorPagesTest {
    private static final String RENEW = "action=\"/account/second-factor/recovery\"";

    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private PageClient signedIn() {
        PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
        alice.get("/account").expect(200);
        return alice;
    }

    /** @return the secret that the phone has now */
    private static String begun(PageClient alice) {
        Matcher secret = Pattern.compile("id=\"secret\">([A-Z2-7]+)<")
                .matcher(alice.post("/account/second-factor", "current", "alice-password")
                        .expect(200)
                        .text());
        assertThat(secret.find()).isTrue();
        return secret.group(1);
    }

    private static List<String> recovery(DavAnswer page) {
        return Pattern.compile("<code>([a-z0-9-]+)</code>")
                .matcher(page.text())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** @param later steps from now */
    private static String code(String secret, int later) throws InvalidKeyException {
        var generator = new TimeBasedOneTimePasswordGenerator();
        return generator.generateOneTimePasswordString(
                new SecretKeySpec(Base32.decode(secret), generator.getAlgorithm()),
                Instant.now().plusSeconds(30L * later));
    }

    /** A browser shows what the second click is answered, which was on its way before the first was through. */
    @Test
    void who_confirms_by_a_double_click_is_told_how_to_get_the_codes_that_nobody_saw() throws Exception {
        Clock clock = Clock.systemUTC();
        SecondFactor factor = new SecondFactor(server.store(), () -> new SecretKeySpec(new byte[32], "AES"), clock);
        PageTools tools = PageRoutes.tools(server, factor, clock);
        Pages pages = tools.pages();
        Principal.User alice = server.users().find("alice");
        String session = tools.sessions().open(alice, true).orElseThrow();
        String code = code(factor.begin(alice).secret(), 0);
        List<Page> clicks = List.of(click(pages, session, code), click(pages, session, code));

        assertThat(pages.answer(clicks.get(0)).status()).isEqualTo(200);
        PageAnswer second = pages.answer(clicks.get(1));
        assertThat(second.headers()).containsEntry("Location", "/account?done=second-factor-on");
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).isEmpty();
    }

    /** The session that the second click is sent with has ended by the first. */
    @Test
    void who_confirms_again_is_told_why_to_sign_in_and_then_how_to_get_the_codes_that_nobody_saw() throws Exception {
        PageClient alice = signedIn();
        String code = code(begun(alice), 0);
        String before = alice.cookie();
        String form = alice.token();
        alice.post("/account/second-factor/confirm", "code", code).expect(200);
        String after = alice.cookie();

        String there = alice.plant(before)
                .forged("", form, "/account/second-factor/confirm", "code", code)
                .expect(303)
                .header("Location");
        assertThat(there).isEqualTo("/sign-in?next=%2Faccount&done=not-done");
        assertThat(alice.get(there).expect(200).text()).contains("look whether it has to be done again");
        assertThat(alice.plant(after).get("/account").expect(200).text())
                .contains("If you have not seen your recovery codes", RENEW);
    }

    private static Page click(Pages pages, String session, String code) {
        PageRequest request = new PageRequest(
                "POST",
                "/account/second-factor/confirm",
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("teldav", session),
                Optional.empty(),
                "192.0.2.1",
                false,
                false,
                false);
        Page page = pages.begin(request, bytes -> {});
        return page.filled(Map.of("form", List.of(page.formToken()), "code", List.of(code)), Map.of());
    }

    @Test
    void recovery_codes_that_were_lost_are_made_anew_by_a_code_of_the_phone() throws Exception {
        PageClient alice = signedIn();
        String secret = begun(alice);
        String first = code(secret, 0);
        List<String> lost = recovery(
                alice.post("/account/second-factor/confirm", "code", first).expect(200));
        DavAnswer told = alice.get("/account?done=second-factor-on").expect(200);
        assertThat(told.text()).contains("make new ones below", RENEW, "Recovery codes left: 10");

        DavAnswer made = alice.post("/account/second-factor/recovery", "code", code(secret, 1))
                .expect(200);
        assertThat(made.text())
                .contains("those of before are good no more")
                .doesNotContain("signed out everywhere else");
        List<String> codes = recovery(made);
        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(lost);
        alice.get("/account").expect(200);
        alice.post("/account/second-factor/off", "code", lost.get(0)).expect(401);
        alice.post("/account/second-factor/off", "code", codes.get(0)).expect(303);
        assertThat(alice.get("/account").expect(200).text()).doesNotContain(RENEW);
    }

    @Test
    void a_stolen_session_makes_no_recovery_codes_without_a_fresh_code_of_the_phone() throws Exception {
        PageClient alice = signedIn();
        alice.post("/account/second-factor/recovery", "code", "000000").expect(401);
        String secret = begun(alice);
        alice.post("/account/second-factor/recovery", "code", code(secret, 0)).expect(401);
        String used = code(secret, 0);
        List<String> codes = recovery(
                alice.post("/account/second-factor/confirm", "code", used).expect(200));
        alice.get("/account").expect(200);
        for (String wrong : List.of("", "000000", used, codes.get(0), "alice-password")) {
            DavAnswer refused =
                    alice.post("/account/second-factor/recovery", "code", wrong).expect(401);
            assertThat(refused.text()).contains("Recovery codes left: 10", "type the next one");
            assertThat(recovery(refused)).isEmpty();
        }
        alice.post("/account/second-factor/off", "code", codes.get(0)).expect(401);
        assertThat(alice.post("/account/second-factor/recovery", "code", code(secret, 1))
                        .expect(401)
                        .text())
                .as("after too many guesses")
                .contains("too many tries");
    }
}
