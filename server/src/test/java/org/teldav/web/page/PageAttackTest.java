package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teldav.web.Json;

/** What somebody would try on the page who is not who they say. */
class PageAttackTest extends PageAttackStory {
    @Test
    void csrf_a_form_that_another_site_sends_does_nothing() {
        server.user("bob", "+1 415 555 0101");
        PageClient alice = signedIn("alice");
        alice.get("/devices").expect(200);
        PageClient bob = signedIn("bob");
        bob.get("/devices").expect(200);
        String own = alice.token();
        alice.forged("", "", "/devices", "label", "x").expect(403);
        alice.forged("", "guessed", "/devices", "label", "x").expect(403);
        alice.forged("", bob.token(), "/devices", "label", "x").expect(403);
        for (String header : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: https://evil.example",
                "Origin: null")) {
            alice.forged(header, own, "/devices", "label", "x").expect(403);
        }
        assertThat(devices()).isEqualTo("{\"devices\":[]}");
        alice.forged("Sec-Fetch-Site: same-origin", own, "/devices", "label", "phone")
                .expect(200);
        assertThat(devices()).contains("phone");
    }

    @Test
    void csrf_nobody_is_signed_in_by_another_s_form() {
        PageClient victim = browser();
        victim.get("/sign-in").expect(200);
        PageClient attacker = browser();
        attacker.get("/sign-in").expect(200);
        victim.forged("", attacker.token(), "/sign-in", "name", "alice", "password", "alice-password")
                .expect(403);
        browser()
                .forged("", attacker.token(), "/sign-in", "name", "alice", "password", "alice-password")
                .expect(403);
    }

    @Test
    void what_is_an_administrator_s_is_not_there_for_others() {
        server.user("bob", "+1 415 555 0101");
        PageClient alice = signedIn("alice");
        alice.get("/account").expect(200);
        List<Pages.Route> routes = Stream.of(
                        new AdminPages().routes(), new AdminUserPages().routes(), new AdminGroupPages().routes())
                .flatMap(List::stream)
                .toList();
        assertThat(routes).hasSizeGreaterThan(12);
        for (Pages.Route route : routes) {
            String path = "/" + String.join("/", route.pattern()).replaceAll("\\{[a-z]*}", "bob");
            if (route.method().equals("GET")) {
                alice.get(path).expect(404);
                PageClient.isToSignIn(browser().get(path));
            } else {
                alice.post(path, "user", "alice").expect(404);
                PageClient nobody = browser();
                nobody.get("/sign-in");
                PageClient.isToSignIn(nobody.post(path, "user", "alice"));
            }
        }
        assertThat(alice.get("/admin/users/bob").text())
                .isEqualTo(alice.get("/admin/users/nobody").text())
                .isEqualTo(alice.get("/nothing").text());
    }

    @Test
    void what_is_a_user_s_is_for_who_is_signed_in_and_for_no_other_user() {
        server.user("bob", "+1 415 555 0101");
        PageClient alice = signedIn("alice");
        alice.get("/devices");
        alice.post("/devices", "label", "Pixel").expect(200);
        PageClient bob = signedIn("bob");
        assertThat(bob.get("/devices").text()).doesNotContain("Pixel");
        bob.post("/devices/1/remove").expect(404);
        assertThat(devices()).contains("Pixel");
        for (String path : List.of("/", "/numbers", "/devices", "/account", "/account/export")) {
            PageClient.isToSignIn(browser().get(path));
        }
        for (String path : List.of(
                "/devices",
                "/devices/profile",
                "/devices/1/remove",
                "/account/password",
                "/account/second-factor",
                "/account/second-factor/confirm",
                "/account/second-factor/recovery",
                "/account/second-factor/off")) {
            PageClient nobody = browser();
            nobody.get("/sign-in");
            PageClient.isToSignIn(nobody.post(path));
        }
    }

    @Test
    void an_administrator_disables_themself_by_no_spelling_of_their_name() {
        server.administrator("jürgen");
        PageClient admin = signedIn("jürgen");
        admin.get("/admin/users/j%C3%BCrgen").expect(200);
        for (String spelling : List.of("j%C3%BCrgen", "J%C3%9CRGEN", "ju%CC%88rgen")) {
            admin.post("/admin/users/" + spelling + "/disabled", "disabled", "yes")
                    .expect(409);
        }
        admin.get("/admin").expect(200);
    }

    @Test
    void what_a_user_writes_is_shown_as_text() {
        PageClient alice = signedIn("alice");
        alice.get("/devices");
        String evil = "<script>alert(1)</script>\" onload=\"x";
        assertThat(alice.post("/devices", "label", evil).expect(200).text()).doesNotContain("<script>alert");
        assertThat(alice.get("/devices").expect(200).text())
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;", "&#34; onload=&#34;x\"");
        alice.post("/devices/profile", "password", "</string><key>x</key>").expect(400);
    }

    @Test
    void who_is_signed_in_makes_no_second_user_by_an_invitation_and_uses_none_up() {
        server.user("bob", "+1 415 555 0101", "family");
        String made = server.administrator("root")
                .with("Content-Type: application/json")
                .send("POST", "/api/groups/family/invitations", "{\"uses\": 1}".getBytes(StandardCharsets.UTF_8))
                .expect(201)
                .text();
        String path =
                Json.parse(made.getBytes(StandardCharsets.UTF_8)).path("path").asText();
        String[] form = {"full_name", "Second", "name", "second", "password", "long-enough-1", "again", "long-enough-1"
        };
        PageClient alice = signedIn("alice");
        alice.get(path).expect(200);
        alice.get("/devices").expect(200);
        assertThat(alice.post(path, form).expect(409).text()).contains("You are signed in as");
        PageClient stranger = browser();
        stranger.get(path).expect(200);
        stranger.post(path, form).expect(303);
    }

    @Test
    void a_stranger_s_upload_is_refused_unread_and_so_is_a_large_form() throws IOException {
        URI address = URI.create(server.uri());
        Map<String, String> answers =
                Map.of("multipart/form-data; boundary=b", " 303 ", "application/x-www-form-urlencoded", " 400 ");
        for (String type : answers.keySet()) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(("POST /contacts/import HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                                        + "\r\nContent-Length: 9000000\r\n\r\n" + "form=x&".repeat(3000))
                                .getBytes(StandardCharsets.US_ASCII));
                String status = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                assertThat(status).as(type).contains(answers.get(type));
            }
        }
    }
}
