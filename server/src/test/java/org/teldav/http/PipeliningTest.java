package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who always has the next request there (RFC 9112 §9.3.2), on more connections than there are threads. */
class PipeliningTest extends HttpStory {
    private static final int CONNECTIONS = 48;
    private static final int AT_ONCE = 500;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /dav/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "PUT /dav/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n.",
            })
    void connections_that_ask_without_end_are_all_answered_though_they_are_more_than_the_threads(String asked)
            throws Exception {
        CountDownLatch unanswered = new CountDownLatch(CONNECTIONS);
        ExecutorService clients = Executors.newCachedThreadPool();
        List<Socket> sockets = new ArrayList<>();
        try (HttpServer server = started("limits.threads = 8")) {
            URI address = URI.create(server.address());
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                sockets.add(socket);
                clients.execute(() -> ask(socket, asked.repeat(AT_ONCE)));
                clients.execute(() -> read(socket, unanswered));
            }
            assertThat(unanswered.await(120, TimeUnit.SECONDS))
                    .as("%s connections have no answer", unanswered.getCount())
                    .isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            clients.shutdown();
            assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void ask(Socket socket, String requests) {
        byte[] bytes = requests.getBytes(StandardCharsets.UTF_8);
        try {
            while (!socket.isClosed()) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    private static void read(Socket socket, CountDownLatch unanswered) {
        byte[] answers = new byte[1 << 16];
        try {
            InputStream in = socket.getInputStream();
            if (in.read() >= 0) {
                unanswered.countDown();
            }
            while (in.read(answers) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }
}
