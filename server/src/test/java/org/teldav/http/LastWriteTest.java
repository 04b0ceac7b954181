package org.teldav.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class LastWriteTest extends HttpStory {
    private final Slow slow = new Slow();

    /** As a refusal is followed by what has no body, a 401 by a 204: the thread that has refused may still be about it when the next but one is worked on. */
    @Test
    void an_answer_without_a_body_does_not_end_the_next_one() throws Exception {
        try (HttpServer server = server(config("listen = \"127.0.0.1:0\"\n"), slow)) {
            server.start();
            URI address = URI.create(server.address());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(60_000);
                BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                ask(socket, "/refused");
                assertThat(body(answers)).isEqualTo("/refused");
                ask(socket, "/empty");
                assertThat(body(answers)).isEmpty();
                ask(socket, "/next");
                boolean begun = slow.begun.await(1, TimeUnit.SECONDS);
                slow.on.countDown();
                assertThat(begun)
                        .as("the next one, before that thread has left")
                        .isFalse();
                assertThat(body(answers)).isEqualTo("/next");
            }
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
    }

    private static String body(BufferedReader answers) throws IOException {
        assertThat(answers.readLine()).isEqualTo("HTTP/1.1 200 OK");
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
        }
        char[] body = new char[length];
        int read = length == 0 ? 0 : answers.read(body);
        return new String(body, 0, Math.max(read, 0));
    }

    /** Refuses in a thread of its own, which then takes its time. */
    private static final class Slow extends Handler.Abstract {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch on = new CountDownLatch(1);
        private volatile CompletableFuture<Void> refusing = CompletableFuture.completedFuture(null);

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = request.getHttpURI().getPath();
            ByteBuffer text = ByteBuffer.wrap(path.getBytes(UTF_8));
            response.setStatus(200);
            switch (path) {
                case "/refused" ->
                    refusing = CompletableFuture.runAsync(() -> response.write(true, text, lingering(callback)));
                case "/empty" -> callback.succeeded();
                default -> {
                    begun.countDown();
                    refusing.join();
                    response.write(true, text, callback);
                }
            }
            return true;
        }

        private Callback lingering(Callback callback) {
            return Callback.from(() -> {
                callback.succeeded();
                try {
                    on.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
