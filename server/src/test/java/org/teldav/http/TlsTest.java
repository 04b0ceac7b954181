package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.LogLines;
import org.teldav.SelfSigned;
import org.teldav.config.ConfigReader;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;
import org.teldav.plain.PlainServer;

/** PEM files, as an authority hands them out. */
class TlsTest {
    @TempDir
    Path folder;

    private int count;

    @Test
    void pem_files_make_tls_with_http2_and_the_command_line_has_a_connector_of_its_own() throws Exception {
        SelfSigned certificate = makePem();
        try (HttpServer server =
                started("tls { certificate = \"" + folder + "/cert.pem\", key = \"" + folder + "/key.pem\" }")) {
            assertThat(server.address()).startsWith("https://");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
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

    /** HTTP/2 has no Host: what stands for it is :authority (RFC 9113 §8.3.1). */
    @Test
    void rfc4918_8_3_by_http2_a_resource_of_this_server_is_known_by_its_whole_uri() throws Exception {
        SelfSigned certificate = makePem();
        try (PlainServer server = PlainServer.start(
                folder, "tls { certificate = \"" + folder + "/cert.pem\", key = \"" + folder + "/key.pem\" }")) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
            URI root = URI.create(server.address().replace("127.0.0.1", "localhost"));
            HttpResponse<String> put = send(client, "PUT", root.resolve("/a"));
            assertThat(put.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(put.statusCode()).isEqualTo(201);
            assertThat(send(
                                    client,
                                    "COPY",
                                    root.resolve("/a"),
                                    "Destination",
                                    root.resolve("/b").toString())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send(client, "COPY", root.resolve("/a"), "Destination", "https://elsewhere.example/c")
                            .statusCode())
                    .isEqualTo(502);
            String tag = put.headers().firstValue("ETag").orElseThrow();
            String tagged = "<" + root.resolve("/a") + "> ([" + tag + "])";
            assertThat(send(client, "DELETE", root.resolve("/b"), "If", tagged).statusCode())
                    .isEqualTo(204);
        }
    }

    private static HttpResponse<String> send(HttpClient client, String method, URI uri, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Basic YW55OmFueQ==");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
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

    @Test
    void a_certificate_that_changes_is_shown_from_the_next_handshake_on_by_the_server_that_runs() throws Exception {
        SelfSigned old = makePem();
        try (HttpServer server = started(files())) {
            assertThat(shown(server)).isEqualTo(old.keys().getCertificate("teldav"));
            SelfSigned fresh = makePem();
            server.lookAtTls();
            assertThat(shown(server)).isEqualTo(fresh.keys().getCertificate("teldav"));
        }
    }

    @Test
    void a_certificate_that_is_over_is_used_and_told_at_the_start_and_when_it_comes() throws Exception {
        SelfSigned old = SelfSigned.expired(folder, "old");
        Files.copy(old.certificate(), folder.resolve("cert.pem"));
        Files.copy(old.key(), folder.resolve("key.pem"));
        try (LogLines log = LogLines.of(TlsFiles.class);
                HttpServer server = started(files())) {
            assertThat(shown(server)).isEqualTo(old.keys().getCertificate("teldav"));
            makePem();
            server.lookAtTls();
            Files.copy(old.certificate(), folder.resolve("cert.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(old.key(), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
            server.lookAtTls();
            assertThat(log.levels()).containsExactly(Level.WARN, Level.INFO, Level.INFO, Level.WARN);
            assertThat(log.lines().get(0))
                    .contains("the certificate in " + folder + "/cert.pem is over since", "phones refuse it");
        }
    }

    @Test
    void a_bad_new_file_keeps_the_old_certificate_and_is_told_once_at_warn() throws Exception {
        SelfSigned old = makePem();
        Certificate good = old.keys().getCertificate("teldav");
        String key = Files.readString(folder.resolve("key.pem"));
        try (LogLines log = LogLines.of(TlsFiles.class);
                HttpServer server = started(files())) {
            Files.writeString(folder.resolve("cert.pem"), "half");
            server.lookAtTls();
            server.lookAtTls();
            assertThat(shown(server)).isEqualTo(good);
            SelfSigned other = makePem();
            Files.writeString(folder.resolve("key.pem"), key);
            server.lookAtTls();
            assertThat(shown(server)).isEqualTo(good);
            Files.delete(folder.resolve("key.pem"));
            server.lookAtTls();
            assertThat(shown(server)).isEqualTo(good);
            assertThat(log.levels()).containsExactly(Level.WARN, Level.WARN, Level.WARN);
            assertThat(log.lines().get(0)).contains("no certificate in PEM form");
            assertThat(log.lines().get(1)).contains("is not the one of the certificate");
            assertThat(log.lines().get(2)).contains("there is no file " + folder + "/key.pem");

            // So it is cut off that Base64 says it can't be.
            Files.writeString(
                    folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n");
            server.lookAtTls();
            assertThat(log.lines().get(3)).contains("key.pem is broken");

            Files.writeString(folder.resolve("key.pem"), Files.readString(other.key()));
            server.lookAtTls();
            assertThat(shown(server)).isEqualTo(other.keys().getCertificate("teldav"));
        }
    }

    @Test
    void over_tls_browsers_are_told_to_come_by_tls_only_and_over_http_never() throws Exception {
        SelfSigned certificate = makePem();
        try (HttpServer server = started(files())) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
            for (HttpClient.Version version : HttpClient.Version.values()) {
                URI uri = URI.create(server.address().replace("127.0.0.1", "localhost"));
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(uri).version(version).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .contains("max-age=31536000");
            }
            assertThat(get(server.localAddress(), "/health").headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
        }
    }

    private String files() {
        return "tls { certificate = \"" + folder + "/cert.pem\", key = \"" + folder + "/key.pem\" }";
    }

    /** By a handshake that trusts everybody, since it only looks. */
    private static Certificate shown(HttpServer server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        URI address = URI.create(server.address());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void tls(String certificate, String key) throws Exception {
        started("tls { certificate = \"" + certificate + "\", key = \"" + key + "\" }")
                .close();
    }

    private HttpServer started(String lines) throws Exception {
        String listen = lines.contains("listen") ? "" : "listen = \"127.0.0.1:0\"\n";
        HttpServer server = new HttpServer(
                config(listen + lines),
                new Routes(() -> true, new Echo("api"), new Echo("metrics"), new Echo("dav")),
                new Registry());
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

    /** By the JDK's own tool, as an operator's authority would hand them out. */
    private SelfSigned makePem() throws Exception {
        SelfSigned made = SelfSigned.make(folder, "made" + ++count);
        Files.copy(made.certificate(), folder.resolve("cert.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(made.key(), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
        return made;
    }
}
