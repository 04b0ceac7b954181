package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.Teldav;
import org.teldav.TestDatabase;
import org.teldav.config.ConfigReader;

class BesideServerTest implements CommandsContract {
    @TempDir
    Path folder;

    private Teldav server;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>(TestDatabase.environment(folder));
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
}
