package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP server itself answers, and to whom it hands on. */
class HttpServerTest extends HttpStory {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dav/a%2Fb.vcf",
                "/dav/../x",
                "/dav/./x",
                "/dav//x",
                "/dav/x;y=z/w",
                "/dav/%C3%28",
                "/dav/%u0041",
                "/dav/a%5Cb",
                "/dav/ü"
            })
    void the_dav_room_gets_the_raw_path_and_judges_it_itself(String path) throws Exception {
        try (HttpServer server = started("")) {
            assertThat(raw(server, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("dav GET " + path + " from");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET\r\n\r\n",
                "GET /dav/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /dav/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /dav/% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /dav/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBroken Header\r\n\r\n"
            })
    void what_is_no_http_is_refused_in_plain_words(String request) throws Exception {
        try (HttpServer server = started("")) {
            String answer = raw(server, request);
            assertThat(answer).containsPattern("^HTTP/1.1 (400|505)");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("<html", "jetty", "exception", "\tat ");
            assertThat(raw(server, "GET /health HTTP/1.0\r\n\r\n")).contains("200", "ok");
        }
    }

    @Test
    void headers_over_the_limit_are_refused() throws Exception {
        try (HttpServer server = started("limits.headers = 2 KiB")) {
            String big = "X-Big: " + "x".repeat(3000) + "\r\n";
            assertThat(raw(server, "GET / HTTP/1.1\r\nHost: x\r\n" + big + "\r\n"))
                    .startsWith("HTTP/1.1 431")
                    .doesNotContain("<");
        }
    }

    @Test
    void a_handler_that_throws_tells_the_client_nothing_of_it() throws Exception {
        Handler broken = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                throw new IllegalStateException("secret");
            }
        };
        try (HttpServer server = server(config("listen = \"127.0.0.1:0\""), broken)) {
            server.start();
            assertThat(raw(server, "GET /x HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 500")
                    .endsWith("Server Error\n")
                    .doesNotContain("secret", "<");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api, api",
        "/api/users, api",
        "/apiary, dav",
        "/API/users, dav",
        "/, dav",
        "/dav/, dav",
        "/.well-known/carddav, dav",
        "/health/, dav",
        "/metrics, metrics"
    })
    void the_path_decides_who_answers(String path, String room) throws Exception {
        try (HttpServer server = started("")) {
            assertThat(get(server.address(), path).body()).startsWith(room + " GET " + path);
        }
    }

    @Test
    void health_is_503_while_the_database_does_not_answer() throws Exception {
        try (HttpServer server = started("")) {
            assertThat(get(server.address(), "/health").statusCode()).isEqualTo(200);
            healthy.set(false);
            assertThat(get(server.address(), "/health").statusCode()).isEqualTo(503);
            assertThat(raw(server, "DELETE /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET, HEAD");
        }
    }

    @Test
    void the_server_says_neither_its_name_nor_its_version() throws Exception {
        try (HttpServer server = started("")) {
            HttpResponse<String> answer = get(server.address(), "/");
            assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
            assertThat(answer.headers().firstValue("date")).isPresent();
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> started("listen = \"" + address + "\""))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("can't listen at " + address);
        }
    }

    @Test
    void a_name_without_an_address_can_not_be_listened_at() {
        assertThatThrownBy(() -> started("listen = \"dav.teldav.invalid:8080\"\nlisten-insecure = true"))
                .isInstanceOf(IOException.class)
                .hasMessage("can't listen at dav.teldav.invalid:8080: there is no address of that name");
    }

    @Test
    void what_is_being_answered_when_the_server_ends_is_answered() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Handler slow = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                reached.countDown();
                released.await();
                response.write(true, ByteBuffer.wrap("late".getBytes(StandardCharsets.UTF_8)), callback);
                return true;
            }
        };
        HttpServer server = server(config("listen = \"127.0.0.1:0\""), slow);
        server.start();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(server.address())).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        released.countDown();
        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("late");
        closing.get(10, TimeUnit.SECONDS);
    }

    /** Jetty itself does so only where a request has a body, and wakes other threads for all others. */
    @Test
    void a_request_that_is_there_when_the_last_is_answered_is_taken_by_the_same_thread() throws Exception {
        Semaphore sent = new Semaphore(0);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Handler answering = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                threads.add(Thread.currentThread());
                response.getHeaders().put("Content-Length", "2");
                Content.Sink.write(response, true, ByteBuffer.wrap("ok".getBytes(StandardCharsets.UTF_8)));
                sent.acquire();
                callback.succeeded();
                return true;
            }
        };
        byte[] asked = "GET /dav/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        try (HttpServer server = server(config("listen = \"127.0.0.1:0\""), answering)) {
            server.start();
            URI address = URI.create(server.address());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write(asked);
                for (int i = 0; i < 20; i++) {
                    assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("ok");
                    socket.getOutputStream().write(asked);
                    sent.release();
                }
                answer(socket);
                sent.release();
            }
        }
        assertThat(threads).hasSize(21);
        assertThat(new HashSet<>(threads)).hasSize(1);
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nok")) {
            int next = socket.getInputStream().read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }
}
