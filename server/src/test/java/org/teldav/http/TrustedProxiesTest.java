package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks, where proxies hand on what others asked. */
class TrustedProxiesTest extends HttpStory {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 192.0.2.7 by https", "192.0.2.0/24, 127.0.0.1 by http"})
    void forwarded_headers_are_believed_from_trusted_proxies_only(String trusted, String seen) throws Exception {
        try (HttpServer server = started("trusted-proxies = [\"" + trusted + "\"]")) {
            assertThat(raw(
                            server,
                            "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
                                    + "Connection: close\r\n\r\n"))
                    .contains("from " + seen + " ");
        }
    }

    /** As most proxies do, this one writes one header and hands on the other. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        for=198.51.100.1                | 192.0.2.7    | 192.0.2.7
        for=198.51.100.1;proto=https    | 192.0.2.7    | 192.0.2.7
        for=198.51.100.1, for=10.1.2.3  | 192.0.2.7    | 192.0.2.7
        secret=x                        | 192.0.2.7    | 192.0.2.7
        for=192.0.2.7                   | 10.1.2.3     | 192.0.2.7
        for="192.0.2.7:80";proto=https  | 192.0.2.7    | 192.0.2.7
        """)
    void a_client_that_writes_forwarded_itself_is_still_whom_the_proxy_saw(String forwarded, String simple, String seen)
            throws Exception {
        try (HttpServer server = started("trusted-proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]")) {
            assertThat(raw(
                            server,
                            "GET / HTTP/1.1\r\nHost: x\r\nForwarded: " + forwarded + "\r\nX-Forwarded-For: " + simple
                                    + "\r\nConnection: close\r\n\r\n"))
                    .contains("from " + seen + " by");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        X-Forwarded-For: 198.51.100.1, 192.0.2.7                | 192.0.2.7
        X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.1.2.3      | 192.0.2.7
        X-Forwarded-For: 10.9.9.9, 10.1.2.3                     | 10.9.9.9
        X-Forwarded-For: 198.51.100.1, unknown, 10.1.2.3        | unknown
        Forwarded: for=198.51.100.1, for=192.0.2.7              | 192.0.2.7
        Forwarded: for=192.0.2.7;proto=https, for="10.1.2.3:80" | 192.0.2.7
        Forwarded: for=198.51.100.1, for="[2001:db8::7]:4711"   | [2001:db8::7]
        """)
    void who_asks_is_whom_the_proxies_saw_and_not_who_clients_say_they_are(String header, String seen)
            throws Exception {
        try (HttpServer server = started("trusted-proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]")) {
            assertThat(raw(server, "GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                    .contains("from " + seen + " by");
        }
    }
}
