package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Numbers: who has them, and how they are changed. */
interface NumberContract extends CommandLine {
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
    default void a_claim_that_waits_is_refused_and_one_that_doesn_t_is_not() {
        users();
        cli().run("user", "add", "carol", "--tel", "+1 415 555 0100", "--password", "carol-password")
                .ok();
        assertThat(cli().run("number", "refuse", "carol", "+14155550100").ok().out())
                .isEqualTo("+14155550100 is refused as a number of carol\n");
        cli().run("number", "refuse", "carol", "+14155550100").failed(1, "no claim of 'carol' on +14155550100 waits");
        cli().run("number", "refuse", "alice", "+14155550100").failed(1, "no claim of 'alice' on +14155550100 waits");
    }

    @Test
    default void a_number_that_somebody_holds_waits_where_it_is_given_to_another_until_both_share_it()
            throws IOException {
        users();
        assertThat(cli().run("user", "add", "carol", "--tel", "+1 415 555 0100", "--password", "carol-password")
                        .ok()
                        .out())
                .contains("carol is made", "waits: +14155550100 is held verified by alice");
        Path file = file("users.csv", "name,tel,password\ndave,+1 415 555 0100,dave-password\n");
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
    default void a_number_tells_who_claims_it_and_waits_for_the_administrator_where_it_is_somebody_else_s()
            throws IOException {
        users();
        cli().run("user", "add", "carol", "--tel", "+44 7700 900123", "--password", "carol-password")
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

    @Test
    default void a_number_that_is_not_in_the_own_card_changes_nothing() {
        users();
        cli().run("number", "change", "alice", "+14155550199", "+447700900123").failed(1, "left as it is");
        cli().run("number", "change", "alice", "hello", "+447700900123").failed(1, "'hello' is no telephone number");
        cli().run("number", "change", "nobody", "+14155550100", "+447700900123").failed(1, "there is no user 'nobody'");
    }
}
