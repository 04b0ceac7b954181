package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.OneEngine;

/** The server as a process of its own. */
@OneEngine("about a process, whatever it keeps things in")
class ServeTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    /** A running server. @param said all lines up to the one that it is ready */
    private record Server(Process process, BufferedReader out, List<String> said) {
        String address() {
            return said.get(said.size() - 1).substring("TelDAV is ready at ".length());
        }
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Server serve(String... more) throws IOException {
        return serve(List.of("-Xmx256m"), more);
    }

    /** @param options of the JVM */
    private Server serve(List<String> options, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.teldav.cli.Main",
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        started.add(process);
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (line.startsWith("TelDAV is ready at ")) {
                return new Server(process, out, said);
            }
        }
        throw new AssertionError("not ready: " + said + Files.readString(folder.resolve("log")));
    }

    @Test
    void the_administrator_is_made_once_with_a_password_that_opens_and_is_in_no_log() throws Exception {
        Server first = serve();
        assertThat(first.said).hasSize(2);
        String password = first.said.get(0).replaceAll(".*password (\\S+) .*", "$1");
        assertThat(password).hasSize(20);
        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(first.address()).resolve("/api/users?secret=7"))
                                .header("Authorization", basic)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        stop(first);
        Server second = serve();
        assertThat(second.said).hasSize(1);
        stop(second);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("TelDAV ", "HSQL", second.address(), "users: 1")
                .doesNotContain(password);
    }

    @Test
    void the_log_has_a_line_a_request_without_its_query() throws Exception {
        Server server = serve();
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(server.address()).resolve("/api/numbers?number=%2B14155550100"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        stop(server);
        assertThat(Files.readString(folder.resolve("log")))
                .containsPattern("GET /api/numbers 401 \\d+ ms")
                .doesNotContain("14155550100");
    }

    @Test
    void sigterm_ends_within_ten_seconds_with_0_and_leaves_no_token() throws Exception {
        Server server = serve();
        assertThat(folder.resolve("data/api.token")).exists();
        stop(server);
        assertThat(folder.resolve("data/api.token")).doesNotExist();
        assertThat(folder.resolve("data/api.address")).doesNotExist();
    }

    @Test
    void after_a_kill_the_next_command_and_the_next_server_just_work() throws Exception {
        Server server = serve();
        Cli cli = new Cli(folder.resolve("data"));
        cli.run("user", "add", "alice", "--password", "alice-password").ok();
        server.process.destroyForcibly().waitFor();
        assertThat(cli.run("user", "list").ok().out()).contains("admin", "alice");
        stop(serve());
    }

    /** There the capital of "i" is no "I", and names that a library writes in capitals are others. */
    @Test
    void it_starts_on_a_machine_that_speaks_turkish() throws Exception {
        stop(serve(List.of("-Xmx256m", "-Duser.language=tr", "-Duser.country=TR")));
        stop(serve());
        assertThat(serve(List.of("-Duser.language=tr", "-Duser.country=TR")).said)
                .last()
                .asString()
                .startsWith("TelDAV is ready at ");
    }

    @Test
    void a_wrong_configuration_stops_the_start() throws Exception {
        assertThat(refused("\nsms.retires = 3\n"))
                .isEqualTo("teldav: teldav.conf:2: unknown key 'sms.retires' - did you mean 'sms.retries'?\n");
    }

    @Test
    void where_it_can_not_listen_it_ends_with_1_and_the_next_start_shows_the_password() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused("listen = \"127.0.0.1:" + taken.getLocalPort() + "\"\n"))
                    .contains("teldav: can't listen at 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("administrator", "Exception", "\tat ");
        }
        assertThat(serve().said)
                .hasSize(2)
                .first()
                .asString()
                .startsWith("The administrator is 'admin' with the password ");
    }

    @Test
    void a_database_that_is_not_there_is_said_in_a_sentence() throws Exception {
        assertThat(refused("database.url = \"jdbc:postgresql://127.0.0.1:1/teldav\"\ndatabase.wait = 1 s\n"))
                .contains("waiting for the database at 127.0.0.1:1")
                .contains("teldav: the database at 127.0.0.1:1 can't be used: ")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void a_data_folder_that_is_none_is_said_in_a_sentence() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "x");
        assertThat(refused("\n")).isEqualTo("teldav: " + file + ": it is a file, not a folder\n");
        assertThat(file).hasContent("x");
    }

    @Test
    void damaged_data_are_said_in_a_sentence_with_what_to_do() throws Exception {
        stop(serve());
        Path script = folder.resolve("data/db/teldav.script");
        String whole = Files.readString(script);
        Files.writeString(script, whole.substring(0, whole.length() / 2));
        assertThat(refused("\n"))
                .contains("teldav: the file " + script
                        + " of the database is damaged: its end is missing. Nothing was changed.")
                .contains("teldav restore FILE --data NEW")
                .doesNotContain("Exception", "\tat ");
        assertThat(script).hasContent(whole.substring(0, whole.length() / 2));
    }

    /** What it says as it doesn't start. */
    private String refused(String configuration) throws Exception {
        Path conf = Files.writeString(folder.resolve("teldav.conf"), configuration);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.teldav.cli.Main",
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--conf",
                        conf.toString())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return said;
    }

    private static void stop(Server server) throws InterruptedException {
        server.process.destroy();
        assertThat(server.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.process.exitValue()).isZero();
    }
}
