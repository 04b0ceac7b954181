package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;

@BothEngines
class WithoutServerTest implements CommandsContract {
    @TempDir
    Path folder;

    @Override
    public Cli cli() {
        return new Cli(folder.resolve("data"));
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Test
    void a_folder_without_data_is_not_made_by_a_command_that_only_looks() {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        cli().run("user", "list").failed(1, "there is no data in " + folder.resolve("data"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void what_a_killed_server_left_behind_does_not_mislead() throws IOException {
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        Files.writeString(folder.resolve("data/api.address"), "http://127.0.0.1:1/\n");
        Files.writeString(folder.resolve("data/api.token"), "0123");
        assertThat(cli().run("user", "list").ok().out()).contains("alice");
    }

    @Test
    void a_wrong_configuration_is_told_a_line_each() throws IOException {
        Path conf = Files.writeString(folder.resolve("teldav.conf"), "regoin = CH\nlimits.card = x\n");
        cli().run("user", "list", "--conf", conf.toString())
                .failed(
                        1,
                        "teldav: teldav.conf:1: unknown key 'regoin' - did you mean 'region'?\nteldav.conf:2: 'limits.card'");
    }
}
