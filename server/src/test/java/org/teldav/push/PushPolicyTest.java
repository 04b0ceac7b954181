package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which push resources are refused. */
class PushPolicyTest {
    private static final PushPolicy ANY = new PushPolicy(List.of(), false);
    private static final PushPolicy TEST = new PushPolicy(List.of(), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example.org/m/1",
                "HTTPS://push.example.org:8443/m?a=b%20c",
                "https://1.1.1.1/",
                "https://[2606:4700::1]/",
                "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk"
            })
    void https_to_a_host_is_taken(String resource) {
        assertThat(ANY.resource(resource)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://push.example.org/m/1",
                "ftp://push.example.org/",
                "file:///etc/passwd",
                "mailto:a@example.org",
                "https:///m/1",
                "https:push.example.org",
                "//push.example.org/",
                "/m/1",
                "",
                "https://user@push.example.org/",
                "https://user:secret@push.example.org/",
                "https://push.example.org/#part",
                "https://push.example.org:0/",
                "https://push.example.org:65536/",
                "https://push_service.example.org/",
                "https://push.example.org/ä",
                "https://push.example.org/a b",
                "https://push.example.org/\r\nX: y",
                "https://"
            })
    void anything_else_is_refused(String resource) {
        assertThat(ANY.resource(resource)).isEmpty();
        assertThat(TEST.resource(resource)).isEmpty();
    }

    @Test
    void what_is_too_long_is_refused() {
        assertThat(ANY.resource("https://push.example.org/" + "x".repeat(2000))).isPresent();
        assertThat(ANY.resource("https://push.example.org/" + "x".repeat(2048))).isEmpty();
    }

    @Test
    void where_hosts_are_named_no_other_is_asked() {
        PushPolicy some = new PushPolicy(List.of("push.example.org", "*.example.net"), false);
        assertThat(some.resource("https://PUSH.example.org/m")).isPresent();
        assertThat(some.resource("https://a.b.example.net/m")).isPresent();
        assertThat(some.resource("https://example.net/m")).isEmpty();
        assertThat(some.resource("https://evilexample.net/m")).isEmpty();
        assertThat(some.resource("https://a.push.example.org/m")).isEmpty();
        assertThat(some.resource("https://push.example.org.evil.example/m")).isEmpty();
    }

    @Test
    void without_tls_only_this_machine_is_asked_and_only_in_tests() throws UnknownHostException {
        assertThat(TEST.resource("http://127.0.0.1:8080/m")).isPresent();
        assertThat(ANY.resource("http://127.0.0.1:8080/m")).isEmpty();
        assertThat(TEST.permits(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(TEST.permits(InetAddress.getByName("::1"))).isTrue();
        assertThat(TEST.permits(InetAddress.getByName("10.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff05::1:3",
                "2130706433",
                "127.1"
            })
    void an_address_that_is_not_public_is_refused(String address) throws UnknownHostException {
        assertThat(InetAddress.getAllByName(address)).isNotEmpty().noneMatch(ANY::permits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "192.169.0.1",
                "223.255.255.255",
                "2001:200::1",
                "2606:4700::1",
                "2a00:1450:4001:81b::200a",
                "64:ff9b::101:101",
                "::ffff:1.1.1.1"
            })
    void a_public_one_is_taken(String address) throws UnknownHostException {
        assertThat(InetAddress.getAllByName(address)).isNotEmpty().allMatch(ANY::permits);
    }
}
