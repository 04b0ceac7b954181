package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.DavAnswer;
import org.teldav.TestServer;

/** What somebody would try with sessions, their cookies, and where one comes by signing in. */
class SessionAttackTest extends PageAttackStory {
    @Test
    void session_fixation_a_token_planted_before_is_not_the_one_after() {
        server.user("mallory", "+1 415 555 0102");
        PageClient victim = browser().plant("teldav=planted");
        victim.signIn("alice", "alice-password");
        assertThat(victim.cookie()).isNotEqualTo("teldav=planted");
        PageClient.isToSignIn(browser().plant("teldav=planted").get("/devices"));

        String mallorys = signedIn("mallory").cookie();
        PageClient another = browser().plant(mallorys);
        another.forged("", formOf(mallorys), "/sign-in", "name", "alice", "password", "alice-password")
                .expect(303);
        assertThat(another.cookie()).isNotEqualTo(mallorys);
        assertThat(another.get("/account").expect(200).text()).contains("Sign out alice");
        PageClient.isToSignIn(browser().plant(mallorys).get("/account"));
    }

    private String formOf(String cookie) {
        PageClient any = browser().plant(cookie);
        any.get("/devices").expect(200);
        return any.token();
    }

    @Test
    void open_redirect_after_signing_in_the_browser_stays_here() {
        for (String next : List.of(
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "/%09/evil.example/\r\nX-Evil: 1",
                "javascript:alert(1)",
                "\\\\evil.example",
                "/devices?x=//evil.example",
                "/devices?x=1\r\nX-Evil: 1",
                "/devices?x=\ty",
                "/devices?x=\\evil",
                "/devices?x=1#//evil.example",
                "/devices?x=1?y=2",
                "/devices//evil.example",
                "/.//evil.example",
                "/..//evil.example",
                "/@evil.example:80\\",
                "?x=1",
                "?//evil.example",
                "@evil.example/",
                ".evil.example/",
                "/\t/evil.example",
                "/devices?x=\u00e9",
                "/" + "x".repeat(501),
                "/?" + "x".repeat(2001))) {
            PageClient alice = browser();
            alice.get("/sign-in").expect(200);
            DavAnswer answer = alice.post("/sign-in", "name", "alice", "password", "alice-password", "next", next);
            assertThat(answer.expect(303).header("Location")).as(next).isEqualTo("/");
        }
        assertThat(browser().get("/sign-in?next=//evil.example").expect(200).text())
                .doesNotContain("evil");
        PageClient alice = browser();
        alice.get("/sign-in?next=/devices").expect(200);
        assertThat(alice.post("/sign-in", "name", "alice", "password", "alice-password", "next", "/devices")
                        .header("Location"))
                .isEqualTo("/devices");
    }

    @Test
    void who_is_not_signed_in_comes_to_the_whole_address_that_they_asked_for_by_signing_in() {
        String book = "/dav/addressbooks/alice/contacts/";
        server.as("alice")
                .put(book + "a%20%26%20%C3%B6.vcf", TestServer.card("friend", "Friend", "+1 415 555 0177"))
                .expect(201);
        PageClient alice = browser();
        for (String path : List.of(
                "/contacts/card/history?book=contacts&card=a%20%26%20%C3%B6.vcf",
                "/numbers/change?new=%2B1%20415%20555%200150&old=%2B14155550100",
                "/contacts?q=%E5%BC%A0%20%2F%2Fx",
                "/devices")) {
            String there = alice.get(path).expect(303).header("Location");
            assertThat(there).isEqualTo("/sign-in?next=" + Page.encoded(path));
            String next = field(alice.get(there).expect(200).text());
            assertThat(next).isEqualTo(path);
            PageClient signedIn = browser();
            signedIn.get(there);
            assertThat(signedIn.post("/sign-in", "name", "alice", "password", "alice-password", "next", next)
                            .expect(303)
                            .header("Location"))
                    .isEqualTo(path);
            signedIn.get(path).expect(200);
        }
    }

    /** What the form of signing in sends along, as a browser reads it. */
    private static String field(String page) {
        return page.replaceAll("(?s).*name=\"next\" value=\"([^\"]*)\".*", "$1")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    @Test
    void who_is_signed_out_under_a_page_comes_back_to_it_and_not_to_a_piece_of_it_nor_to_a_form_s_address() {
        PageClient htmx = new PageClient(server.client().with("HX-Request: true"));
        assertThat(htmx.get("/contacts?q=bob").expect(204).header("HX-Redirect"))
                .isEqualTo("/sign-in?next=" + Page.encoded("/contacts?q=bob"));
        assertThat(htmx.get("/numbers/check?old=%2B14155550100&new=%2B1").header("HX-Redirect"))
                .isEqualTo("/sign-in?next=" + Page.encoded("/numbers/change?new=%2B1&old=%2B14155550100"));
        assertThat(htmx.get("/numbers/changes/7/progress?seen=").header("HX-Redirect"))
                .isEqualTo("/sign-in?next=" + Page.encoded("/numbers/changes/7?seen="));
        PageClient over = signedIn("alice");
        over.get("/contacts/import").expect(200);
        server.store().write(tx -> {
            tx.sessions().endAll(tx.principals().user("alice").orElseThrow().id());
            return null;
        });
        assertThat(over.post("/contacts/card/delete", "book", "contacts", "card", "x.vcf")
                        .expect(303)
                        .header("Location"))
                .isEqualTo("/sign-in?next=%2Fcontacts&done=not-done");
        assertThat(over.post("/devices/1/remove").expect(303).header("Location"))
                .isEqualTo("/sign-in?next=%2Fdevices&done=not-done");
        PageClient again = signedIn("alice");
        again.get("/contacts").expect(200);
        again.get("/devices").expect(200);
    }

    @Test
    void cookies_are_seen_by_no_script_and_no_other_site() {
        DavAnswer form = browser().get("/sign-in").expect(200);
        assertThat(form.header("Set-Cookie")).endsWith("; Path=/; HttpOnly; SameSite=Lax");
        PageClient alice = browser();
        alice.get("/sign-in");
        String session = alice.post("/sign-in", "name", "alice", "password", "alice-password")
                .header("Set-Cookie");
        assertThat(session).matches("teldav=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(form.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void cookies_are_bound_to_tls_and_the_host_where_the_browser_comes_by_tls() {
        try (TestServer behind = TestServer.start(data.resolve("tls"), "trusted-proxies = [\"127.0.0.1\"]")) {
            behind.user("alice", "+1 415 555 0100");
            PageClient alice = new PageClient(behind.client().with("X-Forwarded-Proto: https"));
            assertThat(alice.get("/sign-in").expect(200).header("Set-Cookie"))
                    .matches("__Host-teldav-form=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");
            assertThat(alice.post("/sign-in", "name", "alice", "password", "alice-password")
                            .header("Set-Cookie"))
                    .matches("__Host-teldav=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");
            alice.get("/account").expect(200);
        }
    }

    @Test
    void a_session_ends_with_signing_out_with_a_new_password_and_with_being_disabled() {
        PageClient alice = signedIn("alice");
        PageClient elsewhere = signedIn("alice");
        String before = alice.cookie();
        alice.get("/account");
        alice.post("/sign-out").expect(303);
        PageClient.isToSignIn(browser().plant(before).get("/account"));

        PageClient here = signedIn("alice");
        here.get("/account").expect(200);
        here.post(
                        "/account/password",
                        "current",
                        "wrong",
                        "password",
                        "another one of it",
                        "again",
                        "another one of it")
                .expect(403);
        here.post("/account/password", "current", "alice-password", "password", "short", "again", "short")
                .expect(400);
        elsewhere.get("/account").expect(200);
        here.post(
                        "/account/password",
                        "current",
                        "alice-password",
                        "password",
                        "another one of it",
                        "again",
                        "another one of it")
                .expect(303);
        here.get("/account").expect(200);
        PageClient.isToSignIn(elsewhere.get("/account"));

        server.administrator("root");
        PageClient root = signedIn("root");
        root.get("/admin/users/alice").expect(200);
        root.post("/admin/users/alice/disabled", "disabled", "yes").expect(303);
        root.post("/admin/users/alice/disabled").expect(303);
        PageClient.isToSignIn(here.get("/account"));
    }

    /** The cookie went with the first click, and the form of the other tab is bound to it. */
    @Test
    void who_was_signed_out_in_another_tab_is_asked_to_sign_in_and_not_told_of_a_form_that_is_too_old() {
        PageClient alice = signedIn("alice");
        alice.get("/devices").expect(200);
        String form = alice.token();
        alice.post("/sign-out").expect(303);
        alice.plant("");
        for (String path : List.of("/sign-out", "/devices", "/account/password")) {
            PageClient.isToSignIn(alice.forged("", form, path, "label", "phone"));
        }
        assertThat(devices()).isEqualTo("{\"devices\":[]}");
    }

    /** A name has two spellings in Unicode, and one of them folded. */
}
