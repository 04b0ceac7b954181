package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of push services takes from them, on real sockets with TLS. */
class PushClientTest extends PushClientStory {
    @Test
    void a_message_comes_with_its_headers_by_post_and_with_none_that_tell_more() {
        assertThat(send(client(), resource())).isEqualTo(new Delivery.Sent());
        PushService.Received received = service.next();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.path()).isEqualTo("/m/1");
        assertThat(received.headers().keySet())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("host", "user-agent", "content-type", "content-length", "ttl", "topic");
        assertThat(received.body()).asString().isEqualTo("sealed");
    }

    @ParameterizedTest
    @CsvSource({
        "200, Sent",
        "201, Sent",
        "202, Sent",
        "204, Sent",
        "404, Gone",
        "410, Gone",
        "400, Refused",
        "401, Refused",
        "403, Refused",
        "413, Refused",
        "301, Refused",
        "302, Refused",
        "307, Refused",
        "308, Refused",
        "407, Refused",
        "408, Later",
        "429, Later",
        "500, Later",
        "502, Later",
        "503, Later"
    })
    void what_a_status_means(int status, String delivery) {
        service.answering(
                new PushService.Answer.Status(status, Map.of("Location", service.resource("localhost", "/elsewhere"))));
        assertThat(send(client(), resource()).getClass().getSimpleName()).isEqualTo(delivery);
        assertThat(service.next().path()).isEqualTo("/m/1");
        assertThat(service.rest()).as("no redirect is followed").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "120, 120",
        "0, 0",
        "999999999, 999999999",
        "99999999999999999999,",
        "-1,",
        "soon,",
        "'Thu, 26 Nov 2026 12:00:00 GMT',"
    })
    void a_push_service_says_when_to_come_again(String value, Long seconds) {
        service.answering(new PushService.Answer.Status(429, Map.of("Retry-After", value)));
        assertThat(send(client(), resource()))
                .isEqualTo(new Delivery.Later(
                        "the push service answered 429",
                        Optional.ofNullable(seconds).map(Duration::ofSeconds),
                        false));
    }

    @Test
    void a_certificate_of_another_host_or_of_nobody_known_is_refused() {
        assertThat(send(client(), service.resource("push.example", "/m/1"))).isInstanceOf(Delivery.Later.class);
        client.orElseThrow().close();
        PushClient unknowing =
                new PushClient(TEST, PushClient.Limits.DEFAULT, host -> addresses("127.0.0.1"), Optional.empty());
        client = Optional.of(unknowing);
        unknowing.start();
        assertThat(send(unknowing, resource())).isInstanceOf(Delivery.Later.class);
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void of_an_answer_that_never_ends_the_head_counts_and_the_rest_is_not_read() {
        service.answering(new PushService.Answer.Endless(201));
        assertThat(send(client(), resource())).isEqualTo(new Delivery.Sent());
        service.answering(new PushService.Answer.Endless(503));
        assertThat(send(client.orElseThrow(), resource())).isInstanceOf(Delivery.Later.class);
        assertThat(service.poured()).as("what fits into buffers on the way").isLessThan(64L << 20);
    }

    @Test
    void headers_that_never_end_are_not_read() throws Exception {
        try (ServerSocket liar = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Long> written = new FutureTask<>(() -> headersWithoutEnd(liar));
            new Thread(written).start();
            Delivery delivery = send(client(), "http://127.0.0.1:" + liar.getLocalPort() + "/m/1");
            assertThat(delivery).isInstanceOf(Delivery.Later.class);
            assertThat(written.get()).as("what fits into buffers on the way").isLessThan(64L << 20);
        }
    }

    /** @return how many octets the other side let through */
    private static long headersWithoutEnd(ServerSocket server) throws IOException {
        long written = 0;
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 201 Created\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] more = "X-More: yes\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(more);
                written += more.length;
            }
        } catch (SocketException e) {
            return written;
        }
    }

    @Test
    void a_push_service_that_does_not_answer_is_silent_and_others_are_asked_meanwhile() {
        service.answering(
                received -> received.path().equals("/m/1") ? new PushService.Answer.None() : PushService.CREATED);
        PushClient hurried = client(TEST, SHORT, host -> addresses("127.0.0.1"));
        assertThat(send(hurried, resource()))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.isSilent()).isTrue());
        assertThat(send(hurried, service.resource("localhost", "/m/2"))).isEqualTo(new Delivery.Sent());
    }

    @Test
    void one_that_nobody_listens_at_is_silent() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThat(send(client(), "https://localhost:" + port + "/m"))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.isSilent()).isTrue());
    }
}
