package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.OneEngine;

/** A disk that takes no more while a backup is restored (docs/decisions/full-disk.md). The operating system refuses to let a file grow beyond a limit. */
@OneEngine("the limit is on HSQLDB's files")
class FullDiskRestoreTest {
    private static final int CARDS = 30;
    private static final int BYTES = 100_000;

    @TempDir
    Path folder;

    private Path data;
    private Path backup;

    @BeforeEach
    void make() throws IOException {
        data = folder.resolve("data");
        backup = folder.resolve("backup.zip");
        Cli cli = new Cli(data);
        cli.run("user", "add", "alice", "--password", "alice-password").ok();
        StringBuilder cards = new StringBuilder();
        for (int i = 0; i < CARDS; i++) {
            cards.append("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + i + "\r\nFN:Big\r\nNOTE:")
                    .append("x".repeat(BYTES))
                    .append("\r\nEND:VCARD\r\n");
        }
        Path file = Files.writeString(folder.resolve("cards.vcf"), cards);
        cli.run("card", "import", "alice", file.toString()).ok();
        cli.run("backup", backup.toString()).ok();
    }

    /** 1 MiB are too few for any file; 4.5 MiB for the log alone, of which HSQLDB says nothing to who writes. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 9216})
    void what_can_t_be_restored_whole_is_not_restored_and_the_disk_is_named(int blocks) throws Exception {
        Path fresh = Files.createDirectory(folder.resolve("fresh"));
        assertThat(withFilesOf(blocks, fresh, "restore", backup.toString(), "--yes"))
                .contains("teldav: nothing is restored: the disk of " + fresh + " is full")
                .doesNotContain("restored into", "\tat ");
        assertThat(fresh).isEmptyDirectory();
    }

    /**
     * Runs a command that fails.
     *
     * @param blocks of 512 octets that a file may have
     * @return all that it says
     */
    private static String withFilesOf(int blocks, Path data, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said;
    }
}
