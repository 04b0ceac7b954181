package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
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
        cli().run("group", "invite", "family").failed(1, "there is no data in " + folder.resolve("data"));
        cli().run("group", "add", "family", "alice").failed(1, "there is no data in " + folder.resolve("data"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void what_a_killed_restore_left_is_no_data() throws IOException {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        Files.createDirectories(folder.resolve("data/db.restoring"));
        cli().run("user", "list").failed(1, "there is no data in " + folder.resolve("data"));
        assertThat(folder.resolve("data/db")).doesNotExist();
    }

    @Test
    void data_that_is_there_is_found_before_a_backup_is_read_through() throws IOException {
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        Path file = folder.resolve("backup.zip");
        cli().run("backup", file.toString()).ok();
        byte[] altered = Files.readAllBytes(file);
        String card = "users/alice/contacts/me.vcf";
        altered[new String(altered, StandardCharsets.ISO_8859_1).indexOf(card) + card.length() + 20] ^= 0x10;
        Files.write(file, altered);
        assertThat(Cli.bare(folder.resolve("other"))
                        .run("restore", file.toString(), "--yes")
                        .failed(1, "")
                        .err())
                .doesNotContain("there is data");
        cli().run("restore", file.toString(), "--yes").failed(1, "there is data in");
    }

    @Test
    void the_doctor_makes_no_database_in_a_folder_without_one() throws IOException {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        Path copy = Files.createDirectories(folder.resolve("data"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(copy.resolve("codes.key"), "the copy that a restore wants first");
        assertThat(cli().run("doctor").ok().out()).contains("there is none yet: 'teldav serve' makes it in " + copy);
        assertThat(copy.resolve("db")).doesNotExist();
    }

    @Test
    void the_doctor_finds_a_database_that_is_not_the_folders_owners() throws IOException {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Path beside = Files.createDirectory(folder.resolve("db"));
        Files.setOwner(
                beside, beside.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(cli().run("doctor").out()).doesNotContain("chown");
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        Path data = folder.resolve("data");
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(cli().run("doctor").out())
                .containsPattern(
                        "!! +disk +" + data + "/db is of root, and " + data + " of nobody: chown -R nobody " + data);
    }

    /** As root copies it before a restore. Who has a second factor could not sign in. */
    @Test
    void the_doctor_finds_a_key_that_the_folders_owner_can_t_read() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(data.resolve("codes.key"), "x");
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(cli().run("doctor").out())
                .containsPattern("!! +disk +" + data + "/codes.key is of root, and " + data
                        + " of nobody: chown -R nobody " + data);
    }

    @Test
    void the_doctor_says_what_to_do_with_a_key_that_it_can_t_read() throws IOException {
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        Path key = Files.createDirectories(folder.resolve("data/codes.key"));
        Files.writeString(folder.resolve("codes.conf"), "sms.kind = file\nsms.file = \"/tmp/sms\"\n");
        assertThat(cli().run("doctor", "--conf", folder.resolve("codes.conf").toString())
                        .out())
                .containsPattern("!! +codes +" + key + " can't be read: ");
    }

    @Test
    void a_data_folder_that_is_a_file_is_said_in_words() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "x");
        String said = "the data folder " + file + " can't be used: it is a file, not a folder";
        cli().run("user", "list").failed(1, said);
        assertThat(cli().run("doctor").out()).contains(said);
    }

    @Test
    void a_word_that_is_no_command_or_one_too_many_is_said_in_words() {
        cli().run("user", "ad").failed(2, "teldav: there is no command 'ad'\nTry 'teldav user --help'.");
        cli().run("user", "list", "alice").failed(2, "teldav: 'alice' is one too many\nTry 'teldav user list --help'.");
    }

    @Test
    void what_could_not_be_written_is_a_failure() throws IOException {
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                InputStream.nullInputStream(),
                new PrintStream(new FileOutputStream("/dev/full"), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                TestDatabase.environment(folder),
                "card",
                "export",
                "alice",
                "--data",
                folder.resolve("data").toString());
        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written");
    }

    @Test
    void what_a_killed_server_left_behind_does_not_mislead() throws IOException {
        cli().run("user", "add", "alice", "--password", "alice-password").ok();
        Files.writeString(folder.resolve("data/api.address"), "http://127.0.0.1:1/\n");
        Files.writeString(folder.resolve("data/api.token"), "0123");
        assertThat(cli().run("user", "list").ok().out()).contains("alice");
    }

    @Test
    void a_terminal_is_asked_for_a_password_that_no_option_gives() {
        Cli.Result added = cli().atTerminal("alice-password", "user", "add", "alice", "--password-stdin")
                .ok();
        assertThat(added.err()).isEqualTo("Password: Once more: ");
        assertThat(cli().atTerminal("another-password", "user", "password", "alice")
                        .ok()
                        .err())
                .isEqualTo("Password: Once more: ");
        Iterator<String> slip = List.of("fourth-password", "fuorth-password").iterator();
        cli().typingUnseen(slip::next, "user", "password", "alice").failed(1, "not the same as the first");
        cli().atTerminal("short", "user", "password", "alice").failed(1, "a password has");
        assertThat(cli().atTerminal("", "user", "password", "alice", "--password", "third-password")
                        .ok()
                        .err())
                .isEmpty();
        cli().atTerminal("x", "user", "password", "alice", "--password", "x", "--password-stdin")
                .failed(2, "give either --password or --password-stdin");
    }

    @Test
    void a_user_whose_name_is_a_subcommands_is_shown_behind_two_dashes() {
        cli().run("user", "add", "undo", "--password", "undo-password").ok();
        assertThat(cli().behindDashes("undo", "journal").ok().out()).isEqualTo("nothing was rewritten\n");
        assertThat(cli().behindDashes("undo", "inbox").ok().out()).isEqualTo("nothing waits\n");
    }

    @Test
    void an_address_that_the_command_line_gave_is_told_as_its_option() {
        cli().run("serve", "--listen", "0.0.0.0:18081")
                .failed(1, "teldav: --listen: 'listen' = 0.0.0.0:18081 would take passwords in clear text");
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
