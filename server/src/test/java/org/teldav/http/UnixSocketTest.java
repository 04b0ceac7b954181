package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.config.ConfigReader;
import org.teldav.metrics.Registry;

/** {@code listen = "unix:…"}, for a proxy on the same machine. */
class UnixSocketTest {
    private static final String REQUEST = "GET /dav/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

    @TempDir
    Path folder;

    @Test
    void a_proxy_is_answered_and_believed_and_the_command_line_has_a_connector_of_its_own() throws Exception {
        try (HttpServer server = started()) {
            assertThat(server.address()).isEqualTo("unix:" + socket());
            assertThat(raw(REQUEST + "\r\n")).startsWith("HTTP/1.1 200").contains("dav GET /dav/");
            assertThat(raw(REQUEST + "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n"))
                    .contains("from 192.0.2.7 by https", "Strict-Transport-Security: max-age=31536000");
            HttpResponse<String> local = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create(server.localAddress()).resolve("/api/x"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(local.body()).startsWith("api");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void the_server_s_group_may_connect_and_others_may_not() throws Exception {
        try (HttpServer server = started()) {
            assertThat(server.address()).startsWith("unix:");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw----");
        }
    }

    @Test
    void what_a_killed_server_left_behind_is_no_hindrance_but_a_server_that_runs_is_and_so_is_a_file()
            throws Exception {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        try (HttpServer server = started()) {
            assertThat(server.address()).startsWith("unix:");
            assertThatThrownBy(this::started)
                    .isInstanceOf(IOException.class)
                    .hasMessage("can't listen at unix:" + socket() + ": another server listens there");
            assertThat(raw(REQUEST + "\r\n")).startsWith("HTTP/1.1 200");
        }
        Files.writeString(socket(), "text");
        assertThatThrownBy(this::started)
                .isInstanceOf(IOException.class)
                .hasMessage("can't listen at unix:" + socket() + ": it is there already and no socket");
        assertThat(socket()).hasContent("text");
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private HttpServer started() throws Exception {
        Path file = Files.writeString(folder.resolve("teldav.conf"), "listen = \"unix:" + socket() + "\"\n");
        HttpServer server = new HttpServer(
                ConfigReader.read(Optional.of(file), Map.of(), Optional.empty()),
                new Routes(() -> true, new Echo("api"), new Echo("metrics"), new Echo("dav")),
                new Registry());
        server.start();
        return server;
    }

    private String raw(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
