package org.teldav.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values the keys take. */
class ConfigValuesTest extends ConfigCase {
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
}
