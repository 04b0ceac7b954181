package org.teldav.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.sms.SmsSettings;

class ConfigReaderTest {
    @TempDir
    Path folder;

    @Test
    void without_a_file_the_defaults_hold() throws InvalidConfigException {
        TeldavConfig config = ConfigReader.read(Optional.empty(), Map.of("HOME", "/root"), Optional.empty());
        assertThat(config.listen()).isEqualTo(new Listen("127.0.0.1", 8080));
        assertThat(config.data()).isEqualTo(Path.of("./data"));
        assertThat(config.region()).isEmpty();
        assertThat(config.tls()).isEmpty();
        assertThat(config.trustedProxies()).isEmpty();
        assertThat(config.limits())
                .isEqualTo(new TeldavConfig.Limits(
                        10 << 20,
                        1 << 20,
                        16 << 10,
                        Duration.ofSeconds(60),
                        64,
                        32,
                        new TeldavConfig.Connections(1024, 128, 1 << 10, Duration.ofSeconds(10))));
        assertThat(config.database())
                .isEqualTo(new TeldavConfig.Database(
                        Optional.empty(), "", "", 16, Duration.ofSeconds(60), Duration.ofSeconds(60)));
        assertThat(config.propagation().grace()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void the_file_that_is_shipped_lists_exactly_the_known_keys_with_their_defaults() throws IOException {
        Pattern line = Pattern.compile("# ([a-z0-9.-]+) = (.*?) +# \\S.*");
        List<String> listed = Files.readAllLines(Path.of("../conf/teldav.conf")).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1) + " = " + matcher.group(2))
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(Keys.ALL.stream()
                        .map(key -> key.path() + " = " + key.initial())
                        .toList());
    }

    @Test
    void the_file_that_is_shipped_is_read_without_error_also_with_every_key_uncommented()
            throws IOException, InvalidConfigException {
        String shipped = Files.readString(Path.of("../conf/teldav.conf"));
        String uncommented = shipped.replaceAll("(?m)^# (?=[a-z0-9.-]+ = )", "");
        assertThat(read(uncommented))
                .isEqualTo(read(shipped))
                .isEqualTo(ConfigReader.read(Optional.empty(), Map.of(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        regoin = CH                       | teldav.conf:1: unknown key 'regoin' - did you mean 'region'?
        limits.crad = 1 MiB               | teldav.conf:1: unknown key 'limits.crad' - did you mean 'limits.card'?
        limits { xmll = 1 MiB }           | teldav.conf:1: unknown key 'limits.xmll' - did you mean 'limits.xml'?
        zzzzzzzz = 1                      | teldav.conf:1: unknown key 'zzzzzzzz'
        listen = 8080                     | teldav.conf:1: 'listen' must be a text, not 8080
        listen = "localhost"              | teldav.conf:1: 'listen' must be HOST:PORT like 127.0.0.1:8080 or [::1]:8080, or unix:/PATH, not "localhost"
        listen = "localhost:66000"        | teldav.conf:1: 'listen' must be HOST:PORT like 127.0.0.1:8080 or [::1]:8080, or unix:/PATH, not "localhost:66000"
        listen = "unix:teldav.sock"       | teldav.conf:1: 'listen' must have behind unix: a whole path of at most 107 bytes, like unix:/run/teldav/teldav.sock, not "unix:teldav.sock"
        listen-insecure = maybe           | teldav.conf:1: 'listen-insecure' must be true or false, not "maybe"
        public-url = "https://a.example/dav" | teldav.conf:1: 'public-url' must be a URL like https://dav.example.org/ with nothing but the host and a port, not "https://a.example/dav"
        public-url = "https://me@a.example" | teldav.conf:1: 'public-url' must be a URL like https://dav.example.org/ with nothing but the host and a port, not "https://me@a.example"
        public-url = "https://a.example/?x" | teldav.conf:1: 'public-url' must be a URL like https://dav.example.org/ with nothing but the host and a port, not "https://a.example/?x"
        public-url = "dav.example.org"    | teldav.conf:1: 'public-url' must be a URL like https://dav.example.org/, not "dav.example.org"
        database.url = "mysql:secret"     | teldav.conf:1: 'database.url' must begin with jdbc:postgresql: or jdbc:hsqldb:
        database.url = "jdbc:postgresql://a/b?sslmode=secret" | teldav.conf:1: 'database.url' must have as sslmode one of disable, allow, prefer, require, verify-ca, verify-full
        database.pool = 1                 | teldav.conf:1: 'database.pool' must be a number from 2 to 1000, not 1
        database.statement-timeout = 2 h  | teldav.conf:1: 'database.statement-timeout' must be from 0 s to 3600 s, not "2 h"
        database.wait = soon              | teldav.conf:1: 'database.wait' must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d, not "soon"
        history.days = 0                  | teldav.conf:1: 'history.days' must be a number from 1 to 36500, not 0
        region = Switzerland              | teldav.conf:1: 'region' must be a country's code of two letters, like CH, not "Switzerland"
        limits.card = many                | teldav.conf:1: 'limits.card' must be a size like 10 MiB, not "many"
        limits.card = 1 GiB               | teldav.conf:1: 'limits.card' must be from 1 KiB to 256 MiB, not "1 GiB"
        limits.idle = 60                  | teldav.conf:1: 'limits.idle' must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d, not 60
        limits.threads = 1                | teldav.conf:1: 'limits.threads' must be a number from 8 to 4096, not 1
        limits = 7                        | teldav.conf:1: unknown key 'limits'
        propagation.settle = 5 min        | teldav.conf:1: 'propagation.settle' must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d, not "5 min"
        propagation.grace = 2 y           | teldav.conf:1: 'propagation.grace' must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d, not "2 y"
        trusted-proxies = ["proxy"]       | teldav.conf:1: 'trusted-proxies' must be addresses or ranges like 127.0.0.1 or 10.0.0.0/8, which 'proxy' is not, not ["proxy"]
        limits.rate = 2 MiB               | teldav.conf:1: 'limits.rate' must be from 0 KiB to 1 MiB, not "2 MiB"
        data = ""                         | teldav.conf:1: 'data' must not be empty, not ""
        push.allow = ["push example"]     | teldav.conf:1: 'push.allow' must be names of hosts like push.example.org or *.example.org, not ["push example"]
        push.contact = "ftp://a.example/" | teldav.conf:1: 'push.contact' must be like mailto:admin@example.org or https://example.org/, not "ftp://a.example/"
        push.contact = "https:a.example"  | teldav.conf:1: 'push.contact' must be like mailto:admin@example.org or https://example.org/, not "https:a.example"
        sms.smpp.password = "schön"        | teldav.conf:1: 'sms.smpp.password' must have at most 8 characters of ASCII, as SMPP has it
        trusted-proxies = "10.0.0.0/33"   | teldav.conf:1: 'trusted-proxies' must be addresses or ranges like 127.0.0.1 or 10.0.0.0/8, which '10.0.0.0/33' is not, not "10.0.0.0/33"
        push.longest = 1 d                | teldav.conf:1: 'push.longest' must be from 3 d to 365 d, not "1 d"
        tls.key = key.pem                 | teldav.conf:1: 'tls.key' needs 'tls.certificate' too
        tls.certificate = cert.pem        | teldav.conf:1: 'tls.certificate' needs 'tls.key' too
        tls.certificate = 1               | teldav.conf:1: 'tls.certificate' must be a text, not 1
        listen = "unix:/s", tls { certificate = c, key = k } | teldav.conf:1: 'listen' = unix:/s is for a proxy on this machine, which does TLS: leave out tls.certificate and tls.key
        page.profile-key = key.pem        | teldav.conf:1: 'page.profile-key' needs 'page.profile-certificate' too
        sms.retires = 3                   | teldav.conf:1: unknown key 'sms.retires' - did you mean 'sms.retries'?
        sms.kind = fax                    | teldav.conf:1: 'sms.kind' must be one of none, http, smpp, file, not "fax"
        sms.kind = file                   | teldav.conf:1: 'sms.kind' = file needs 'sms.file' too
        sms.kind = http                   | teldav.conf:1: 'sms.kind' = http needs 'sms.http.url' too
        propagation.proof = sms           | teldav.conf:1: 'propagation.proof' = sms needs a gateway: set sms.kind
        propagation.proof = maybe         | teldav.conf:1: 'propagation.proof' must be one of none, sms, not "maybe"
        sms.http.url = "ftp://x/secret"   | teldav.conf:1: 'sms.http.url' must be a URL like https://dav.example.org/
        sms.http.headers = ["secret"]     | teldav.conf:1: 'sms.http.headers' must be lines like "Authorization: Bearer …"
        sms.http.headers = ["Host: x"]    | teldav.conf:1: 'sms.http.headers' can't have host, which sets itself; for the body's see sms.http.type
        sms.http.type = yaml              | teldav.conf:1: 'sms.http.type' must be one of json, form, xml, plain
        sms.smpp.password = "secret567"   | teldav.conf:1: 'sms.smpp.password' must have at most 8 characters of ASCII, as SMPP has it
        sms.smpp.source = "TelDAV server" | teldav.conf:1: 'sms.smpp.source' must be a name of up to 11 letters and digits, or a number like +41791234567
        ldap.url = "ldap.example.org"     | teldav.conf:1: 'ldap.url' must be a URL like ldaps://ldap.example.org, not "ldap.example.org"
        ldap.url = "ldaps://x/dc=x"       | teldav.conf:1: 'ldap.url' must be a URL like ldaps://ldap.example.org, not "ldaps://x/dc=x"
        ldap.url = "ldaps://x"            | teldav.conf:1: 'ldap.url' needs 'ldap.base' too
        ldap.bind-dn = "cn=x"             | teldav.conf:1: 'ldap.bind-dn' needs 'ldap.bind-password' too
        ldap.bind-password = [secret]     | teldav.conf:1: 'ldap.bind-password' must be a text
        ldap.base = people                | teldav.conf:1: 'ldap.base' must be a name like ou=people,dc=example,dc=org, not "people"
        ldap.filter = "(uid={0}"          | teldav.conf:1: 'ldap.filter' must be a filter like (objectClass=person), not "(uid={0}"
        ldap.name = "uid)(x="             | teldav.conf:1: 'ldap.name' must be the name of an attribute, like uid, not "uid)(x="
        oidc.issuer = "login.example.org" | teldav.conf:1: 'oidc.issuer' must be a URL like https://dav.example.org/, not "login.example.org"
        oidc.issuer = "https://x/?a=b"    | teldav.conf:1: 'oidc.issuer' must be a URL like https://login.example.org/realms/main, not "https://x/?a=b"
        oidc.issuer = "https://x"         | teldav.conf:1: 'oidc.issuer' needs 'oidc.client-id' too
        oidc.client-secret = [secret]     | teldav.conf:1: 'oidc.client-secret' must be a text
        oidc.scope = "open id"            | teldav.conf:1: 'oidc.scope' must be words without blanks, like openid, not "open id"
        sms.timeout = 5 m                 | teldav.conf:1: 'sms.timeout' must be from 1 s to 60 s, not "5 m"
        """)
    void a_wrong_line_stops_the_start_with_its_place_and_what_would_be_right(String line, String error) {
        assertThat(errorsOf(line)).containsExactly(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public-url = \"https://dav.example.org\"",
                "public-url = \"http://dav.example.org:8080/\"",
                "listen = \"localhost:65535\"",
                "push.allow = [\"push.example.org\", \"*.example.org\"]",
                "push.contact = \"mailto:admin@example.org\"",
                "push.contact = \"https://example.org/\"",
                "database.pool = 2",
                "database.pool = 1000",
                "limits.card = 1 KiB",
                "limits.card = 256 MiB",
                "push.longest = 3 d",
                "push.longest = 365 d",
                "trusted-proxies = \"10.0.0.0/8, , ::1\"",
                "sms.http.headers = [\"Authorization: Bearer x\"]",
                "sms { kind = smpp, smpp { host = h, system-id = x, password = \"~234 678\", source = \"+41791234567\" } }",
                "ldap { url = \"ldaps://x/\", base = \"dc=x\", name = \"1.2.3\" }"
            })
    void a_right_line_is_read_and_the_ends_of_a_range_are_in_it(String line) {
        assertThat(errorsOf(line)).isEmpty();
    }

    @Test
    void the_address_of_a_socket_holds_107_bytes() {
        assertThat(errorsOf("listen = \"unix:/" + "s".repeat(106) + "\"")).isEmpty();
        assertThat(errorsOf("listen = \"unix:/" + "s".repeat(107) + "\"")).hasSize(1);
    }

    @Test
    void an_smpp_centre_needs_its_host_and_a_name_to_log_in_with() {
        assertThat(errorsOf("sms.kind = smpp"))
                .containsExactly(
                        "teldav.conf:1: 'sms.kind' = smpp needs 'sms.smpp.host' too",
                        "teldav.conf:1: 'sms.kind' = smpp needs 'sms.smpp.system-id' too");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        https://sms.example/send              | POST | {number} {text} | ``
        http://127.0.0.1:8080/                | POST | {number} {text} | ``
        http://[::1]/                         | POST | {number} {text} | ``
        http://localhost/                     | POST | {number} {text} | ``
        http://sms.example/                   | POST | {number} {text} | clear text
        http://127.0.0.1.example/             | POST | {number} {text} | clear text
        https://sms.example/?to={number}      | POST | {text}          | ``
        https://sms.example/                  | POST | {text}          | says where {number} stands
        https://sms.example/?to={number}      | GET  | {text}          | says where {text} stands
        https://s.example/?t={number}&m={text} | GET | ``              | ``
        """)
    void a_gateway_by_http_is_https_or_on_this_machine_and_gets_number_and_text(
            String url, String method, String body, String error) {
        List<String> errors = errorsOf("sms.kind = http\nsms.http { url = \"" + url + "\", method = " + method
                + ", body = \"" + body + "\" }");
        if (error.isEmpty()) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().asString().contains(error);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldaps://ldap.example   | false |
        ldap://127.0.0.1:3890  | false |
        ldap://localhost       | false |
        ldap://ldap.example    | true  |
        ldap://ldap.example    | false | clear text
        ldaps://ldap.example   | true  | is for ldap://
        """)
    void a_directory_is_asked_by_tls_or_on_this_machine(String url, boolean startTls, String error) {
        List<String> errors =
                errorsOf("ldap { url = \"" + url + "\", start-tls = " + startTls + ", base = \"dc=example,dc=org\" }");
        if (error == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().asString().contains(error);
        }
    }

    @Test
    void a_directory_is_off_until_it_is_named() throws Exception {
        assertThat(read("ldap.base = \"dc=example\"\nldap.create-users = true").ldap())
                .isEmpty();
        TeldavConfig.Ldap ldap = read("ldap.url = \"ldaps://x\"\nldap.base = \"dc=example\"")
                .ldap()
                .orElseThrow();
        assertThat(ldap.createUsers()).isFalse();
        assertThat(ldap.remember()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ldap.server().service()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        https://login.example    | "openid"            | ``     | ``
        http://127.0.0.1:8081/x  | "openid"            | ``     | ``
        http://localhost         | "openid", "profile" | dav    | ``
        http://login.example     | "openid"            | ``     | has to be https
        https://login.example    | "profile"           | ``     | needs "openid" among them
        https://login.example    | "openid"            | teldav | must be another than 'oidc.client-id'
        """)
    void a_provider_is_asked_by_https_or_on_this_machine_and_its_tokens_are_not_those_of_the_page(
            String issuer, String scopes, String audience, String error) {
        List<String> errors = errorsOf("oidc { issuer = \"" + issuer + "\", client-id = teldav, scopes = [" + scopes
                + "], audience = \"" + audience + "\" }");
        if (error.isEmpty()) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().asString().contains(error);
        }
    }

    @Test
    void a_provider_is_off_until_it_is_named() throws Exception {
        assertThat(read("oidc.client-id = teldav\noidc.create-users = true").oidc())
                .isEmpty();
        TeldavConfig.Oidc oidc = read("oidc.issuer = \"https://x\"\noidc.client-id = teldav")
                .oidc()
                .orElseThrow();
        assertThat(oidc.createUsers()).isFalse();
        assertThat(oidc.provider().bearer()).isEmpty();
        assertThat(oidc.provider().issuer()).isEqualTo("https://x");
    }

    @Test
    void a_gateway_is_used_for_proof_where_nothing_else_is_said() throws Exception {
        assertThat(read("region = CH").propagation().proof()).isFalse();
        TeldavConfig config = read("sms.kind = file\nsms.file = /tmp/sms");
        assertThat(config.propagation().proof()).isTrue();
        assertThat(config.sms().gateway()).isEqualTo(new SmsSettings.ToFile(Path.of("/tmp/sms")));
        assertThat(read("sms.kind = file\nsms.file = /tmp/sms\npropagation.proof = none")
                        .propagation()
                        .proof())
                .isFalse();
    }

    @Test
    void all_errors_are_told_at_once() {
        assertThat(errorsOf("\nregoin = CH\nlimits {\n  card = 1 MiB\n  xlm = 2\n}\nlisten = x\n"))
                .containsExactly(
                        "teldav.conf:2: unknown key 'regoin' - did you mean 'region'?",
                        "teldav.conf:5: unknown key 'limits.xlm' - did you mean 'limits.xml'?",
                        "teldav.conf:7: 'listen' must be HOST:PORT like 127.0.0.1:8080 or [::1]:8080, or unix:/PATH, not \"x\"");
    }

    @Test
    void a_file_that_is_not_hocon_is_named_with_its_line() {
        assertThat(errorsOf("region = CH\nlisten = \"unclosed\n"))
                .singleElement()
                .asString()
                .startsWith("teldav.conf:2: ")
                .doesNotContain("may be able to rename");
    }

    @Test
    void a_file_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> ConfigReader.read(Optional.of(folder.resolve("no.conf")), Map.of(), Optional.empty()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(folder.resolve("no.conf") + ": there is no such file");
    }

    @Test
    void a_folder_is_no_file() {
        assertThatThrownBy(() -> ConfigReader.read(Optional.of(folder), Map.of(), Optional.empty()))
                .hasMessage(folder + ": it is a folder, not a file");
    }

    @Test
    void a_variable_goes_before_the_file_and_the_command_line_before_both() throws Exception {
        Path file = write("data = /file\nregion = CH\nlimits.card = 2 MiB");
        Map<String, String> environment = Map.of(
                "TELDAV_DATA", "/variable",
                "TELDAV_REGION", "de",
                "TELDAV_LIMITS_CARD", "3 MiB",
                "TELDAV_LIMITS_THREADS", "32",
                "TELDAV_LISTEN_INSECURE", "true",
                "TELDAV_TRUSTED_PROXIES", "10.0.0.0/8, ::1",
                "TELDAV_JAVA_OPTS", "-Xmx1g");
        TeldavConfig config = ConfigReader.read(Optional.of(file), environment, Optional.empty());
        assertThat(config.data()).isEqualTo(Path.of("/variable"));
        assertThat(config.region()).contains("DE");
        assertThat(config.limits().card()).isEqualTo(3 << 20);
        assertThat(config.limits().threads()).isEqualTo(32);
        assertThat(config.trustedProxies()).extracting(Network::prefix).containsExactly(8, 128);
        assertThat(ConfigReader.read(Optional.of(file), environment, Optional.of(Path.of("/option")))
                        .data())
                .isEqualTo(Path.of("/option"));
        assertThat(ConfigReader.read(Optional.of(file), environment, Optional.empty(), Optional.of("127.0.0.1:1"))
                        .listen())
                .isEqualTo(new Listen("127.0.0.1", 1));
    }

    /** The others may be in the environment of the server that runs on the folder. */
    @Test
    void the_data_folder_can_be_read_beside_values_that_are_wrong_but_not_beside_keys_that_are() throws Exception {
        Path file = write("data = /file\ndatabase.pool = 0");
        assertThat(ConfigReader.readData(Optional.of(file), Map.of(), Optional.empty()))
                .isEqualTo(Path.of("/file"));
        Path unknown = write("data = /file\ndate = /other");
        assertThatThrownBy(() -> ConfigReader.readData(Optional.of(unknown), Map.of(), Optional.empty()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("unknown key 'date'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        database.password = x                             | true
        database.password = ""                            | false
        database.user = x                                 | false
        database.url = "jdbc:postgresql://h/d?password=x" | true
        database.url = "jdbc:postgresql://h/d"            | false
        sms.http.url = "https://s.example/?key=x"         | true
        sms.http.body = "{text}"                          | true
        sms.http.headers = ["Authorization: x"]           | true
        sms.http.type = json                              | false
        sms.smpp.password = x                             | true
        ldap.bind-password = x                            | true
        oidc.client-secret = x                            | true
        oidc.client-secret = ""                           | false
        region = CH                                       | false
        """)
    void a_file_with_a_password_or_what_often_has_one_is_told(String line, boolean secret) throws IOException {
        assertThat(ConfigReader.hasSecrets(write(line))).isEqualTo(secret);
    }

    @Test
    void an_unknown_or_wrong_variable_stops_the_start_too() {
        Map<String, String> environment = Map.of("TELDAV_REGOIN", "CH", "TELDAV_LIMITS_XML", "lots");
        InvalidConfigException thrown = catchThrowableOfType(
                InvalidConfigException.class, () -> ConfigReader.read(Optional.empty(), environment, Optional.empty()));
        assertThat(thrown.errors())
                .containsExactly(
                        "environment: unknown variable TELDAV_REGOIN - did you mean 'TELDAV_REGION'?",
                        "environment: variable TELDAV_LIMITS_XML: 'limits.xml' must be a size like 10 MiB, not \"lots\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        listen = "0.0.0.0:8080"                                                       | false
        listen = "[::]:8080"                                                          | false
        listen = "192.0.2.1:8080"                                                     | false
        listen = "127.0.0.1:8080"                                                     | true
        listen = "[::1]:8080"                                                         | true
        listen = "unix:/run/teldav.sock"                                              | true
        listen = "0.0.0.0:8080"\\nlisten-insecure = true                              | true
        listen = "0.0.0.0:8080"\\ntrusted-proxies = ["192.0.2.0/24"]                  | true
        listen = "0.0.0.0:8443"\\ntls { certificate = cert.pem, key = key.pem }       | true
        """)
    void nothing_listens_beyond_loopback_without_tls_or_a_trusted_proxy(String lines, boolean allowed) {
        List<String> errors = errorsOf(lines.replace("\\n", "\n"));
        if (allowed) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().asString().contains("clear text", "tls.certificate", "listen-insecure");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, 10.0.0.1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, fd12::1, false",
        "::/0, 8.8.8.8, false"
    })
    void a_network_holds_the_addresses_that_share_its_prefix(String network, String address, boolean held)
            throws Exception {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(held);
    }

    private List<String> errorsOf(String text) {
        try {
            read(text);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.errors();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TeldavConfig read(String text) throws IOException, InvalidConfigException {
        return ConfigReader.read(Optional.of(write(text)), Map.of(), Optional.empty());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("teldav.conf"), text);
    }
}
