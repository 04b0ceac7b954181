package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.config.ConfigReader;
import org.teldav.config.TeldavConfig;

class HttpServerTest {
    @TempDir
    Path folder;

    private final AtomicBoolean healthy = new AtomicBoolean(true);

    /** Answers with what it was asked: the raw path, and from where. */
    private static final class Echo extends Handler.Abstract {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String text = name + " " + request.getMethod() + " "
                    + request.getHttpURI().getPath() + " from "
                    + Request.getRemoteAddr(request) + " by "
                    + request.getHttpURI().getScheme() + " "
                    + request.getConnectionMetaData().getHttpVersion().asString();
            response.setStatus(200);
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }

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
        try (HttpServer server =
                new HttpServer(config("listen = \"127.0.0.1:0\""), healthy::get, new Echo("api"), broken)) {
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
        "/health/, dav"
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
        HttpServer server = new HttpServer(config("listen = \"127.0.0.1:0\""), healthy::get, new Echo("api"), slow);
        server.start();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(server.address())).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        released.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("late");
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void pem_files_make_tls_with_http2_and_the_command_line_has_a_connector_of_its_own() throws Exception {
        Certificate certificate = makePem();
        try (HttpServer server =
                started("tls { certificate = \"" + folder + "/cert.pem\", key = \"" + folder + "/key.pem\" }")) {
            assertThat(server.address()).startsWith("https://");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(certificate)).build();
            URI uri = URI.create(server.address().replace("127.0.0.1", "localhost"));
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).contains("by https");

            assertThat(server.localAddress()).startsWith("http://127.0.0.1:").isNotEqualTo(server.address());
            assertThat(get(server.localAddress(), "/api/x").body()).startsWith("api");
            assertThat(get(server.localAddress(), "/health").statusCode()).isEqualTo(200);
            assertThat(get(server.localAddress(), "/dav/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void files_of_tls_that_are_none_are_named_with_what_to_do() throws Exception {
        makePem();
        String cert = folder + "/cert.pem";
        String key = folder + "/key.pem";
        Path empty = Files.writeString(folder.resolve("empty.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> tls(folder + "/no.pem", key))
                .hasMessage("tls.certificate: there is no file " + folder + "/no.pem");
        assertThatThrownBy(() -> tls(empty.toString(), key))
                .hasMessageContaining("no certificate in PEM form in " + empty);
        assertThatThrownBy(() -> tls(cert, empty.toString()))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + empty);
        assertThatThrownBy(() -> tls(cert, folder + "/no.pem"))
                .hasMessage("tls.key: there is no file " + folder + "/no.pem");
    }

    private void tls(String certificate, String key) throws Exception {
        started("tls { certificate = \"" + certificate + "\", key = \"" + key + "\" }")
                .close();
    }

    private HttpServer started(String lines) throws Exception {
        String listen = lines.contains("listen") ? "" : "listen = \"127.0.0.1:0\"\n";
        HttpServer server = new HttpServer(config(listen + lines), healthy::get, new Echo("api"), new Echo("dav"));
        server.start();
        return server;
    }

    private TeldavConfig config(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("teldav.conf"), text);
        return ConfigReader.read(Optional.of(file), Map.of(), Optional.empty());
    }

    private static HttpResponse<String> get(String address, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address).resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String raw(HttpServer server, String request) throws IOException {
        URI address = URI.create(server.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** By the JDK's own tool, as an operator's authority would hand them out. */
    private Certificate makePem() throws Exception {
        Path store = folder.resolve("made.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "teldav",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        Certificate certificate = keys.getCertificate("teldav");
        pem("cert.pem", "CERTIFICATE", certificate.getEncoded());
        pem(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("teldav", "secret".toCharArray()).getEncoded());
        return certificate;
    }

    private void pem(String name, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("teldav", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
