package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.ldap.TestDirectory;

/** The whole server, which asks a directory about passwords. */
@OneEngine("about a directory")
class LdapLoginTest {
    private static final String CARD = "/dav/addressbooks/alice/contacts/me.vcf";

    @TempDir
    Path data;

    private TestDirectory directory;
    private TestServer server;

    @BeforeEach
    void start() {
        directory = TestDirectory.start();
        server = TestServer.start(
                data,
                "ldap.url = \"ldap://127.0.0.1:" + directory.port() + "\"",
                "ldap.bind-dn = \"" + TestDirectory.SERVICE + "\"",
                "ldap.bind-password = \"" + TestDirectory.SERVICE_PASSWORD + "\"",
                "ldap.base = \"" + TestDirectory.PEOPLE + "\"",
                "ldap.create-users = true");
    }

    @AfterEach
    void close() {
        server.close();
        directory.close();
    }

    private DavClient with(String name, String password) {
        return server.client().as(name, password);
    }

    @Test
    void who_is_in_the_directory_logs_in_and_has_an_own_card() {
        with("alice", "wrong").get(CARD).expect(401);
        with("*)(uid=*", "alice-in-ldap").get(CARD).expect(401);
        with("alice", "").get(CARD).expect(401);
        assertThat(with("alice", "alice-in-ldap").get(CARD).expect(200).text())
                .contains("FN:Alice Example")
                .contains("alice@example.org");
        with("alice", "alice-in-ldap").get("/api/users/alice").expect(200);
        with("alice", "alice-in-ldap").get("/api/users/bob").expect(404);
    }

    @Test
    void a_directory_that_is_away_is_503_and_not_401_and_passwords_that_are_kept_here_open() {
        server.user("bob", "+1 415 555 0101");
        directory.stop();
        DavAnswer away = with("alice", "alice-in-ldap").get(CARD).expect(503);
        assertThat(away.header("Retry-After")).isEqualTo("5");
        assertThat(away.headers()).doesNotContainKey("WWW-Authenticate");
        with("alice", "alice-in-ldap").get("/api/users/alice").expect(503);
        with("alice", "alice-in-ldap").get("/api/users/alice/export").expect(503);
        server.as("bob").get("/dav/addressbooks/bob/contacts/me.vcf").expect(200);
        directory.startAgain();
        with("alice", "alice-in-ldap").get(CARD).expect(200);
    }
}
