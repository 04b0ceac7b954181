package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.teldav.SelfSigned;
import org.teldav.ldap.TestDirectory;
import org.teldav.oidc.TestProvider;

/** The doctor. */
interface DoctorContract extends CommandLine {
    @Test
    default void all_is_well_with_data_that_a_server_made() {
        users();
        assertThat(cli().run("doctor").ok().out())
                .containsPattern("ok +configuration +every key is known")
                .containsPattern("ok +database +(HSQL|PostgreSQL)")
                .containsPattern("ok +TLS +none, and only this machine")
                .containsPattern("ok +disk +\\d+ MiB are free")
                .containsPattern("ok +names +no public-url")
                .containsPattern("ok +clock +2");
        JsonNode answer = cli().run("doctor", "--json").ok().json();
        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(answer.path("checks")).allMatch(check -> check.path("ok").asBoolean());
        assertThat(cli().run("user", "list").ok().out()).contains("alice");
    }

    @Test
    default void a_region_that_is_not_set_is_told_and_no_failure() {
        users();
        assertThat(cli().run("doctor").ok().out()).containsPattern("(?m)^! +region +none is set: .* Set region");
    }

    @Test
    default void a_wrong_configuration_is_a_finding() throws IOException {
        Path conf = file("wrong.conf", "regoin = CH\n");
        assertThat(ill("configuration", "--conf", conf.toString())).contains("did you mean 'region'?");
    }

    @Test
    default void each_error_of_a_configuration_is_a_finding_of_its_own() throws IOException {
        Path conf = file("wrong.conf", "regoin = CH\nlisten = 8080\n");
        Cli.Result result = cli().run("doctor", "--conf", conf.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "!! configuration wrong.conf:1: unknown key 'regoin' - did you mean 'region'?",
                        "!! configuration wrong.conf:2: 'listen' must be a text, not 8080");
    }

    @Test
    default void a_name_without_an_address_is_a_finding() throws IOException {
        users();
        Path conf = file("names.conf", "public-url = \"https://dav.teldav.invalid/\"\n");
        assertThat(ill("names", "--conf", conf.toString())).contains("dav.teldav.invalid", "AAAA record");
    }

    @Test
    default void a_data_folder_that_others_can_look_into_is_a_finding() throws IOException {
        users();
        Path data = folder().resolve("data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(ill("disk")).contains("chmod 700 " + data.toAbsolutePath());
    }

    @Test
    default void passwords_that_others_can_read_in_the_configuration_are_told_and_no_failure() throws IOException {
        users();
        Path conf = file("open.conf", "ldap.bind-password = \"secret\"\n");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
        String told = "(?m)^! +configuration +others .* passwords in \\S+open.conf: chmod 600 ";
        assertThat(configured(conf)).containsPattern(told).doesNotContain("\"secret\"");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(configured(conf)).containsPattern(told);
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-------"));
        assertThat(configured(conf)).containsPattern("ok +configuration");
        Path plain = file("plain.conf", "region = US\ndatabase.password = \"\"\n");
        Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(configured(plain)).containsPattern("ok +configuration");
    }

    private String configured(Path conf) {
        return cli().run("doctor", "--conf", conf.toString()).ok().out();
    }

    @Test
    default void a_file_of_the_future_means_a_slow_clock() throws IOException {
        users();
        Path late = Files.writeString(folder().resolve("data/late"), "");
        Files.setLastModifiedTime(late, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        assertThat(ill("clock")).contains("set it by NTP");
    }

    @Test
    default void a_directory_and_a_provider_are_looked_at_where_there_are_any() throws IOException {
        users();
        try (TestDirectory directory = TestDirectory.start();
                TestProvider provider = TestProvider.start()) {
            String ldap = "ldap.url = \"ldap://127.0.0.1:" + directory.port() + "\"\nldap.bind-dn = \""
                    + TestDirectory.SERVICE + "\"\nldap.bind-password = \"";
            String base = "\"\nldap.base = \"" + TestDirectory.PEOPLE + "\"\n";
            String right = ldap + TestDirectory.SERVICE_PASSWORD + base;
            String oidc = "oidc.client-id = teldav\noidc.issuer = \"" + provider.issuer();
            assertThat(cli().run(
                                    "doctor",
                                    "--conf",
                                    file("good.conf", right + oidc + "\"").toString())
                            .ok()
                            .out())
                    .containsPattern("ok +ldap +the directory answers, and has ou=people")
                    .containsPattern("ok +oidc +the provider answers");
            assertThat(ill(
                            "ldap",
                            "--conf",
                            file("password.conf", ldap + "wrong" + base).toString()))
                    .contains("invalid credentials", "ldap.bind-dn");
            assertThat(ill(
                            "ldap",
                            "--conf",
                            file("base.conf", right.replace("ou=people", "ou=nobody"))
                                    .toString()))
                    .contains("has no ou=nobody,dc=example,dc=org", "ldap.base");
            assertThat(ill("oidc", "--conf", file("issuer.conf", oidc + "/\"").toString()))
                    .contains("calls itself otherwise than oidc.issuer");
        }
    }

    @Test
    default void a_certificate_is_looked_at_as_a_phone_would() throws IOException, GeneralSecurityException {
        users();
        SelfSigned good = SelfSigned.make(folder(), "good");
        SelfSigned other = SelfSigned.make(folder(), "other");
        assertThat(tls(good.certificate(), good.key(), "localhost"))
                .isEqualTo("ok the certificate is good for 89 days");
        assertThat(tls(good.certificate(), good.key(), "127.0.0.1"))
                .isEqualTo("!! the certificate is not for 127.0.0.1 of public-url: get one that is");
        assertThat(tls(good.certificate(), other.key(), "localhost"))
                .isEqualTo("!! tls.key: the key in " + other.key() + " is not the one of the certificate");
        assertThat(tls(folder().resolve("no.pem"), good.key(), "localhost"))
                .isEqualTo("!! tls.certificate: there is no file " + folder().resolve("no.pem"));
        Files.setPosixFilePermissions(good.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(tls(good.certificate(), good.key(), "localhost")).contains("chmod o= " + good.key());
    }

    @Test
    default void a_certificate_without_the_one_of_its_authority_is_told() throws IOException, GeneralSecurityException {
        users();
        SelfSigned alone = SelfSigned.signed(folder(), "alone", "CN=Own");
        assertThat(tls(alone.certificate(), alone.key(), "localhost"))
                .startsWith("ok phones may not believe the certificate: of its issuer, CN=Own, there is nothing in ");
        Path whole = folder().resolve("alone-fullchain.pem");
        Files.writeString(whole, Files.readString(alone.certificate()) + Files.readString(alone.authority()));
        assertThat(tls(whole, alone.key(), "localhost")).isEqualTo("ok the certificate is good for 89 days");
        SelfSigned known = SelfSigned.signed(folder(), "known", known());
        assertThat(tls(known.certificate(), known.key(), "localhost"))
                .isEqualTo("ok the certificate is good for 89 days");
    }

    /** The name of an authority that Java knows. */
    private static String known() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        return Arrays.stream(((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers())
                .map(authority -> authority.getSubjectX500Principal().getName())
                .filter(name -> name.matches("[A-Za-z0-9=, ]+"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void what_profiles_are_signed_with_is_looked_at() throws IOException, GeneralSecurityException {
        users();
        SelfSigned good = SelfSigned.make(folder(), "good");
        String lines = "page.profile-certificate = \"" + good.certificate() + "\"\npage.profile-key = \"";
        assertThat(said("profiles", lines + good.key() + "\"\n"))
                .isEqualTo("ok the certificate that profiles are signed with is good for 89 days");
        assertThat(said("profiles", lines + folder().resolve("no.pem") + "\"\n"))
                .isEqualTo("!! page.profile-key: there is no file " + folder().resolve("no.pem"));
    }

    private String tls(Path certificate, Path key, String host) throws IOException {
        return said(
                "TLS",
                "tls.certificate = \"" + certificate + "\"\ntls.key = \"" + key + "\"\npublic-url = \"https://" + host
                        + "/\"\n");
    }

    private String said(String check, String lines) throws IOException {
        Path conf = file("tls.conf", lines);
        JsonNode answer =
                cli().run("doctor", "--json", "--conf", conf.toString()).json();
        for (JsonNode one : answer.path("checks")) {
            if (one.path("check").asText().equals(check)) {
                return (one.path("ok").asBoolean() ? "ok " : "!! ")
                        + one.path("message").asText();
            }
        }
        throw new AssertionError(answer);
    }

    /** What is said of the only thing that is ill. */
    private String ill(String check, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "doctor";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Cli.Result result = cli().run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out().lines().filter(line -> line.startsWith("!!")))
                .hasSize(1)
                .first()
                .asString()
                .matches("!! +" + check + " .*");
        return result.out();
    }
}
