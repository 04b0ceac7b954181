package org.teldav.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpGatewayTest {
    private static final String TEXT = "12 \"q\" & <é> {number}";

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private volatile int status = 200;

    private record Seen(String method, String uri, String type, String key, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath() + "?"
                            + exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("X-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpGateway gateway(String query, String method, BodyType type, String body) {
        return gateway("http://127.0.0.1:" + server.getAddress().getPort() + "/send" + query, method, type, body, 10);
    }

    private static HttpGateway gateway(String url, String method, BodyType type, String body, int seconds) {
        return new HttpGateway(new SmsSettings.Http(
                url, method, type, List.of("X-Key: open: sesame"), body, Duration.ofSeconds(seconds), false));
    }

    private static SmsException failure(HttpGateway gateway) {
        return catchThrowableOfType(SmsException.class, () -> gateway.send("+14155550100", TEXT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            JSON  | {"to":"{number}","m":"{text}"} | application/json; charset=utf-8  | {"to":"+14155550100","m":"12 \\"q\\" & <é> {number}"}
            FORM  | to={number}&m={text}           | application/x-www-form-urlencoded | to=%2B14155550100&m=12+%22q%22+%26+%3C%C3%A9%3E+%7Bnumber%7D
            XML   | <m to="{number}">{text}</m>    | application/xml; charset=utf-8   | <m to="+14155550100">12 &quot;q&quot; &amp; &lt;é&gt; {number}</m>
            PLAIN | {number} {text}                | text/plain; charset=utf-8        | +14155550100 12 "q" & <é> {number}
            """)
    void number_and_text_are_escaped_as_the_body_needs_it(BodyType type, String body, String mediaType, String sent)
            throws SmsException {
        gateway("?a=b", "POST", type, body).send("+14155550100", TEXT);
        assertThat(seen).containsExactly(new Seen("POST", "/send?a=b", mediaType, "open: sesame", sent));
    }

    @Test
    void a_get_has_them_in_its_url() throws SmsException {
        gateway("?to={number}&m={text}", "GET", BodyType.JSON, "").send("+14155550100", "a b&c");
        assertThat(seen.remove().uri()).isEqualTo("/send?to=%2B14155550100&m=a+b%26c");
    }

    @ParameterizedTest
    @CsvSource({
        "200, sent",
        "204, sent",
        "302, later",
        "400, never",
        "401, later",
        "404, later",
        "422, never",
        "429, later",
        "500, later",
        "503, later"
    })
    void the_status_tells_whether_another_try_is_of_use(int answered, String outcome) {
        status = answered;
        SmsException failure = failure(gateway("", "POST", BodyType.JSON, "{text}{number}"));
        String was = failure == null ? "sent" : failure.isLasting() ? "never" : "later";
        assertThat(was).isEqualTo(outcome);
        assertThat(seen).as("no redirect is followed").hasSize(1);
        if (failure != null) {
            assertThat(failure.getMessage())
                    .contains(Integer.toString(answered))
                    .doesNotContain("415");
        }
    }

    @Test
    void a_gateway_that_is_away_or_silent_is_tried_again() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            SmsException timeout = failure(gateway(url, "POST", BodyType.JSON, "{text}", 1));
            assertThat(timeout.isLasting()).isFalse();
            assertThat(timeout.getMessage()).doesNotContain("415");
        }
        server.stop(0);
        assertThat(failure(gateway("", "POST", BodyType.JSON, "{text}")).isLasting())
                .isFalse();
    }
}
