package org.teldav.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.SelfSigned;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Person;

/** Against a real directory over sockets. */
class LdapDirectoryTest {
    private static final String ALICE = "uid=alice," + TestDirectory.PEOPLE;
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private TestDirectory server;
    private LdapDirectory directory;

    @BeforeEach
    void start() throws IOException {
        server = TestDirectory.start();
        directory = new LdapDirectory(settings("ldap://127.0.0.1:" + server.port(), TestDirectory.SERVICE_PASSWORD));
    }

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    private static LdapSettings settings(String url, String servicePassword) {
        return settings(url, false, Optional.empty(), servicePassword, "(objectClass=inetOrgPerson)", LONG);
    }

    private static LdapSettings settings(
            String url,
            boolean startTls,
            Optional<Path> authorities,
            String servicePassword,
            String filter,
            Duration timeout) {
        return new LdapSettings(
                URI.create(url),
                startTls,
                authorities,
                Optional.of(new LdapSettings.Service(TestDirectory.SERVICE, servicePassword)),
                TestDirectory.PEOPLE,
                filter,
                new LdapSettings.Attributes("uid", "cn", "mail"),
                timeout);
    }

    private Optional<String> checked(String name, String password) {
        return directory.check(name, password).map(Person::name);
    }

    @Test
    void a_person_is_found_and_comes_with_name_and_addresses_where_the_password_is_theirs() {
        assertThat(directory.check("alice", "alice-in-ldap"))
                .contains(new Person("alice", Optional.of("Alice Example"), List.of("alice@example.org")));
        assertThat(checked("alice", "wrong")).isEmpty();
        assertThat(checked("nobody", "alice-in-ldap")).isEmpty();
        assertThat(server.binds()).containsOnly(TestDirectory.SERVICE, ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*)(uid=*",
                "*",
                "al*",
                "alice)(|(uid=*",
                "alice))(|(objectClass=*",
                "\\2a",
                "alice\0",
                "x)(&)",
                "uid=alice," + TestDirectory.PEOPLE
            })
    void ldap_injection_a_name_is_compared_and_is_no_part_of_the_filter(String name) {
        assertThat(checked(name, "alice-in-ldap")).isEmpty();
        assertThat(server.binds()).containsExactly(TestDirectory.SERVICE);
        assertThat(server.filters())
                .hasSize(1)
                .allMatch(filter -> filter.startsWith("(&(uid=")
                        && filter.endsWith(")(objectClass=inetOrgPerson))")
                        && filter.chars().filter(sign -> sign == '(').count() == 3);
    }

    @Test
    void rfc_4513_5_1_2_without_a_password_nobody_is_asked() {
        assertThat(checked("alice", "")).isEmpty();
        assertThat(server.binds()).isEmpty();
    }

    @Test
    void who_does_not_fit_the_filter_is_not_there() throws IOException {
        server.person("bob", "Bob Example", "bob@elsewhere.example");
        LdapSettings only = settings(
                "ldap://127.0.0.1:" + server.port(),
                false,
                Optional.empty(),
                TestDirectory.SERVICE_PASSWORD,
                "(mail=*@example.org)",
                LONG);
        try (LdapDirectory some = new LdapDirectory(only)) {
            assertThat(some.check("alice", "alice-in-ldap")).isPresent();
            assertThat(some.check("bob", "bob-in-ldap")).isEmpty();
        }
        assertThat(checked("bob", "bob-in-ldap")).contains("bob");
    }

    @Test
    void a_name_that_two_entries_have_opens_neither() {
        server.add("cn=other," + TestDirectory.PEOPLE, "alice", "Other Alice", "other@example.org");
        assertThat(checked("alice", "alice-in-ldap")).isEmpty();
        server.add("cn=third," + TestDirectory.PEOPLE, "alice", "Third Alice", "third@example.org");
        assertThat(checked("alice", "alice-in-ldap")).isEmpty();
    }

    @Test
    void what_the_directory_takes_for_the_same_name_is_another_here() {
        assertThat(checked("alice ", "alice-in-ldap")).isEmpty();
        assertThat(checked(" alice", "alice-in-ldap")).isEmpty();
        server.person("Carol", "Carol Example", "carol@example.org");
        assertThat(checked("carol", "Carol-in-ldap")).contains("carol");
    }

    @Test
    void a_directory_that_is_away_says_nothing_of_the_password_and_is_found_again() {
        assertThat(checked("alice", "alice-in-ldap")).contains("alice");
        server.stop();
        assertThatThrownBy(() -> checked("alice", "alice-in-ldap")).isInstanceOf(LoginAwayException.class);
        assertThatThrownBy(() -> checked("alice", "wrong")).isInstanceOf(LoginAwayException.class);
        server.startAgain();
        assertThat(checked("alice", "alice-in-ldap")).contains("alice");
        assertThat(checked("alice", "wrong")).isEmpty();
    }

    @Test
    void a_wrong_password_of_ours_is_not_taken_for_one_of_the_user_s() throws IOException {
        try (LdapDirectory wrong =
                new LdapDirectory(settings("ldap://127.0.0.1:" + server.port(), "not-the-service's"))) {
            assertThatThrownBy(() -> wrong.check("alice", "alice-in-ldap"))
                    .isInstanceOf(LoginAwayException.class)
                    .hasMessageContaining("ldap.bind-dn")
                    .hasMessageNotContaining("alice")
                    .hasMessageNotContaining("not-the-service");
        }
    }

    @Test
    void a_directory_that_never_answers_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LdapDirectory never = new LdapDirectory(settings(
                        "ldap://127.0.0.1:" + silent.getLocalPort(),
                        false,
                        Optional.empty(),
                        "any",
                        "(uid=*)",
                        Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> never.check("alice", "alice-in-ldap")).isInstanceOf(LoginAwayException.class);
        }
    }

    @Test
    void by_tls_only_a_trusted_certificate_of_just_that_host_gets_the_password()
            throws IOException, GeneralSecurityException {
        SelfSigned right = SelfSigned.make(folder, "directory");
        SelfSigned another = SelfSigned.make(folder, "another", "another.example");
        for (String scheme : List.of("ldap", "ldaps")) {
            try (TestDirectory tls = byTls(scheme, right.context());
                    TestDirectory elsewhere = byTls(scheme, another.context())) {
                refused(tls, scheme, Optional.of(another.certificate()));
                refused(tls, scheme, Optional.empty());
                refused(elsewhere, scheme, Optional.of(another.certificate()));
                try (LdapDirectory trusting = byTls(tls, scheme, Optional.of(right.certificate()))) {
                    assertThat(trusting.check("alice", "alice-in-ldap")).isPresent();
                    assertThat(trusting.check("alice", "wrong")).isEmpty();
                }
            }
        }
    }

    @Test
    void where_there_is_no_connection_it_is_told_why() throws IOException, GeneralSecurityException {
        SelfSigned right = SelfSigned.make(folder, "directory");
        SelfSigned another = SelfSigned.make(folder, "another", "another.example");
        for (String scheme : List.of("ldap", "ldaps")) {
            try (TestDirectory tls = byTls(scheme, right.context());
                    TestDirectory elsewhere = byTls(scheme, another.context())) {
                assertThat(why(byTls(tls, scheme, Optional.of(another.certificate()))))
                        .endsWith("its certificate is of no authority that is trusted here");
                assertThat(why(byTls(elsewhere, scheme, Optional.of(another.certificate()))))
                        .contains("'localhost' was not found", "another.example");
            }
        }
        server.stop();
        assertThat(why(directory)).endsWith("Connection refused");
        assertThat(why(new LdapDirectory(settings("ldap://ldap.invalid", "any"))))
                .endsWith("there is no address of that name");
    }

    private static String why(LdapDirectory unreachable) {
        try (unreachable) {
            return String.valueOf(assertThatThrownBy(() -> unreachable.check("alice", "alice-in-ldap"))
                    .isInstanceOf(LoginAwayException.class)
                    .actual()
                    .getMessage());
        }
    }

    private static TestDirectory byTls(String scheme, SSLContext context) {
        return scheme.equals("ldaps") ? TestDirectory.ldaps(context) : TestDirectory.startTls(context);
    }

    private static void refused(TestDirectory tls, String scheme, Optional<Path> trusted) throws IOException {
        try (LdapDirectory wrong = byTls(tls, scheme, trusted)) {
            assertThatThrownBy(() -> wrong.check("alice", "alice-in-ldap")).isInstanceOf(LoginAwayException.class);
        }
        assertThat(tls.binds()).isEmpty();
    }

    private static LdapDirectory byTls(TestDirectory tls, String scheme, Optional<Path> trusted) throws IOException {
        return new LdapDirectory(settings(
                scheme + "://localhost:" + tls.port(),
                scheme.equals("ldap"),
                trusted,
                TestDirectory.SERVICE_PASSWORD,
                "(uid=*)",
                LONG));
    }

    @Test
    void certificates_that_can_not_be_read_stop_the_start() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        assertThatThrownBy(() -> new LdapDirectory(
                        settings("ldaps://localhost:1", false, Optional.of(none), "any", "(uid=*)", LONG)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ldap.ca");
        assertThat(authorities(Files.writeString(none, "")))
                .isEqualTo("there is no certificate in PEM form in " + none);
        assertThat(authorities(folder.resolve("no.pem"))).isEqualTo("there is no file " + folder.resolve("no.pem"));
        assertThat(authorities(folder)).isEqualTo(folder + " can't be read");
    }

    /** What is said of them behind the name of the key. */
    private static String authorities(Path file) {
        return String.valueOf(assertThatThrownBy(() -> new LdapDirectory(
                                settings("ldaps://localhost:1", false, Optional.of(file), "any", "(uid=*)", LONG)))
                        .isInstanceOf(IOException.class)
                        .actual()
                        .getMessage())
                .replaceFirst("^ldap[.]ca: ", "");
    }

    @Test
    void no_password_is_shown_where_settings_are() {
        assertThat(settings("ldap://127.0.0.1:389", "service-secret").toString())
                .doesNotContain("secret");
        assertThat(new LdapSettings.Service("cn=x", "service-secret").toString())
                .doesNotContain("secret");
    }
}
