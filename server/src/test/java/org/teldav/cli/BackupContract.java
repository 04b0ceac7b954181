package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Backup and restore. */
interface BackupContract extends CommandLine {
    @Test
    default void a_backup_is_one_private_file_that_is_restored_into_empty_data_only() throws IOException {
        users();
        Path file = folder().resolve("backup.zip");
        // One of the books is the directory of the group.
        assertThat(cli().run("backup", file.toString()).ok().out())
                .contains(file + " has 2 users, 1 group, 3 books, 2 cards and 0 earlier versions, as of 2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        cli().run("restore", file.toString(), "--yes").failed(1, "data");
        Cli other = Cli.bare(folder().resolve("other"));
        other.typing("", "restore", file.toString())
                .failed(1, "[y/N] \nteldav: nothing is restored; with --yes nobody is asked");
        other.run("restore", folder().toString(), "--yes")
                .failed(1, "teldav: the backup can't be read: " + folder() + " (Is a directory)");
        assertThat(folder().resolve("other/db")).doesNotExist();
        JsonNode restored =
                other.typing("y\n", "restore", file.toString(), "--json").ok().json();
        assertThat(restored.path("users").asLong()).isEqualTo(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("other"))))
                .isEqualTo("rwx------");
        assertThat(other.run("user", "list").ok().out())
                .isEqualTo(cli().run("user", "list").ok().out());
        assertThat(other.run("card", "export", "alice").ok().out())
                .isEqualTo(cli().run("card", "export", "alice").ok().out());
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).noneMatch(left -> left.toString().endsWith(".new"));
        }
    }

    @Test
    default void a_backup_takes_the_place_of_a_file_and_of_nothing_else() throws Exception {
        users();
        Path real = file("real.zip", "");
        Path link = Files.createSymbolicLink(folder().resolve("link.zip"), real);
        cli().run("backup", link.toString()).ok();
        assertThat(link).isSymbolicLink();
        assertThat(Files.size(real)).isPositive();
        Path pipe = folder().resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path dangling = Files.createSymbolicLink(folder().resolve("dangling.zip"), folder().resolve("nowhere"));
        for (String other : new String[] {folder().toString(), "/", pipe.toString(), dangling.toString()}) {
            cli().run("backup", other).failed(1, "it is no file, which could be replaced");
            cli().run("user", "export", "alice", other).failed(1, "it is no file, which could be replaced");
        }
    }

    @Test
    default void a_backup_that_can_not_be_written_or_read_is_told() throws IOException {
        users();
        Path elsewhere = folder().resolve("nowhere/backup.zip");
        String missing = elsewhere + ": there is no folder " + elsewhere.getParent();
        cli().run("backup", elsewhere.toString()).failed(1, "no backup was made: " + missing);
        cli().run("user", "export", "alice", elsewhere.toString()).failed(1, "nothing was exported: " + missing);
        cli().run("backup").failed(2, "FILE");
        Cli other = new Cli(folder().resolve("other"));
        other.run("restore", file("text", "BEGIN:VCARD").toString(), "--yes").failed(1, "is no backup");
        other.run("restore", folder().resolve("nothing").toString(), "--yes").failed(1, "there is no file");
    }
}
