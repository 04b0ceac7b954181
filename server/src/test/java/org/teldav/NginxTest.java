package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/nginx/teldav.conf} as it is shipped, but for ports and the place of the certificate, run by Debian's nginx. */
@OneEngine("about a proxy, whatever is behind it")
class NginxTest {
    private static final String OWN = "/dav/addressbooks/alice/contacts/me.vcf";

    @TempDir
    Path folder;

    private TestServer server;
    private Process nginx;
    private HttpClient client;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(
                folder.resolve("data"), "trusted-proxies = [\"127.0.0.1\"]", "public-url = \"https://localhost/\"");
        server.user("alice", "+1 415 555 0100");
        SelfSigned certificate = SelfSigned.make(folder, "nginx");
        client = HttpClient.newBuilder().sslContext(certificate.context()).build();
        int port = freePort();
        address = URI.create("https://localhost:" + port + "/");
        nginx = new ProcessBuilder(
                        "/usr/sbin/nginx",
                        "-e",
                        "stderr",
                        "-c",
                        configuration(certificate, port).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isListenedTo()) {
            assertThat(nginx.isAlive())
                    .as(Files.readString(folder.resolve("nginx.log")))
                    .isTrue();
            assertThat(System.nanoTime() - end).isNegative();
        }
    }

    @AfterEach
    void stop() throws Exception {
        nginx.destroy();
        nginx.waitFor();
        server.close();
    }

    private Path configuration(SelfSigned certificate, int port) throws IOException {
        String shipped = Files.readString(Path.of("../conf/nginx/teldav.conf"));
        String ours = shipped.substring(0, shipped.lastIndexOf("server {"))
                .replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
                .replaceAll("(?m)^ *listen \\[::].*\\R", "")
                .replaceAll("(ssl_certificate) .*;", "$1 " + certificate.certificate() + ";")
                .replaceAll("(ssl_certificate_key) .*;", "$1 " + certificate.key() + ";")
                .replace("http://127.0.0.1:8080;", server.uri().replaceAll("/$", "") + ";");
        StringBuilder http = new StringBuilder("daemon off;\nuser " + System.getProperty("user.name") + ";\npid "
                + folder.resolve("nginx.pid") + ";\nevents {}\nhttp {\naccess_log off;\n");
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            http.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
        }
        return Files.writeString(folder.resolve("nginx.conf"), http.append(ours).append("}\n"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isListenedTo() throws Exception {
        try {
            return send("GET", "/health", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void phones_find_their_way_write_and_move_through_it() throws Exception {
        assertThat(send("PROPFIND", "/dav/", "<propfind xmlns='DAV:'><allprop/></propfind>", "Depth", "0")
                        .statusCode())
                .isEqualTo(207);
        assertThat(send("GET", "/.well-known/carddav", "").headers().firstValue("Location"))
                .contains("/dav/");
        String card = TestServer.card("a", "A", "+1 415 555 0101")
                .replace("END:", "NOTE:" + "x".repeat(9 << 20) + "\r\nEND:");
        assertThat(send("PUT", "/dav/addressbooks/alice/contacts/a.vcf", card, "Content-Type", "text/vcard")
                        .statusCode())
                .isEqualTo(201);
        String there = "https://localhost/dav/addressbooks/alice/contacts/b.vcf";
        assertThat(send("MOVE", "/dav/addressbooks/alice/contacts/a.vcf", "", "Destination", there)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("GET", "/dav/addressbooks/alice/contacts/b.vcf", "").body())
                .isEqualTo(card);
        // As a client says it that has come to another port than 443.
        String back = address.resolve("/dav/addressbooks/alice/contacts/a.vcf").toString();
        assertThat(send("MOVE", "/dav/addressbooks/alice/contacts/b.vcf", "", "Destination", back)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void what_is_for_this_machine_is_not_reached_through_it() throws Exception {
        String token = Files.readString(folder.resolve("data/api.token")).strip();
        assertThat(send("GET", "/metrics", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/api/users", "", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void nobody_seems_to_come_from_where_they_say() throws Exception {
        try (LogLines log = LogLines.audit()) {
            String wrong = basic("alice:wrong");
            send("GET", OWN, "", "Authorization", wrong, "X-Forwarded-For", "198.51.100.7");
            send("GET", OWN, "", "Authorization", wrong, "Forwarded", "for=198.51.100.7");
            assertThat(log.lines())
                    .containsExactly("login failed: alice from 127.0.0.1", "login failed: alice from 127.0.0.1");
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", basic("alice:alice-password"))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
