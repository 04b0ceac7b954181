package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.OneEngine;
import org.teldav.TestServer;

@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class SignInTest {
    @TempDir
    Path data;

    @Test
    void who_signs_in_sees_their_own_numbers_and_is_asked_again_after_signing_out() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            Browser browser = Browser.at(server.uri());
            browser.open("/numbers");
            assertThat(browser.path()).isEqualTo("/sign-in?next=%2Fnumbers");
            browser.isGood("sign-in").signIn("alice", "wrong-password").sees("don’t belong together");
            browser.isGood("sign-in-wrong").signIn("Alice", "alice-password").sees("+1 415-555-0100");
            browser.isGood("numbers").press("Sign out alice").sees("Password");
            browser.open("/numbers");
            assertThat(browser.path()).startsWith("/sign-in");
        }
    }

    /** @return alice, whose password was right, and who is asked for her code */
    private static PageClient halfway(TestServer server) {
        server.user("alice", "+1 415 555 0100");
        server.store().write(tx -> {
            long alice = tx.principals().user("alice").orElseThrow().id();
            tx.secondFactors().begin(alice, "sealed", Instant.now());
            return tx.secondFactors().confirm(tx.secondFactors().of(alice).orElseThrow(), 1, List.of(), Instant.now());
        });
        PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
        alice.get("/sign-in/code?next=%2Faccount").expect(200);
        return alice;
    }

    @Test
    void who_has_another_password_before_the_code_is_there_is_told_why_they_begin_again() {
        try (TestServer server = TestServer.start(data)) {
            PageClient alice = halfway(server);
            server.users().setPassword("alice", "another one of it");
            String there = alice.post("/sign-in/code", "code", "000000", "next", "/account")
                    .expect(303)
                    .header("Location");
            assertThat(there).isEqualTo("/sign-in?next=%2Faccount&done=sign-in-again");
            assertThat(alice.get(there).expect(200).text())
                    .contains("your password or second factor has changed meanwhile", "value=\"/account\"");
        }
    }

    @Test
    void who_signs_in_as_somebody_else_leaves_no_session_that_waits_for_a_code() {
        try (TestServer server = TestServer.start(data)) {
            PageClient alice = halfway(server);
            String waiting = alice.cookie();
            alice.forged("", "", "/sign-in/code/cancel").expect(403);
            alice.get("/sign-in/code").expect(200);
            assertThat(alice.post("/sign-in/code/cancel", "next", "/account")
                            .expect(303)
                            .header("Location"))
                    .isEqualTo("/sign-in?next=%2Faccount");
            PageClient.isToSignIn(new PageClient(server.client()).plant(waiting).get("/sign-in/code"));
            alice.signIn("alice", "alice-password").get("/sign-in/code").expect(200);
        }
    }

    /** As who left a form open overnight; what was typed is lost, and they have to know that it is not saved. */
    @Test
    void who_sends_a_form_when_the_session_is_over_is_told_that_it_was_not_done() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
            alice.get("/choices").expect(200);
            String session = alice.cookie();
            String form = alice.token();
            alice.post("/sign-out").expect(303);
            alice.plant(session);

            String there = alice.forged("", form, "/choices", "audience", "nobody")
                    .expect(303)
                    .header("Location");
            assertThat(there).isEqualTo("/sign-in?next=%2Fchoices&done=not-done");
            assertThat(alice.get(there).expect(200).text())
                    .contains("what you sent just now was not done", "value=\"/choices\"");
            assertThat(alice.get("/choices").expect(303).header("Location"))
                    .as("who only looks has lost nothing")
                    .isEqualTo("/sign-in?next=%2Fchoices");
            assertThat(alice.forged("", form, "/sign-out").expect(303).header("Location"))
                    .as("who signs out once more is out")
                    .isEqualTo("/sign-in");
        }
    }

    /** The name is there already, and the browser's cursor goes where something is to be typed; a screen reader reads what is wrong with it. */
    @Test
    void who_typed_the_wrong_password_can_type_it_again_at_once() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            Browser browser = Browser.at(server.uri());
            browser.open("/sign-in");
            assertThat(focused(browser)).isEqualTo("name");
            browser.signIn("alice", "wrong-password").sees("don’t belong together");
            assertThat(focused(browser)).isEqualTo("password");
        }
    }

    private static String focused(Browser browser) {
        return browser.driver().switchTo().activeElement().getAttribute("name");
    }
}
