package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.Teldav;
import org.teldav.TestDatabase;
import org.teldav.config.ConfigReader;

@BothEngines
class BesideServerTest implements CommandsContract {
    @TempDir
    Path folder;

    private Teldav server;

    @BeforeEach
    void start() throws Exception {
        start(Map.of());
    }

    private void start(Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(TestDatabase.environment(folder));
        environment.putAll(more);
        environment.put("TELDAV_LISTEN", "127.0.0.1:0");
        server = Teldav.open(ConfigReader.read(Optional.empty(), environment, Optional.of(folder.resolve("data"))));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    public Cli cli() {
        return new Cli(folder.resolve("data"));
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Test
    void the_token_is_readable_by_its_owner_only_and_gone_with_the_server() throws Exception {
        Path token = folder.resolve("data/api.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        server.close();
        assertThat(token).doesNotExist();
        assertThat(folder.resolve("data/api.address")).doesNotExist();
    }

    @Test
    void a_second_server_on_the_same_data_is_refused() {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        cli().run("serve", "--listen", "127.0.0.1:0").failed(1, "uses " + folder.resolve("data") + " already");
    }

    @Test
    void a_backup_is_for_who_may_read_the_data_folder_and_for_no_administrator() throws Exception {
        cli().run("user", "add", "root", "--admin", "--password", "root-password")
                .ok();
        String token = Files.readString(folder.resolve("data/api.token")).strip();
        String admin =
                "Basic " + Base64.getEncoder().encodeToString("root:root-password".getBytes(StandardCharsets.UTF_8));
        assertThat(status("Bearer " + token)).isEqualTo(200);
        assertThat(status("Bearer " + token, "X-Forwarded-For", "192.0.2.1")).isEqualTo(401);
        assertThat(status("Bearer x")).isEqualTo(401);
        assertThat(status(admin)).isEqualTo(404);
    }

    private int status(String authorization, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.address()).resolve("/api/backup"))
                .header("Authorization", authorization);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** As where they are better kept, in the environment of the service alone. */
    @Test
    void a_command_needs_no_secret_that_only_the_server_knows() throws Exception {
        Path conf = Files.writeString(
                folder.resolve("service.conf"),
                "ldap.url = \"ldaps://ldap.example.org\"\nldap.base = \"dc=example\"\nldap.bind-dn = \"cn=x\"\n"
                        + "listen = \"0.0.0.0:443\"\n");
        cli().run("user", "list", "--conf", conf.toString()).ok();
        cli().run("doctor", "--conf", conf.toString()).failed(1, "");
        Files.writeString(conf, "regoin = CH\n");
        cli().run("user", "list", "--conf", conf.toString()).failed(1, "did you mean 'region'?");
    }

    @Test
    void the_doctor_believes_the_server_where_it_got_more_by_its_environment() throws Exception {
        server.close();
        start(Map.of("TELDAV_PUBLIC_URL", "https://localhost/", "TELDAV_REGION", "CH"));
        assertThat(cli().run("doctor").ok().out())
                .containsPattern("ok +region .* CH")
                .containsPattern("ok +TLS +none in this configuration; the running server is at https://localhost/")
                .containsPattern("ok +names +no public-url in this configuration; .* https://localhost/");
    }

    @Test
    void the_doctor_tells_of_a_region_that_the_server_does_not_know_yet() throws Exception {
        Path conf = Files.writeString(folder.resolve("region.conf"), "region = CH\n");
        assertThat(cli().run("doctor", "--conf", conf.toString()).ok().out())
                .containsPattern("(?m)^! +region .* CH yet: restart it");
    }

    @Test
    void nothing_is_restored_where_a_server_runs() {
        Path file = folder.resolve("backup.zip");
        cli().run("backup", file.toString()).ok();
        cli().run("restore", file.toString(), "--yes").failed(1, "a server runs on " + folder.resolve("data"));
    }
}
