package org.teldav.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.sms.SmsSettings;

class ConfigReaderTest extends ConfigCase {
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
}
