package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
