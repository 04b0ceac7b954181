package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** interface.md: every command does the same while a server runs on the data and while none does. */
interface CommandsContract {
    Cli cli();

    Path folder();

    private void users() {
        cli().run(
                        "user",
                        "add",
                        "alice",
                        "--full-name",
                        "Alice Liddell",
                        "--tel",
                        "+1 415 555 0100",
                        "--group",
                        "family",
                        "--email",
                        "alice@example.org",
                        "--password",
                        "a")
                .ok();
        cli().typing("b\n", "user", "add", "bob", "--group", "family", "--region", "US", "--password-stdin")
                .ok();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder().resolve(name), content);
    }

    @Test
    default void a_number_changed_reaches_the_others_before_the_command_ends() throws IOException {
        users();
        Path file = file("bob.vcf", """
                BEGIN:VCARD
                VERSION:3.0
                UID:alice-at-bob
                FN:Alice
                item1.TEL;type=CELL:(415) 555-0100
                item1.X-ABLabel:mobile
                END:VCARD
                """.replace("\n", "\r\n"));
        assertThat(cli().run("card", "import", "bob", file.toString()).ok().out())
                .isEqualTo("in bob/contacts: 1 new, 0 replaced, 0 unchanged, 0 refused\n");
        assertThat(cli().run("number", "change", "alice", "+14155550100", "+44 7700 900123")
                        .ok()
                        .out())
                .containsPattern("\\+14155550100 -> \\+447700900123: change \\d+ is done, 1 card rewritten");
        String exported =
                cli().run("card", "export", "bob", "--book", "contacts").ok().out();
        assertThat(exported).contains("item1.TEL;type=CELL:+44").doesNotContain("555-0100");
        JsonNode journal = cli().run("journal", "bob", "--json").ok().json().path("journal");
        assertThat(journal).hasSize(1);
        assertThat(journal.get(0).path("changer").asText()).isEqualTo("alice");
        assertThat(journal.get(0).path("done").asBoolean()).isTrue();
        String change = journal.get(0).path("change").asText();
        assertThat(cli().run("changes", "show", change).ok().out())
                .contains("alice: +14155550100 -> +447700900123", "1 card rewritten", "bob");
        assertThat(cli().run("changes", "list").ok().out()).contains("+14155550100 -> +447700900123");
        assertThat(cli().run("journal", "bob").ok().out()).contains("(415) 555-0100 -> +44");
    }

    @Test
    default void a_number_that_somebody_holds_waits_where_it_is_given_to_another_until_both_share_it()
            throws IOException {
        users();
        assertThat(cli().run("user", "add", "carol", "--tel", "+1 415 555 0100", "--password", "c")
                        .ok()
                        .out())
                .contains("carol is made", "waits: +14155550100 is held verified by alice");
        Path file = file("users.csv", "name,tel,password\ndave,+1 415 555 0100,d\n");
        assertThat(cli().run("user", "import", file.toString()).ok().out())
                .contains("dave is made", "waits: +14155550100 is held verified by alice", "1 made, 0 not");
        assertThat(cli().run("number", "share", "+14155550100", "carol", "alice")
                        .ok()
                        .out())
                .isEqualTo("carol and alice both hold +14155550100 verified\n");
        assertThat(cli().run("number", "share", "+14155550100", "carol", "alice", "--end")
                        .ok()
                        .out())
                .isEqualTo("carol shares +14155550100 with alice no more\n");
        assertThat(cli().run("number", "show", "+14155550100").ok().out())
                .containsPattern("alice +verified")
                .containsPattern("carol +waiting");
        cli().run("number", "code", "carol", "+14155550100").failed(1, "sends no codes");
        cli().run("number", "confirm", "carol", "+14155550100", "123456").failed(1, "sends no codes");
    }

    @Test
    default void users_are_listed_shown_and_removed() {
        users();
        assertThat(cli().run("user", "list").ok().out()).contains("alice", "Alice Liddell", "bob");
        assertThat(cli().run("user", "show", "ALICE").ok().out())
                .contains("Alice Liddell", "+14155550100  verified since", "contacts/me.vcf", "family");
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
    default void passwords_are_changed_and_users_disabled_and_enabled() {
        users();
        cli().typing("new\n", "user", "password", "alice", "--password-stdin").ok();
        cli().run("user", "disable", "alice").ok();
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("user, disabled");
        cli().run("user", "enable", "alice").ok();
        assertThat(cli().run("user", "show", "alice").ok().out()).doesNotContain("disabled");
        cli().run("user", "password", "alice").failed(2, "--password-stdin");
        cli().typing("", "user", "password", "alice", "--password-stdin").failed(1, "no password");
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
        cli().run("group", "remove", "team").ok();
        cli().run("group", "show", "team").failed(1, "there is no group 'team'");
        cli().run("group", "add", "alice").failed(1, "there is a user or group 'alice' already");
    }

    @Test
    default void an_import_of_users_names_bad_lines_and_does_the_good_ones() throws IOException {
        Path file = file("users.csv", """
                name,full_name,tel,email,group,password
                carol,"Carol, the third",+44 7700 900123;+44 20 7031 3000,carol@example.org,family;team,c
                dave,Dave,12,,,d
                erin,Erin,,,,
                frank,Frank
                carol,Carol again,,,,c

                grace,,,,family,g
                """);
        Cli.Result result = cli().run("user", "import", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("line 2: carol is made"),
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
    default void a_file_of_users_with_another_header_is_refused_whole() throws IOException {
        Path file = file("users.csv", "login,password\nalice,a\n");
        cli().run("user", "import", file.toString())
                .failed(1, "the first line of " + file + " has to be name,full_name");
        cli().run("user", "import", folder().resolve("no.csv").toString()).failed(1, "there is no file");
    }

    @Test
    default void an_import_of_cards_names_bad_cards_and_does_the_good_ones() throws IOException {
        users();
        String good = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Zoë\r\nEND:VCARD\r\n";
        String noUid = "BEGIN:VCARD\nVERSION:3.0\nFN:No Uid\nEND:VCARD\n";
        String old = "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:u2\r\nFN:Old\r\nEND:VCARD\r\n";
        Path file = file("cards.vcf", good + noUid + "BEGIN:VCARD\r\nFN:Cut off\r\n" + old + good);
        Cli.Result first = cli().run("card", "import", "alice", file.toString(), "--book", "import");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("line 10 (Cut off): it is no card"),
                        line -> assertThat(line).startsWith("line 12 (Old): "),
                        line -> assertThat(line)
                                .isEqualTo("in alice/import: 2 new, 0 replaced, 1 unchanged, 2 refused;"
                                        + " 1 had no UID and were given one"));
        assertThat(cli().run("card", "import", "alice", file.toString(), "--book", "import")
                        .out())
                .contains("0 new, 0 replaced, 3 unchanged, 2 refused");
        String exported =
                cli().run("card", "export", "alice", "--book", "import").ok().out();
        assertThat(exported)
                .startsWith(good)
                .containsPattern("\nBEGIN:VCARD\nVERSION:3.0\nUID:[0-9a-f-]{36}\nFN:No Uid\nEND:VCARD\n$");
        Path changed = file("changed.vcf", good.replace("Zoë", "Zoë B."));
        assertThat(cli().run("card", "import", "alice", changed.toString(), "--book", "import")
                        .ok()
                        .out())
                .contains("0 new, 1 replaced");
    }

    @Test
    default void cards_come_from_the_standard_input_too_and_uids_may_be_anything() {
        users();
        String odd = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:https://example.org/a/../b?x#y\r\nFN:Odd\r\nEND:VCARD\r\n";
        JsonNode report =
                cli().typing(odd, "card", "import", "alice", "-", "--json").ok().json();
        assertThat(report.get(0).path("result").asText()).isEqualTo("created");
        assertThat(report.get(0).path("name").asText()).matches("[0-9a-f]{32}\\.vcf");
        JsonNode exported = cli().run("card", "export", "alice", "--json").ok().json();
        assertThat(exported).hasSize(2);
    }

    @Test
    default void more_cards_than_a_page_are_imported_and_exported_whole() {
        users();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            all.append("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:n")
                    .append(i)
                    .append("\r\nFN:N ")
                    .append(i)
                    .append("\r\nEND:VCARD\r\n");
        }
        assertThat(cli().typing(all.toString(), "card", "import", "bob", "-", "--book", "many")
                        .ok()
                        .out())
                .contains("600 new");
        assertThat(cli().run("card", "export", "bob", "--book", "many").ok().out())
                .isEqualTo(all.toString());
    }

    @Test
    default void a_number_tells_who_claims_it_and_waits_for_the_administrator_where_it_is_somebody_else_s()
            throws IOException {
        users();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "c")
                .ok();
        Path file = file("bob.vcf", "BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:Alice\nTEL:+14155550100\nEND:VCARD\n");
        cli().run("card", "import", "bob", file.toString()).ok();
        assertThat(cli().run("number", "change", "alice", "+14155550100", "+447700900123")
                        .ok()
                        .out())
                .contains("waits");
        assertThat(cli().run("number", "show", "+44 7700 900123").ok().out())
                .containsPattern("carol +verified")
                .containsPattern("alice +waiting");
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("+14155550100");
        cli().run("number", "verify", "alice", "+44 7700 900123").failed(1, "is held verified by carol");
        cli().run("number", "verify", "alice", "+44 7700 900123", "--transfer").ok();
        assertThat(cli().run("number", "show", "+44 7700 900123").ok().out())
                .containsPattern("carol +verified +\\S+ +\\S+")
                .containsPattern("alice +verified");
        String id = cli().run("changes", "list", "--json")
                .ok()
                .json()
                .path("changes")
                .get(0)
                .path("id")
                .asText();
        waitUntilDone(id);
        assertThat(cli().run("card", "export", "bob", "--book", "contacts").ok().out())
                .contains("+447700900123")
                .doesNotContain("+14155550100");
        assertThat(cli().run("number", "show", "+1 415 555 0999").ok().out()).isEqualTo("nobody has +14155550999\n");
    }

    /** Beside a server the change is carried by its worker. */
    private void waitUntilDone(String change) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!cli().run("changes", "show", change, "--json")
                .ok()
                .json()
                .path("state")
                .asText()
                .equals("done")) {
            assertThat(System.nanoTime())
                    .as("change %s is not done in 20 s", change)
                    .isLessThan(end);
        }
    }

    @Test
    default void a_number_that_is_not_in_the_own_card_changes_nothing() {
        users();
        cli().run("number", "change", "alice", "+14155550199", "+447700900123").failed(1, "left as it is");
        cli().run("number", "change", "alice", "hello", "+447700900123").failed(1, "'hello' is no telephone number");
        cli().run("number", "change", "nobody", "+14155550100", "+447700900123").failed(1, "there is no user 'nobody'");
    }

    @Test
    default void versions_are_listed_compared_and_brought_back_byte_for_byte() throws IOException {
        users();
        String first = "BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:Al\n ice\nTEL;TYPE=CELL:+14155550100\nX-OLD:1\nEND:VCARD\n";
        String second = "BEGIN:VCARD\nVERSION:3.0\nUID:x\nNOTE:new\nTEL;TYPE=CELL:+14155550199\nFN:Alice\nEND:VCARD\n";
        for (String card : List.of(first, second)) {
            cli().run("card", "import", "bob", file("x.vcf", card).toString(), "--book", "work")
                    .ok();
        }
        JsonNode versions = cli().run("card", "history", "bob", "work/x.vcf", "--json")
                .ok()
                .json()
                .path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).path("ended").isNull()).isTrue();
        String old = versions.get(1).path("version").asText();
        assertThat(cli().run("card", "history", "bob", "work/x.vcf").ok().out()).contains("is there");
        assertThat(cli().run("card", "diff", "bob", "work/x.vcf", old).ok().out())
                .isEqualTo("- TEL;TYPE=CELL:+14155550100\n+ TEL;TYPE=CELL:+14155550199\n- X-OLD:1\n+ NOTE:new\n");
        cli().run("card", "restore", "bob", "work/x.vcf", old).ok();
        assertThat(cli().run("card", "export", "bob", "--book", "work").ok().out())
                .isEqualTo(first);
        assertThat(cli().run("card", "restore", "bob", "work/x.vcf", old).ok().out())
                .contains("is that version already");
        assertThat(cli().run("card", "diff", "bob", "work/x.vcf", old).ok().out())
                .isEqualTo("no property differs\n");
        cli().run("card", "restore", "bob", "work/x.vcf", "999").failed(1, "there is no version 999");
        cli().run("card", "history", "bob", "work/y.vcf").failed(1, "'bob' has had no card 'work/y.vcf'");
        cli().run("card", "history", "bob", "no/y.vcf").failed(1, "'bob' has no book 'no'");
    }

    @Test
    default void an_own_card_brought_back_is_a_change_as_from_a_phone() throws IOException {
        users();
        Path card = file("bob.vcf", "BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:Alice\nTEL:+14155550100\nEND:VCARD\n");
        cli().run("card", "import", "bob", card.toString()).ok();
        cli().run("number", "change", "alice", "+14155550100", "+447700900123").ok();
        String old = cli().run("card", "history", "alice", "me.vcf", "--json")
                .ok()
                .json()
                .path("versions")
                .get(1)
                .path("version")
                .asText();
        cli().run("card", "restore", "alice", "me.vcf", old).ok();
        JsonNode changes = cli().run("changes", "list", "--json").ok().json().path("changes");
        waitUntilDone(changes.get(0).path("id").asText());
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("+14155550100");
    }

    private String aliceAtBob() throws IOException {
        Path file = file("bob.vcf", """
                BEGIN:VCARD
                VERSION:3.0
                UID:alice-at-bob
                FN:Alice
                TEL:(415) 555-0100
                END:VCARD
                """.replace("\n", "\r\n"));
        cli().run("card", "import", "bob", file.toString()).ok();
        return cli().run("card", "export", "bob").ok().out();
    }

    @Test
    default void a_rewrite_is_undone_and_a_change_taken_back() throws IOException {
        users();
        String before = aliceAtBob();
        cli().run("number", "change", "alice", "+14155550100", "+1 415 555 0123")
                .ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("(415) 555-0123");
        JsonNode line = cli().run("journal", "bob", "--json")
                .ok()
                .json()
                .path("journal")
                .get(0);
        cli().run("changes", "retract", line.path("change").asText()).ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
        cli().run("changes", "retract", line.path("change").asText()).failed(1, "no entry has an old number");

        cli().run("number", "change", "alice", "+14155550100", "+44 7700 900124")
                .ok();
        String id = cli().run("journal", "bob", "--json")
                .ok()
                .json()
                .path("journal")
                .get(0)
                .path("id")
                .asText();
        assertThat(cli().run("journal", "undo", "bob", id).ok().out()).isEqualTo("given back: " + id + "\n");
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        cli().run("journal", "undo", "bob", id).failed(1, "it is undone already");
        cli().run("journal", "undo", "bob", "x").failed(1, "'x' is not the number of a line");
        cli().run("journal").failed(2, "whose journal?");
        cli().run("changes", "retract", "99999").failed(1, "there is no change 99999");
    }

    @Test
    default void an_inbox_is_listed_accepted_and_refused() throws IOException {
        users();
        String before = aliceAtBob();
        assertThat(cli().run("inbox", "bob").ok().out()).isEqualTo("nothing waits\n");
        cli().run("prefs", "bob", "--mode", "ask").ok();
        cli().run("number", "change", "alice", "+14155550100", "+44 7700 900123")
                .ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("inbox", "bob").ok().out())
                .contains("alice", "(415) 555-0100 -> +44", "its holder wants to be asked");
        String id = cli().run("inbox", "bob", "--json")
                .ok()
                .json()
                .path("offers")
                .get(0)
                .path("id")
                .asText();
        assertThat(cli().run("inbox", "accept", "bob", id).ok().out()).isEqualTo("accepted: " + id + "\n");
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("7700");
        cli().run("inbox", "refuse", "bob", id).failed(1, "it does not wait any more");
    }

    @Test
    default void a_change_is_previewed_without_a_name() throws IOException {
        users();
        aliceAtBob();
        String[] change = {"alice", "+14155550100", "+44 7700 900123"};
        assertThat(cli().run("number", "preview", change[0], change[1], change[2])
                        .ok()
                        .out())
                .isEqualTo("it would reach 1 person (1 card)\n");
        cli().run("prefs", "bob", "--mode", "ask").ok();
        cli().run("prefs", "alice", "--block", "bob").ok();
        JsonNode preview = cli().run("number", "preview", change[0], change[1], change[2], "--json")
                .ok()
                .json();
        assertThat(preview.path("reached").path("people").asInt()).isZero();
        assertThat(preview.path("held_back").path("ask").path("cards").asInt()).isEqualTo(1);
        assertThat(preview.path("blocked").asInt()).isEqualTo(1);
        cli().run("number", "preview", "alice", "+14155550199", "+44 7700 900123")
                .failed(1, "has not the old number");
        assertThat(cli().run("changes", "list", "--json").ok().json().path("changes"))
                .allMatch(each -> each.path("numbers").get(0).path("old").isNull());
        assertThat(cli().run("number", "change", change[0], change[1], change[2])
                        .ok()
                        .out())
                .contains("it would reach 0 people (0 cards); 1 person (1 card) would be asked first; 1 blocked");
    }

    @Test
    default void a_change_is_planned_listed_and_taken_off() {
        users();
        assertThat(cli().run("number", "planned", "alice").ok().out()).isEqualTo("nothing is planned\n");
        String at = java.time.Instant.now().plusSeconds(86_400).toString().substring(0, 19) + "Z";
        String until =
                java.time.Instant.now().plusSeconds(2 * 86_400).toString().substring(0, 19) + "Z";
        assertThat(cli().run(
                                "number",
                                "change",
                                "alice",
                                "+14155550100",
                                "+44 7700 900123",
                                "--at",
                                at,
                                "--until",
                                until)
                        .ok()
                        .out())
                .containsPattern("\\+14155550100 +\\+447700900123 +planned")
                .containsPattern("\\+447700900123 +\\+14155550100 +planned");
        JsonNode planned =
                cli().run("number", "planned", "alice", "--json").ok().json().path("scheduled");
        assertThat(planned).hasSize(2);
        assertThat(planned.get(0).path("at").asText()).isEqualTo(at);
        String id = planned.get(0).path("id").asText();
        cli().run("number", "unplan", "alice", id).ok();
        cli().run("number", "unplan", "alice", id).failed(1, "it is not planned any more");
        cli().run("number", "unplan", "bob", id).failed(1, "'bob' has planned no such change");
        assertThat(cli().run("number", "planned", "alice").ok().out())
                .contains("cancelled the change that it takes back");
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
    }

    @Test
    default void a_change_for_a_time_is_made_at_once_and_its_return_is_planned() {
        users();
        String until = java.time.Instant.now().plusSeconds(86_400).toString();
        JsonNode change = cli().run(
                        "number", "change", "alice", "+14155550100", "+447700900123", "--until", until, "--json")
                .ok()
                .json();
        assertThat(change.path("state").asText()).isEqualTo("done");
        assertThat(cli().run("number", "planned", "alice").ok().out())
                .containsPattern("\\+447700900123 +\\+14155550100 +planned");
    }

    @Test
    default void times_that_can_t_be_are_refused() {
        users();
        String[] change = {"number", "change", "alice", "+14155550100", "+447700900123", "--at", "", "", ""};
        change[6] = "tomorrow";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "'tomorrow' is no time");
        change[6] = "2001-01-01";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "'at' is in the past");
        change[6] = "2901-01-01";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "731 days ahead at the most");
        change[6] = java.time.Instant.now().plusSeconds(9000).toString();
        change[7] = "--until";
        change[8] = java.time.Instant.now().plusSeconds(8000).toString();
        cli().run(change).failed(1, "'until' has to come after 'at'");
        change[3] = "+14155550199";
        cli().run(java.util.Arrays.copyOf(change, 7)).failed(1, "has not the old number");
        assertThat(cli().run("number", "planned", "alice").ok().out()).isEqualTo("nothing is planned\n");
    }

    @Test
    default void a_change_that_waits_is_cancelled_and_one_that_is_over_is_not() throws IOException {
        users();
        String before = aliceAtBob();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "c")
                .ok();
        JsonNode change = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json();
        assertThat(change.path("waits_for").asText()).isEqualTo("administrator");
        String id = change.path("id").asText();
        assertThat(cli().run("changes", "list").ok().out()).contains("waiting for administrator");
        cli().run("changes", "cancel", id).ok();
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is cancelled, and reached nobody");
        cli().run("changes", "cancel", id).failed(1, "it is over");
        cli().run("changes", "retract", id).failed(1, "it is cancelled");
        cli().run("changes", "cancel", "99999").failed(1, "there is no change 99999");
        cli().run("number", "verify", "alice", "+447700900123", "--transfer").ok();
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
    }

    @Test
    default void a_waiting_change_that_is_taken_back_gives_the_own_card_its_number() throws IOException {
        users();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "c")
                .ok();
        String id = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json()
                .path("id")
                .asText();
        assertThat(cli().run("changes", "retract", id).ok().out()).contains("nobody else had to be told");
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is cancelled");
        assertThat(cli().run("user", "show", "alice").ok().out()).contains("+14155550100  verified since");
    }

    @Test
    default void changes_are_paused_and_resumed_one_and_all() throws IOException {
        users();
        String before = aliceAtBob();
        assertThat(cli().run("changes", "pause").ok().out()).isEqualTo("all propagation is paused\n");
        assertThat(cli().run("changes", "pause").ok().out()).contains("paused already");
        JsonNode change = cli().run("number", "change", "alice", "+14155550100", "+447700900123", "--json")
                .ok()
                .json();
        assertThat(change.path("state").asText()).isEqualTo("paused");
        String id = change.path("id").asText();
        assertThat(cli().run("changes", "list").ok().out()).contains("everything is paused since", "paused");
        cli().run("changes", "pause", id).ok();
        assertThat(cli().run("changes", "resume").ok().out()).isEqualTo("all propagation is resumed\n");
        assertThat(cli().run("changes", "show", id).ok().out()).contains("is paused, 0 cards rewritten");
        assertThat(cli().run("card", "export", "bob").ok().out()).isEqualTo(before);
        assertThat(cli().run("changes", "resume", id).ok().out()).isEqualTo("change " + id + " is resumed\n");
        waitUntilDone(id);
        assertThat(cli().run("card", "export", "bob").ok().out()).contains("7700");
        JsonNode done = cli().run("changes", "show", id, "--json").ok().json();
        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(done.path("done").asInt()).isEqualTo(1);
        assertThat(done.path("age_seconds").asInt()).isNotNegative();
        assertThat(cli().run("changes", "list").ok().out()).contains("1 of 1");
        cli().run("changes", "pause", "99999").failed(1, "there is no change 99999");
    }

    @Test
    default void choices_are_shown_set_and_taken_back() {
        users();
        assertThat(cli().run("prefs", "alice").ok().out())
                .contains("everyone", "blocked: nobody", "automatic, replacing");
        assertThat(cli().run("prefs", "alice", "--audience", "contacts", "--block", "bob")
                        .ok()
                        .out())
                .contains("changes: contacts", "blocked: bob");
        assertThat(cli().run("prefs", "alice", "--scope", "added").ok().out()).contains("told: added numbers");
        assertThat(cli().run("prefs", "alice", "--unblock", "bob").ok().out()).contains("blocked: nobody");
        cli().run("prefs", "bob", "--mode", "ask", "--old", "keep").ok();
        cli().run("prefs", "bob", "--mode", "never", "--contact", "contacts/me.vcf")
                .ok();
        assertThat(cli().run("prefs", "bob", "--mode", "never", "--book", "contacts")
                        .ok()
                        .out())
                .containsPattern("everywhere +ask +keep")
                .containsPattern("book contacts +never +default")
                .containsPattern("contact [0-9a-f-]{36} +never +default");
        cli().run("prefs", "bob", "--mode", "default", "--book", "contacts").ok();
        assertThat(cli().run("prefs", "bob", "--json").ok().json().path("choices"))
                .hasSize(2);
    }

    @Test
    default void choices_that_can_t_be_are_refused_with_what_would_do() {
        users();
        cli().run("user", "add", "stranger", "--password", "s").ok();
        cli().run("prefs", "alice", "--audience", "all").failed(1, "everyone, contacts, nobody");
        cli().run("prefs", "alice", "--scope", "all").failed(1, "replaced, added");
        cli().run("prefs", "alice", "--mode", "maybe").failed(1, "automatic, ask, never");
        cli().run("prefs", "alice", "--mode", "ask", "--book", "no").failed(1, "no book 'no'");
        cli().run("prefs", "alice", "--mode", "ask", "--contact", "no.vcf").failed(1, "no card 'contacts/no.vcf'");
        cli().run("prefs", "alice", "--block", "stranger").failed(1, "nobody in the groups of 'alice' is 'stranger'");
        cli().run("prefs", "alice", "--block", "nobody").failed(1, "nobody in the groups of 'alice' is 'nobody'");
        cli().run("prefs", "alice", "--block", "alice").failed(1, "nobody in the groups of 'alice' is 'alice'");
    }

    @Test
    default void a_wrong_call_ends_with_2_and_says_how_to_call() {
        users();
        cli().run("user", "frobnicate").failed(2, "frobnicate");
        cli().run("user").failed(2, "which command?");
        cli().run("user", "add").failed(2, "NAME");
        cli().run("changes", "show", "x").failed(2, "x");
        cli().run("changes", "show", "99999").failed(1, "there is no change 99999");
        assertThat(cli().run("user", "add", "--help").ok().out()).contains("--password-stdin", "--full-name");
    }

    @Test
    default void names_from_every_script_survive() {
        cli().run("user", "add", "zoë", "--full-name", "王小明 🚀", "--password", "ü")
                .ok();
        assertThat(cli().run("user", "show", "zoë").ok().out()).contains("王小明 🚀");
        byte[] exported = cli().run("card", "export", "zoë").ok().out().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(exported, StandardCharsets.UTF_8)).contains("FN:王小明 🚀");
    }

    @Test
    default void a_backup_is_one_private_file_that_is_restored_into_empty_data_only() throws IOException {
        users();
        Path file = folder().resolve("backup.zip");
        assertThat(cli().run("backup", file.toString()).ok().out())
                .contains(file + " has 2 users, 1 group, 2 books, 2 cards and 0 earlier versions, as of 2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        cli().run("restore", file.toString(), "--yes").failed(1, "data");
        Cli other = new Cli(folder().resolve("other"));
        other.typing("", "restore", file.toString()).failed(1, "nothing is restored; with --yes nobody is asked");
        assertThat(folder().resolve("other/db")).doesNotExist();
        JsonNode restored =
                other.typing("y\n", "restore", file.toString(), "--json").ok().json();
        assertThat(restored.path("users").asLong()).isEqualTo(2);
        assertThat(other.run("user", "list").ok().out())
                .isEqualTo(cli().run("user", "list").ok().out());
        assertThat(other.run("card", "export", "alice").ok().out())
                .isEqualTo(cli().run("card", "export", "alice").ok().out());
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).noneMatch(left -> left.toString().endsWith(".new"));
        }
    }

    @Test
    default void a_backup_that_can_not_be_written_or_read_is_told() throws IOException {
        users();
        cli().run("backup", folder().resolve("nowhere/backup.zip").toString()).failed(1, "no backup was made");
        cli().run("backup").failed(2, "FILE");
        Cli other = new Cli(folder().resolve("other"));
        other.run("restore", file("text", "BEGIN:VCARD").toString(), "--yes").failed(1, "is no backup");
        other.run("restore", folder().resolve("nothing").toString(), "--yes").failed(1, "there is no file");
    }
}
