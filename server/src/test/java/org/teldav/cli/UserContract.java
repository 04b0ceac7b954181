package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Users and groups. */
interface UserContract extends CommandLine {
    @Test
    default void users_are_listed_shown_and_removed() {
        users();
        assertThat(cli().run("user", "list").ok().out()).contains("alice", "Alice Liddell", "bob");
        assertThat(cli().run("user", "show", "ALICE").ok().out())
                .contains(
                        "Alice Liddell",
                        "+14155550100  verified since",
                        "contacts/me.vcf",
                        "family",
                        "contacts  1 card, ");
        JsonNode alice = cli().run("user", "show", "alice", "--json").ok().json();
        assertThat(alice.path("groups").get(0).asText()).isEqualTo("family");
        assertThat(alice.path("admin").asBoolean()).isFalse();
        assertThat(alice.has("password")).isFalse();
        cli().typing("n\n", "user", "remove", "alice").failed(1, "alice is not removed");
        cli().typing("", "user", "remove", "alice").failed(1, "--yes");
        cli().typing("y\n", "user", "remove", "alice").ok();
        cli().run("user", "remove", "bob", "--yes").ok();
        cli().run("user", "show", "alice").failed(1, "teldav: there is no user 'alice'");
    }

    @Test
    default void who_adds_a_user_is_told_which_groups_were_made_with_them() {
        users();
        assertThat(add("carol", "--group", "Family").ok().out())
                .isEqualTo("carol is made, with the own card contacts/me.vcf\n");
        assertThat(add("dave", "--group", "family", "--group", "Famly").ok().out())
                .endsWith("\nthere was no group 'famly': a new one was made\n");
        JsonNode erin = add("erin", "--group", "famly", "--group", "fmily", "--group", "fmily", "--json")
                .ok()
                .json();
        assertThat(erin.path("new_groups")).extracting(JsonNode::asText).containsExactly("fmily");
    }

    @Test
    default void a_group_that_can_t_be_as_a_user_has_its_name_is_named() {
        users();
        add("carol", "--group", "bob").failed(1, "teldav: there is a user or group 'bob' already");
        assertThat(cli().run("user", "list").ok().out()).doesNotContain("carol");
    }

    private Cli.Result add(String name, String... more) {
        return cli().run(Stream.concat(Stream.of("user", "add", name, "--password", "a-good-password"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    default void passwords_are_changed_and_users_disabled_and_enabled() {
        users();
        cli().typing("another-password\n", "user", "password", "alice", "--password-stdin")
                .ok();
        cli().run("user", "disable", "alice").ok();
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("user, disabled");
        cli().run("user", "enable", "alice").ok();
        assertThat(cli().run("user", "show", "alice").ok().out()).doesNotContain("disabled");
        cli().typing("1234567890\n", "user", "password", "alice", "--password-stdin")
                .failed(1, "one of the first that anybody would guess");
        cli().run("user", "password", "alice").failed(2, "--password-stdin");
        cli().typing("", "user", "password", "alice", "--password-stdin").failed(1, "no password");
    }

    /** The own card is its user's to write. */
    @Test
    default void users_and_groups_get_another_name_for_people_and_keep_that_for_commands() {
        users();
        assertThat(cli().run("user", "rename", "ALICE", " Alice Hargreaves ")
                        .ok()
                        .out())
                .isEqualTo("ALICE is shown as Alice Hargreaves\n");
        assertThat(cli().run("user", "show", "alice", "--json")
                        .ok()
                        .json()
                        .path("full_name")
                        .asText())
                .isEqualTo("Alice Hargreaves");
        assertThat(cli().run("card", "export", "alice").ok().out()).contains("FN:Alice Liddell");
        assertThat(cli().run("group", "rename", "family", "The Liddells").ok().out())
                .isEqualTo("family is shown as The Liddells\n");
        assertThat(cli().run("group", "list").ok().out()).contains("family", "The Liddells");
        cli().run("user", "rename", "nobody", "Somebody").failed(1, "there is no user 'nobody'");
        cli().run("group", "rename", "nobody", "Some").failed(1, "there is no group 'nobody'");
        cli().run("user", "rename", "alice", " ").failed(1, "a full name has 1 to 200 characters on one line");
        cli().run("group", "rename", "family", "a\nb").failed(1, "a display name has 1 to 200 characters on one line");
        cli().run("group", "add", "club", "--display-name", "x".repeat(201)).failed(1, "a display name has 1 to 200");
    }

    @Test
    default void people_are_invited_to_a_group_and_an_invitation_is_taken_back() {
        users();
        assertThat(cli().run("group", "invite", "family", "--uses", "3").ok().out())
                .containsPattern("/invited/[a-z2-9]{4}(-[a-z2-9]{4}){6}");
        JsonNode there =
                cli().run("group", "invitations", "family", "--json").ok().json();
        assertThat(there.path("invitations")).hasSize(1);
        assertThat(there.at("/invitations/0/left").asInt()).isEqualTo(3);
        assertThat(there.toString()).doesNotContain("invited");
        String id = there.at("/invitations/0/id").asText();
        assertThat(cli().run("group", "uninvite", "family", id).ok().out())
                .isEqualTo("invitation " + id + " is taken back\n");
        cli().run("group", "uninvite", "family", id).failed(1, "no such invitation");
        assertThat(cli().run("group", "invitations", "family").ok().out()).isEqualTo("no invitations\n");
        cli().run("group", "invite", "family", "--until", "2020-01-01T00:00:00Z")
                .failed(1, "in the future");
        LocalDate day = LocalDate.now(ZoneId.systemDefault()).plusDays(3);
        JsonNode until = cli().run("group", "invite", "family", "--until", day.toString(), "--json")
                .ok()
                .json()
                .path("until");
        assertThat(Instant.parse(until.asText()))
                .isEqualTo(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
        cli().run("group", "invite", "family", "--until", "soon")
                .failed(1, "'soon' is no time: write it as 2026-12-24");
    }

    @Test
    default void all_there_is_of_a_user_goes_into_a_file() throws IOException {
        users();
        Path file = folder().resolve("alice.zip");
        assertThat(cli().run("user", "export", "alice", file.toString()).ok().out())
                .isEqualTo("all of alice is in " + file + "\n");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).contains("user.json", "journal.json", "devices.json");
            byte[] cards =
                    zip.getInputStream(zip.getEntry("books/1-contacts.vcf")).readAllBytes();
            assertThat(new String(cards, StandardCharsets.UTF_8)).contains("FN:Alice Liddell");
        }
        cli().run("user", "export", "nobody", folder().resolve("no.zip").toString())
                .failed(1, "there is no user 'nobody'");
        assertThat(folder().resolve("no.zip")).doesNotExist();
    }

    @Test
    default void groups_are_made_shown_joined_and_left() {
        users();
        cli().run("group", "add", "team", "alice", "--display-name", "The Team").ok();
        assertThat(cli().run("group", "list").ok().out()).contains("family", "team", "The Team");
        assertThat(cli().run("group", "join", "team", "alice", "bob").ok().out())
                .isEqualTo("alice was already in team\nbob is in team\n");
        assertThat(cli().run("group", "leave", "team", "alice").ok().out()).isEqualTo("alice is out of team\n");
        assertThat(cli().run("group", "show", "team", "--json").ok().json().path("members"))
                .extracting(member -> member.path("name").asText())
                .containsExactly("bob");
        cli().run("group", "join", "team", "alice", "nobody").failed(1, "there is no user 'nobody'");
        assertThat(cli().run("group", "show", "team", "--json").ok().json().path("members"))
                .hasSize(1);
        cli().run("group", "add", "half", "alice", "nobody").failed(1, "there is no user 'nobody'");
        assertThat(cli().run("group", "list").ok().out()).doesNotContain("half");
        cli().run("group", "remove", "team").ok();
        cli().run("group", "show", "team").failed(1, "there is no group 'team'");
        cli().run("group", "add", "alice").failed(1, "there is a user or group 'alice' already");
    }

    @Test
    default void an_import_of_users_names_bad_lines_and_does_the_good_ones() throws IOException {
        Path file = file("users.csv", """
                name,full_name,tel,email,group,password
                carol,"Carol, the third",+44 7700 900123;+44 20 7031 3000,carol@example.org,family;team,carol-password
                dave,Dave,12,,,dave-password
                erin,Erin,,,,short
                frank,Frank
                carol,Carol again,,,,carol-password

                grace,,,,family,grace-password
                """);
        Cli.Result result = cli().run("user", "import", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("line 2: carol is made"),
                        line -> assertThat(line).isEqualTo("there was no group 'family': a new one was made"),
                        line -> assertThat(line).isEqualTo("there was no group 'team': a new one was made"),
                        line -> assertThat(line).startsWith("line 3: dave: '12' is no telephone number"),
                        line -> assertThat(line).startsWith("line 4: erin: a password has"),
                        line -> assertThat(line).isEqualTo("line 5: there are 2 values, not 6"),
                        line -> assertThat(line).isEqualTo("line 6: carol: there is a user or group 'carol' already"),
                        line -> assertThat(line).isEqualTo("line 8: grace is made"),
                        line -> assertThat(line).isEqualTo("2 made, 4 not"));
        assertThat(cli().run("user", "show", "carol").ok().out())
                .contains("Carol, the third", "+447700900123", "+442070313000", "family, team");
        JsonNode report = cli().run("user", "import", file.toString(), "--json").json();
        assertThat(report).hasSize(6);
        assertThat(report.get(0).path("made").asBoolean()).isFalse();
    }

    @Test
    default void an_import_of_users_that_ends_in_the_middle_tells_whom_it_made() throws IOException {
        byte[] start = ("name,password\nheidi,heidi-password\n" + "\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + 1);
        all[start.length] = (byte) 0xFF;
        Path file = Files.write(folder().resolve("users.csv"), all);
        Cli.Result result = cli().run("user", "import", file.toString()).failed(1, "is not in UTF-8");
        assertThat(result.out()).isEqualTo("line 2: heidi is made\n1 made, 0 not\n");
    }

    @Test
    default void a_file_of_users_with_another_header_is_refused_whole() throws IOException {
        Path file = file("users.csv", "login,password\nalice,a\n");
        cli().run("user", "import", file.toString())
                .failed(1, "the first line of " + file + " has to be name,full_name");
        cli().run("user", "import", folder().resolve("no.csv").toString()).failed(1, "there is no file");
        cli().run("user", "import", folder().toString()).failed(1, folder() + " can't be read: Is a directory");
    }

    @Test
    default void names_from_every_script_survive() {
        cli().run("user", "add", "zoë", "--full-name", "王小明 🚀", "--password", "zoë-schlüssel")
                .ok();
        assertThat(cli().run("user", "show", "zoë").ok().out()).contains("王小明 🚀");
        byte[] exported = cli().run("card", "export", "zoë").ok().out().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(exported, StandardCharsets.UTF_8)).contains("FN:王小明 🚀");
    }
}
