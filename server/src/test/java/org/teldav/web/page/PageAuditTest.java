package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.LogLines;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.Victim;
import org.teldav.web.Json;

/** What opens an account to somebody, or shuts somebody out, is in the audit log by whichever way it was done. */
@OneEngine("about what is logged, whatever it is kept in")
class PageAuditTest {
    private static final String NEW_PASSWORD = "another one of it";

    @TempDir
    Path data;

    private final LogLines log = LogLines.audit();

    @AfterEach
    void hush() {
        log.close();
    }

    @Test
    void what_users_do_with_their_accounts_is_told_without_secrets_and_numbers() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
            alice.get("/devices").expect(200);
            String shown = found(
                    "id=\"password\">([a-z0-9-]+)<",
                    alice.post("/devices", "label", "+1 415 555 0100").expect(200));
            alice.post("/devices/1/remove").expect(303);
            String secret = found(
                    "id=\"secret\">([A-Z2-7]+)<",
                    alice.post("/account/second-factor", "current", "alice-password")
                            .expect(200));
            alice.post("/account/second-factor/confirm", "code", "000000").expect(401);
            String recovery = found(
                    "<code>([a-z0-9-]+)</code>",
                    alice.post("/account/second-factor/confirm", "code", code(secret, 0))
                            .expect(200));
            alice.get("/account").expect(200);
            alice.post("/account/second-factor/recovery", "code", recovery).expect(401);
            String renewed = found(
                    "<code>([a-z0-9-]+)</code>",
                    alice.post("/account/second-factor/recovery", "code", code(secret, 1))
                            .expect(200));
            alice.post("/account/second-factor/off", "code", "000000").expect(401);
            alice.post("/account/second-factor/off", "code", renewed).expect(303);
            alice.get("/account").expect(200);
            alice.post(
                            "/account/password",
                            "current",
                            "alice-password",
                            "password",
                            NEW_PASSWORD,
                            "again",
                            NEW_PASSWORD)
                    .expect(303);
            alice.get("/account/export").expect(200);
            alice.get("/account").expect(200);
            alice.post("/sign-out").expect(303);
            assertThat(log.lines())
                    .containsExactly(
                            "alice POST users/alice/session",
                            "alice POST users/alice/devices",
                            "alice DELETE users/alice/devices/1",
                            "login failed: alice from 127.0.0.1",
                            "alice PUT users/alice/second-factor",
                            "login failed: alice from 127.0.0.1",
                            "alice PUT users/alice/second-factor/recovery-codes",
                            "login failed: alice from 127.0.0.1",
                            "alice DELETE users/alice/second-factor",
                            "alice PUT users/alice/password",
                            "alice GET users/alice/export",
                            "alice DELETE users/alice/session");
            assertThat(log.lines())
                    .noneMatch(line -> line.contains(shown)
                            || line.contains(secret)
                            || line.contains(recovery)
                            || line.contains(renewed)
                            || line.contains("alice-password")
                            || line.contains(NEW_PASSWORD)
                            || line.contains("555"));
        }
    }

    @Test
    void by_the_api_and_by_administrators_pages_it_is_told_in_the_same_words() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            Victim.json(alice, "POST", "/api/users/alice/devices", "{\"label\": \"Alice’s phone\"}")
                    .expect(201);
            Victim.json(alice, "DELETE", "/api/users/alice/devices/7", "{}").expect(404);
            Victim.json(alice, "DELETE", "/api/users/alice/devices/1", "{}").expect(200);
            alice.get("/api/users/alice/export").expect(200);
            alice.get("/api/users/alice/devices").expect(200);
            root.get("/api/users/alice/export").expect(200);
            PageClient page = new PageClient(server.client()).signIn("root", "root-password");
            page.get("/admin/users/alice").expect(200);
            page.post("/admin/users/alice/password", "password", NEW_PASSWORD).expect(303);
            page.post("/admin/users/alice/disabled", "disabled", "yes").expect(303);
            page.post("/admin/users/alice/second-factor").expect(303);
            page.post("/admin/groups/family/leave", "user", "alice").expect(303);
            Victim.json(root, "DELETE", "/api/users/alice", "{}").expect(200);
        }
        assertThat(log.lines())
                .containsExactly(
                        "alice POST users/alice/devices",
                        "alice DELETE users/alice/devices/1",
                        "alice GET users/alice/export",
                        "root GET users/alice/export",
                        "root POST users/root/session",
                        "root PUT users/alice/password",
                        "root PUT users/alice/disabled disabled=true",
                        "root DELETE users/alice/second-factor",
                        "root DELETE groups/family/members/alice",
                        "root DELETE users/alice");
    }

    @Test
    void who_becomes_a_user_by_an_invitation_is_told_and_not_what_opens_it() {
        String link;
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            link = Json.parse(Victim.json(server.administrator("root"), "POST", "/api/groups/family/invitations", "{}")
                            .expect(201)
                            .body())
                    .path("path")
                    .asText();
            PageClient guest = new PageClient(server.client());
            guest.get(link).expect(200);
            guest.post(link, "name", "carol", "password", NEW_PASSWORD, "again", NEW_PASSWORD)
                    .expect(303);
        }
        assertThat(log.lines()).last().isEqualTo("carol POST users/carol/invited");
        assertThat(log.lines()).noneMatch(line -> line.contains(link));
    }

    @Test
    void nobody_writes_a_line_of_their_own_into_it() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            Victim.json(
                            root,
                            "DELETE",
                            "/api/users/root/prefs/blocked/x%0Aroot%20DELETE%20users%2Fbob%0D%E2%80%A8%1B",
                            "{}")
                    .expect(200);
        }
        assertThat(log.lines()).containsExactly("root DELETE users/root/prefs/blocked/x?root DELETE users/bob???");
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
