package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** Passwords and codes that somebody guesses, by every door. */
@OneEngine("about what is counted in the memory; what is in the store is shown on both")
class GuessingTest {
    /** More than are allowed at once, so that one which comes back meanwhile is used up as well. */
    private static final int GUESSES = 14;

    private static final String OWN = "/dav/addressbooks/alice/contacts/me.vcf";
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";
    private static final String API = "/api/users/alice";

    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data, "trusted-proxies = [\"127.0.0.1\"]");
        server.user("alice", "+1 415 555 0100");
        server.user("bob", "+1 415 555 0101");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private DavClient from(String address) {
        return server.client().with("X-Forwarded-For: " + address);
    }

    private PageClient form() {
        return form(HOME);
    }

    private PageClient form(String address) {
        PageClient page = new PageClient(from(address));
        page.get("/sign-in").expect(200);
        return page;
    }

    private DavAnswer sign(String name, String password) {
        return form(ELSEWHERE).post("/sign-in", "name", name, "password", password);
    }

    @Test
    void brute_force_the_page_dav_and_the_api_count_wrong_passwords_together() {
        PageClient signedIn = form().signIn("alice", "alice-password");
        DavClient thief = from(ELSEWHERE);
        for (int i = 0; i < GUESSES; i++) {
            switch (i % 3) {
                case 0 -> thief.as("alice", "guess-" + i).get(OWN).expect(401);
                case 1 -> thief.as("alice", "guess-" + i).get(API).expect(401);
                default -> sign("alice", "guess-" + i).expect(401);
            }
        }
        thief.as("alice", "alice-password").get(OWN).expect(401);
        thief.as("alice", "alice-password").get(API).expect(401);
        sign("alice", "alice-password").expect(401);
        // Nobody else is locked out by it, nor alice anywhere else.
        signedIn.get("/account").expect(200);
        from(HOME).as("alice", "alice-password").get(OWN).expect(200);
        thief.as("bob", "bob-password").get("/api/users/bob").expect(200);
    }

    @Test
    void brute_force_the_password_that_a_form_of_the_account_asks_for_is_counted_as_well() {
        PageClient thief =
                form(ELSEWHERE).plant(form().signIn("alice", "alice-password").cookie());
        thief.get("/account").expect(200);
        String wanted = "mallory was here";
        for (int i = 0; i < GUESSES; i++) {
            String guess = "guess-" + i;
            thief.post("/account/password", "current", guess, "password", wanted, "again", wanted)
                    .expect(403);
            thief.post("/account/second-factor", "current", guess).expect(403);
        }
        thief.post("/account/password", "current", "alice-password", "password", wanted, "again", wanted)
                .expect(403);
        from(HOME).as("alice", "alice-password").get(OWN).expect(200);
    }

    /** Each costs the server a hash. Who was known there goes on, and so does everybody elsewhere. */
    @Test
    void brute_force_ever_new_names_from_one_network_are_not_looked_at_any_more_by_any_door() {
        DavClient office = from(ELSEWHERE);
        office.as("alice", "alice-password").get(OWN).expect(200);
        PageClient form = form(ELSEWHERE);
        int guesses = 0;
        while (office.as("name" + guesses, "guess").get(OWN).status() == 401) {
            assertThat(guesses++).isLessThan(1000);
        }
        assertThat(guesses).isGreaterThanOrEqualTo(60);
        DavAnswer dav = exhausted(name -> office.as(name, "guess").get(OWN));
        assertThat(dav.text()).contains("too many passwords are being tried; try again in a moment");
        DavAnswer api = exhausted(name -> office.as(name, "guess").get(API));
        assertThat(api.text()).contains("too many passwords are being tried; try again in a moment");
        DavAnswer page = exhausted(name -> form.post("/sign-in", "name", name, "password", "guess"));
        assertThat(page.text()).contains("Too many passwords are being tried just now. Try again in a moment.");
        for (DavAnswer answer : List.of(dav, api, page)) {
            assertThat(answer.header("Retry-After")).isEqualTo("5");
        }
        office.as("alice", "alice-password").get(OWN).expect(200);
        office.as("alice", "alice-password").get(API).expect(200);
        from(HOME).as("bob", "bob-password").get("/api/users/bob").expect(200);
    }

    /** What the network has again meanwhile is used up first. */
    private static DavAnswer exhausted(Function<String, DavAnswer> guess) {
        int guesses = 0;
        DavAnswer answer = guess.apply("other");
        while (answer.status() == 401) {
            assertThat(guesses++).isLessThan(1000);
            answer = guess.apply("other" + guesses);
        }
        return answer.expect(503);
    }

    @Test
    void timing_whether_a_name_is_somebody_s_makes_no_difference_to_what_is_answered() {
        for (String path : List.of(OWN, API)) {
            DavAnswer known = server.client().as("alice", "guessed").get(path).expect(401);
            DavAnswer unknown =
                    server.client().as("nobody", "guessed").get(path).expect(401);
            assertThat(unknown.text()).isEqualTo(known.text());
            assertThat(unknown.headers().keySet()).isEqualTo(known.headers().keySet());
        }
        PageClient page = form();
        String known = page.post("/sign-in", "name", "alice", "password", "guessed")
                .expect(401)
                .text();
        String unknown = page.post("/sign-in", "name", "nobody", "password", "guessed")
                .expect(401)
                .text();
        assertThat(unknown.replace("nobody", "alice")).isEqualTo(known);
    }

    @Test
    void brute_force_codes_of_the_second_factor_are_few_and_the_password_alone_gets_no_further() throws Exception {
        PageClient alice = form().signIn("alice", "alice-password");
        alice.get("/account").expect(200);
        String secret = found(
                "id=\"secret\">([A-Z2-7]+)<",
                alice.post("/account/second-factor", "current", "alice-password")
                        .expect(200));
        String recovery = found(
                "<code>([a-z0-9-]+)</code>",
                alice.post("/account/second-factor/confirm", "code", code(secret, 0))
                        .expect(200));
        PageClient thief = form().signIn("alice", "alice-password");
        thief.get("/sign-in/code").expect(200);
        String halfway = thief.cookie();
        for (int i = 0; i < GUESSES; i++) {
            thief.post("/sign-in/code", "code", "00000" + i % 10).expect(401);
        }
        thief.post("/sign-in/code", "code", code(secret, 1)).expect(401);
        thief.post("/sign-in/code", "code", recovery).expect(401);
        PageClient.isToSignIn(thief.get("/account"));
        PageClient.isToSignIn(thief.get("/account/export"));
        assertThat(thief.cookie()).isEqualTo(halfway);
        // Who is in already goes on.
        alice.get("/account").expect(200);
    }

    @Test
    void session_fixation_the_token_of_before_the_code_is_not_the_one_after() throws Exception {
        PageClient alice = form().signIn("alice", "alice-password");
        alice.get("/account").expect(200);
        String before = alice.cookie();
        String secret = found(
                "id=\"secret\">([A-Z2-7]+)<",
                alice.post("/account/second-factor", "current", "alice-password")
                        .expect(200));
        alice.post("/account/second-factor/confirm", "code", code(secret, 0)).expect(200);
        assertThat(alice.cookie()).isNotEqualTo(before);
        PageClient.isToSignIn(new PageClient(server.client()).plant(before).get("/account"));

        PageClient again = form().signIn("alice", "alice-password");
        again.get("/sign-in/code").expect(200);
        String halfway = again.cookie();
        again.post("/sign-in/code", "code", code(secret, 1)).expect(303);
        assertThat(again.cookie()).isNotEqualTo(halfway);
        again.get("/account").expect(200);
        PageClient.isToSignIn(new PageClient(server.client()).plant(halfway).get("/account"));
    }

    @Test
    void open_redirect_after_the_code_the_browser_stays_here() throws Exception {
        PageClient alice = form().signIn("alice", "alice-password");
        alice.get("/account").expect(200);
        String secret = found(
                "id=\"secret\">([A-Z2-7]+)<",
                alice.post("/account/second-factor", "current", "alice-password")
                        .expect(200));
        alice.post("/account/second-factor/confirm", "code", code(secret, 0)).expect(200);
        PageClient again = form();
        assertThat(again.post("/sign-in", "name", "alice", "password", "alice-password", "next", "//evil.example")
                        .expect(303)
                        .header("Location"))
                .isEqualTo("/sign-in/code");
        again.get("/sign-in/code?next=//evil.example").expect(200);
        assertThat(again.post("/sign-in/code?next=//evil.example", "code", code(secret, 1), "next", "//evil.example")
                        .expect(303)
                        .header("Location"))
                .isEqualTo("/");
    }

    @Test
    void who_comes_to_the_code_too_late_or_again_still_gets_to_where_they_were_going() throws Exception {
        PageClient stranger = form();
        for (DavAnswer late : List.of(
                stranger.get("/sign-in/code?next=%2Faccount"),
                stranger.post("/sign-in/code", "code", "000000", "next", "/account"))) {
            assertThat(late.expect(303).header("Location")).isEqualTo("/sign-in?next=%2Faccount&done=sign-in-again");
        }
        assertThat(stranger.get("/sign-in/code?next=%2F%2Fevil.example")
                        .expect(303)
                        .header("Location"))
                .isEqualTo("/sign-in?done=sign-in-again");
        PageClient alice = form().signIn("alice", "alice-password");
        assertThat(alice.get("/sign-in?next=%2Faccount").expect(303).header("Location"))
                .isEqualTo("/account");
        assertThat(alice.get("/sign-in?next=%2F%2Fevil.example").expect(303).header("Location"))
                .isEqualTo("/");
    }

    private static String found(String pattern, DavAnswer page) {
        Matcher matcher = Pattern.compile(pattern).matcher(page.text());
        assertThat(matcher.find()).as(page.text()).isTrue();
        return matcher.group(1);
    }

    /** @param later steps from now */
    private static String code(String secret, int later) throws InvalidKeyException {
        var generator = new TimeBasedOneTimePasswordGenerator();
        return generator.generateOneTimePasswordString(
                new SecretKeySpec(Base32.decode(secret), generator.getAlgorithm()),
                Instant.now().plusSeconds(30L * later));
    }
}
