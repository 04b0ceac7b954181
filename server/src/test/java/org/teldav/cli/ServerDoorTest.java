package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.web.ApiEndpoint;
import org.teldav.web.ApiToken;
import org.teldav.web.Json;

/** What a server that was killed says of itself stays behind, and another program may answer at its address by now. */
class ServerDoorTest {
    @TempDir
    Path data;

    private HttpServer program;
    private volatile int status = 200;
    private volatile String body = "{\"version\": \"1\"}";

    @BeforeEach
    void start() throws IOException {
        program = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        program.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        program.start();
        ApiEndpoint.publish(data, "http://127.0.0.1:" + program.getAddress().getPort() + "/", ApiToken.random());
    }

    @AfterEach
    void stop() {
        program.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"version\": \"1\"}",
                "429 | {\"error\": \"too many requests\"}",
                "503 | {\"error\": \"the database does not answer\"}",
                "503 | the server is at its end"
            })
    void a_server_that_is_there_is_asked_also_where_it_is_busy(int answered, String said) {
        status = answered;
        body = said;
        assertThat(ServerDoor.find(data)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>hello</html>",
                "200 | {\"hello\": 1}",
                "200 | []",
                "401 | {\"error\": \"who is it?\"}",
                "404 | <html>not here</html>",
                "404 | {}",
                "500 | oops"
            })
    void another_program_at_its_address_is_no_server(int answered, String said) {
        status = answered;
        body = said;
        assertThat(ServerDoor.find(data)).isEmpty();
    }

    @Test
    void where_nobody_answers_there_is_none() throws IOException {
        program.stop(0);
        assertThat(ServerDoor.find(data)).isEmpty();
        Files.writeString(data.resolve(ApiEndpoint.ADDRESS_FILE), "nowhere\n");
        assertThat(ServerDoor.find(data)).isEmpty();
    }

    @Test
    void one_that_ends_meanwhile_is_told_in_a_sentence() {
        Optional<Door> door = ServerDoor.find(data);
        status = 503;
        body = "the server is at its end";
        assertThatThrownBy(() -> door.orElseThrow().ask("GET", "/api/users", Json.object()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("does not answer any more");
    }
}
