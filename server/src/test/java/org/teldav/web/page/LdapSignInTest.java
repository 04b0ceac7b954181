package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.ldap.TestDirectory;

/** The form, where a directory knows the passwords. */
@OneEngine("about a directory")
class LdapSignInTest {
    @TempDir
    Path data;

    @Test
    void who_is_in_the_directory_signs_in_and_is_told_in_their_language_where_it_is_away() {
        try (TestDirectory directory = TestDirectory.start();
                TestServer server = TestServer.start(
                        data,
                        "ldap.url = \"ldap://127.0.0.1:" + directory.port() + "\"",
                        "ldap.bind-dn = \"" + TestDirectory.SERVICE + "\"",
                        "ldap.bind-password = \"" + TestDirectory.SERVICE_PASSWORD + "\"",
                        "ldap.base = \"" + TestDirectory.PEOPLE + "\"")) {
            server.user("alice", "+1 415 555 0100");
            PageClient alice = new PageClient(server.client()).signIn("alice", "alice-in-ldap");
            alice.get("/numbers").expect(200);
            directory.stop();
            PageClient english = new PageClient(server.client());
            english.get("/sign-in").expect(200);
            assertThat(english.post("/sign-in", "name", "alice", "password", "another")
                            .expect(503)
                            .text())
                    .contains("does not answer");
            PageClient chinese = new PageClient(server.client().with("Accept-Language: zh-CN"));
            chinese.get("/sign-in").expect(200);
            assertThat(chinese.post("/sign-in", "name", "alice", "password", "another")
                            .expect(503)
                            .text())
                    .contains("没有应答");
            alice.get("/numbers").expect(200);
        }
    }
}
