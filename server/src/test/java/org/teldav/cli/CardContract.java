package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cards and their versions. */
interface CardContract extends CommandLine {
    @Test
    default void an_import_of_cards_names_bad_cards_and_does_the_good_ones() throws IOException {
        users();
        String good = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Zoë\r\nEND:VCARD\r\n";
        String noUid = "BEGIN:VCARD\nVERSION:3.0\nFN:No Uid\nEND:VCARD\n";
        String old = "BEGIN:VCARD\r\nVERSION:2.0\r\nUID:u2\r\nFN:Old\r\nEND:VCARD\r\n";
        Path file = file("cards.vcf", good + noUid + "BEGIN:VCARD\r\nFN:Cut off\r\n" + old + good);
        Cli.Result first = cli().run("card", "import", "alice", file.toString(), "--book", "import");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("line 10 (Cut off): it is no card"),
                        line -> assertThat(line).startsWith("line 12 (Old): "),
                        line -> assertThat(line)
                                .isEqualTo("in alice/import: 2 new, 0 replaced, 1 unchanged, 2 refused;"
                                        + " 1 had no UID and was given one"));
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
    default void two_cards_of_one_person_are_found_and_merged() throws IOException {
        users();
        String one = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Zoë\r\nEND:VCARD\r\n";
        String two = one.replace("u1", "u2").replace("END:", "NOTE:a\r\nEND:");
        cli().run("card", "import", "alice", file("cards.vcf", one + two).toString(), "--book", "b")
                .ok();
        JsonNode pair = cli().run("card", "duplicates", "alice", "--book", "b", "--json")
                .ok()
                .json()
                .path("pairs")
                .path(0);
        String kept = pair.at("/cards/0/card").asText();
        String other = pair.at("/cards/1/card").asText();
        assertThat(cli().run("card", "duplicates", "alice", "--book", "b").ok().out())
                .contains("b/" + kept, other, "name");
        assertThat(cli().run("card", "merge", "alice", "b/" + kept, other, "--dry-run")
                        .ok()
                        .out())
                .isEqualTo("+ NOTE:a\nnothing is written\n");
        assertThat(cli().run("card", "merge", "alice", "b/" + kept, other).ok().out())
                .isEqualTo("+ NOTE:a\n" + other + " went into b/" + kept + "\n");
        assertThat(cli().run("card", "export", "alice", "--book", "b").ok().out())
                .isEqualTo(one.replace("END:", "NOTE:a\r\nEND:"));
        assertThat(cli().run("card", "duplicates", "alice", "--book", "b").ok().out())
                .isEqualTo("no duplicates\n");
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
    default void a_file_without_a_card_and_a_user_who_is_not_there_are_told() throws IOException {
        users();
        String nothing = file("nothing.vcf", "").toString();
        cli().run("card", "import", "bob", nothing).failed(1, "there is no card in " + nothing);
        cli().run("card", "import", "nobody", nothing).failed(1, "there is no user 'nobody'");
        cli().run("card", "import", "bob", nothing, "--book", "").failed(1, "there is no");
        cli().run("user", "show", "").failed(1, "there is nothing with an empty name");
    }

    @Test
    default void a_card_that_no_request_can_hold_is_refused_alone() throws IOException {
        users();
        String card = "BEGIN:VCARD\nVERSION:3.0\nUID:%s\nFN:x\nNOTE:%s\nEND:VCARD\n";
        String huge = String.format(card, "huge", "x".repeat(30_000_000));
        Path file = file("x.vcf", String.format(card, "a", "") + huge + String.format(card, "b", ""));
        Cli.Result result = cli().run("card", "import", "bob", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .as(result.err())
                .contains("line 7 (x): it is larger than ")
                .contains("2 new", "1 refused");
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
}
