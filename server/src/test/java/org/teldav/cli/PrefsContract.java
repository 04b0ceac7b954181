package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Choices. */
interface PrefsContract extends CommandLine {
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
    default void the_own_card_is_shown_in_a_directory_and_hidden_again() {
        users();
        assertThat(cli().run("prefs", "alice").ok().out()).contains("own card in the directory of: no group");
        assertThat(cli().run("prefs", "alice", "--show-in", "family").ok().out())
                .contains("own card in the directory of: family");
        cli().typing(
                        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:X\r\nEND:VCARD\r\n",
                        "card",
                        "import",
                        "alice",
                        "-",
                        "--book",
                        "group-family")
                .failed(1, "are for the directories of groups");
        assertThat(cli().run("prefs", "alice", "--hide-from", "family").ok().out())
                .contains("own card in the directory of: no group");
        cli().run("prefs", "alice", "--show-in", "nobodys").failed(1, "'alice' is in no group 'nobodys'");
    }

    @Test
    default void choices_that_can_t_be_are_refused_with_what_would_do() {
        users();
        cli().run("user", "add", "stranger", "--password", "stranger-password").ok();
        cli().run("prefs", "alice", "--audience", "all").failed(1, "everyone, contacts, nobody");
        cli().run("prefs", "alice", "--scope", "all").failed(1, "replaced, added");
        cli().run("prefs", "alice", "--mode", "maybe").failed(1, "automatic, ask, never or default");
        cli().run("prefs", "alice", "--mode", "ask", "--book", "no").failed(1, "no book 'no'");
        cli().run("prefs", "alice", "--mode", "ask", "--contact", "no.vcf").failed(1, "no card 'contacts/no.vcf'");
        cli().run("prefs", "alice", "--block", "stranger").failed(1, "nobody in the groups of 'alice' is 'stranger'");
        cli().run("prefs", "alice", "--block", "nobody").failed(1, "nobody in the groups of 'alice' is 'nobody'");
        cli().run("prefs", "alice", "--block", "alice").failed(1, "nobody in the groups of 'alice' is 'alice'");
        cli().run("prefs", "alice", "--unblock", "bob").failed(1, "'bob' is not blocked by 'alice'");
        cli().run("prefs", "alice", "--book", "contacts").failed(1, "are where 'mode' or 'old_number' holds");
    }

    @Test
    default void of_choices_of_which_one_can_t_be_none_is_made() {
        users();
        String before = cli().run("prefs", "alice").ok().out();
        cli().run("prefs", "alice", "--mode", "ask", "--show-in", "family", "--block", "bob", "--block", "nobody")
                .failed(1, "nobody in the groups of 'alice' is 'nobody'");
        cli().run("prefs", "alice", "--block", "bob", "--audience", "all").failed(1, "everyone, contacts, nobody");
        assertThat(cli().run("prefs", "alice").ok().out()).isEqualTo(before);
    }
}
