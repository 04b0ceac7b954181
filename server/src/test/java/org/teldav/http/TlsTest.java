package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.SelfSigned;
import org.teldav.config.ConfigReader;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;
import org.teldav.plain.PlainServer;

/** PEM files, as an authority hands them out. */
class TlsTest {
    @TempDir
    Path folder;

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
        SelfSigned made = SelfSigned.make(folder, "made");
        Files.move(made.certificate(), folder.resolve("cert.pem"));
        Files.move(made.key(), folder.resolve("key.pem"));
        return made;
    }
}
