package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.config.ConfigReader;
import org.teldav.metrics.Registry;

/** What strangers can hold of the server, over sockets. */
class LimitsTest {
    private static final String REQUEST = "GET /dav/ HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

    private final Registry metrics = new Registry();

    @Test
    void one_connection_too_many_is_closed_at_once_and_another_may_come_when_one_has_gone() throws Exception {
        try (HttpServer server = started("limits.connections = 2");
                Socket second = connect(server)) {
            try (Socket first = connect(server)) {
                assertThat(answered(first)).isTrue();
                assertThat(answered(second)).isTrue();
                assertThat(answered(connect(server))).isFalse();
            }
            assertThat(answeredSoon(server)).isTrue();
            assertThat(answered(second)).isTrue();
            assertThat(counted("connections_refused")).isPositive();
        }
    }

    @Test
    void an_address_has_its_own_limit_which_no_other_address_feels() throws Exception {
        try (HttpServer server = started("limits.connections-per-address = 1");
                Socket first = connect(server)) {
            assertThat(answered(first)).isTrue();
            assertThat(answered(connect(server))).isFalse();
            try (Socket neighbour = connect(server, "127.0.0.2")) {
                assertThat(answered(neighbour)).isTrue();
            }
        }
    }

    @Test
    void a_trusted_proxy_may_connect_as_often_as_all_together() throws Exception {
        try (HttpServer server = started("limits.connections-per-address = 1\ntrusted-proxies = [\"127.0.0.1\"]");
                Socket first = connect(server);
                Socket second = connect(server)) {
            assertThat(answered(first)).isTrue();
            assertThat(answered(second)).isTrue();
        }
    }

    @Test
    void headers_that_trickle_cut_the_connection() throws Exception {
        try (HttpServer server = started("limits.rate = 1 MiB\nlimits.patience = 1 s");
                Socket slow = connect(server)) {
            send(slow, "GET /dav/ HTTP/1.1\r\nX: ");
            assertThat(cutWhileTrickling(slow)).isTrue();
            assertThat(counted("connections_cut")).isEqualTo(1);
        }
    }

    @Test
    void a_body_that_trickles_cuts_the_connection_and_frees_the_thread() throws Exception {
        try (HttpServer server = started("limits.rate = 1 MiB\nlimits.patience = 1 s");
                Socket slow = connect(server)) {
            send(slow, "PUT /dav/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(cutWhileTrickling(slow)).isTrue();
            assertThat(counted("connections_cut")).isEqualTo(1);
            assertThat(freed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_answer_that_nobody_takes_cuts_the_connection_and_frees_the_thread() throws Exception {
        try (HttpServer server = started("limits.idle = 1 s");
                Socket slow = connect(server)) {
            send(slow, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(freed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static final int LARGE = 1 << 28;

    /** Counted down when an answer could not be written. */
    private final CountDownLatch freed = new CountDownLatch(1);

    private boolean cutWhileTrickling(Socket slow) throws IOException {
        slow.setSoTimeout(10);
        long end = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() - end < 0) {
            try {
                send(slow, "x");
                if (slow.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // still open
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private long counted(String name) {
        return metrics.read().stream()
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** The server sees a moment later that a connection has gone. */
    private boolean answeredSoon(HttpServer server) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        boolean answered = false;
        while (!answered && System.nanoTime() - end < 0) {
            try (Socket socket = connect(server)) {
                answered = answered(socket);
            }
        }
        return answered;
    }

    private static boolean answered(Socket socket) {
        try {
            send(socket, REQUEST);
            byte[] start = socket.getInputStream().readNBytes(12);
            String line = new String(start, StandardCharsets.UTF_8);
            if (line.isEmpty()) {
                return false;
            }
            assertThat(line).isEqualTo("HTTP/1.1 200");
            while (socket.getInputStream().read() != '.') {
                Thread.onSpinWait();
            }
            return true;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither answered nor closed", e);
        } catch (IOException e) {
            return false;
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InetSocketAddress address(HttpServer server) {
        URI uri = URI.create(server.address());
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private static Socket connect(HttpServer server) throws IOException {
        return connect(server, "127.0.0.1");
    }

    private static Socket connect(HttpServer server, String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(30_000);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(address(server));
        return socket;
    }

    private HttpServer started(String lines) throws Exception {
        Path file = Files.writeString(folder.resolve("teldav.conf"), "listen = \"127.0.0.1:0\"\n" + lines);
        HttpServer server = new HttpServer(
                ConfigReader.read(Optional.of(file), Map.of(), Optional.empty()),
                new Routes(() -> true, new Echo("api"), new Echo("metrics"), new Reading()),
                metrics);
        server.start();
        return server;
    }

    /** Reads all it is sent, in its thread, and answers with a point; {@code /large} with very many. */
    private final class Reading extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try (InputStream in = Content.Source.asInputStream(request)) {
                in.readAllBytes();
                int length = request.getHttpURI().getPath().equals("/large") ? LARGE : 1;
                byte[] points = new byte[Math.min(length, 1 << 16)];
                Arrays.fill(points, (byte) '.');
                response.setStatus(200);
                for (int sent = 0; sent < length; sent += points.length) {
                    Content.Sink.write(response, sent + points.length >= length, ByteBuffer.wrap(points));
                }
                callback.succeeded();
            } catch (IOException e) {
                freed.countDown();
                callback.failed(e);
            }
            return true;
        }
    }
}
