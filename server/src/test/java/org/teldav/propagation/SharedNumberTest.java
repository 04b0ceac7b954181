package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.Rewrite;

/** Rule 10 of propagation.md: a number that two hold, or that had another holder before, is about a user only where the card shows it by something else. */
class SharedNumberTest extends FamilyStory {
    private static final String HOME = "+14155550166";

    /** Alice and Bob hold the landline, both verified. */
    @BeforeEach
    void a_landline() {
        own("alice", "Alice Liddell", "alice@example.org", A, HOME);
        own("bob", "Bob Liddell", "bob@example.org", BOBS, HOME);
        village.verify("alice", HOME);
        village.verify("bob", HOME);
    }

    private void own(String user, String name, String email, String cell, String home) {
        village.put(user, "me", card(user + "-me", name, email, "CELL:" + cell, "HOME:" + home));
    }

    private static String card(String uid, String name, String email, String... tels) {
        return Village.vcard(uid, name, tels)
                .replace("END:VCARD", (email.isEmpty() ? "" : "EMAIL:" + email + "\r\n") + "END:VCARD");
    }

    private void carolHas(String name, String email, String... tels) {
        village.put("carol", "card", card("carol-card", name, email, tels));
    }

    private void aliceMovesOut() {
        own("alice", "Alice Liddell", "alice@example.org", A, X);
        village.propagate();
    }

    private void isRewritten() {
        assertThat(village.text("carol", "card")).contains(X).doesNotContain(HOME);
        assertThat(village.journal("carol")).extracting(Rewrite::state).containsExactly(Rewrite.State.DONE);
    }

    private void isOffered() {
        assertThat(village.text("carol", "card")).contains(HOME).doesNotContain(X);
        assertThat(village.journal("carol")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
        assertThat(village.journal("carol").get(0).reason()).doesNotContainIgnoringCase("bob");
    }

    @Test
    void rule_10_two_users_with_one_landline_of_which_one_moves_out_and_a_card_that_tells_nothing_is_offered() {
        carolHas("The Liddells", "", "HOME:" + HOME);
        aliceMovesOut();
        isOffered();
    }

    @Test
    void rule_10_another_number_of_hers_shows_that_the_card_is_hers() {
        carolHas("Darling", "", "CELL:" + A, "HOME:" + HOME);
        aliceMovesOut();
        isRewritten();
    }

    @Test
    void rule_10_so_does_an_entry_that_a_change_of_hers_wrote() {
        carolHas("Darling", "", "CELL:" + A, "HOME:" + HOME);
        own("alice", "Alice Liddell", "alice@example.org", B, HOME);
        village.propagate();
        own("alice", "Alice Liddell", "alice@example.org", B, X);
        village.propagate();
        assertThat(village.tels("carol", "card")).isEqualTo(B + "," + X);
    }

    @Test
    void rule_10_so_does_another_number_that_goes_with_the_same_change() {
        carolHas("Darling", "", "CELL:" + A, "HOME:" + HOME);
        own("alice", "Alice Liddell", "alice@example.org", B, X);
        village.propagate();
        assertThat(village.tels("carol", "card")).isEqualTo(B + "," + X);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice@Example.ORG", "mailto:alice@example.org", "MailTo:Alice@example.org"})
    void rule_10_so_does_her_e_mail_whatever_its_case_and_as_a_mailto_uri_too(String email) {
        carolHas("Darling", email, "HOME:" + HOME);
        aliceMovesOut();
        isRewritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice Liddell", "LIDDELL, Alice", "alice  liddell", "Liddell Alice"})
    void rule_10_so_does_her_name_folded_and_in_any_order(String name) {
        carolHas(name, "", "HOME:" + HOME);
        aliceMovesOut();
        isRewritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bob Liddell", "Liddell", "Alice", "Алиса Лидделл", "Alice Lidell"})
    void rule_10_another_s_name_or_half_of_hers_or_one_in_another_script_does_not(String name) {
        carolHas(name, "", "HOME:" + HOME);
        aliceMovesOut();
        isOffered();
    }

    @Test
    void rule_10_a_card_that_shows_both_of_them_is_offered() {
        carolHas("Alice Liddell", "bob@example.org", "HOME:" + HOME);
        aliceMovesOut();
        isOffered();
    }

    @Test
    void rule_10_nor_is_one_with_a_number_of_the_other_s() {
        carolHas("Alice Liddell", "", "HOME:" + HOME, "CELL:" + BOBS);
        aliceMovesOut();
        isOffered();
    }

    @Test
    void rule_10_a_number_that_she_only_typed_shows_nothing() {
        own("alice", "Alice Liddell", "alice@example.org", V, HOME);
        carolHas("Darling", "", "CELL:" + V, "HOME:" + HOME);
        own("alice", "Alice Liddell", "alice@example.org", V, X);
        village.propagate();
        isOffered();
    }

    /** Nora has the number by the time Alice's change goes out: her entries are left, and Alice's go with her. */
    @Test
    void rule_12_a_number_that_somebody_has_claimed_since_it_was_withdrawn_takes_more_than_itself() {
        village.user("nora", "CELL:" + C);
        village.join("family", "nora");
        village.propagate();
        own("alice", "Alice Liddell", "alice@example.org", V, HOME);
        village.verify("alice", V);
        village.propagate();
        carolHas("Nora Barnacle", "", "CELL:" + V);
        village.put("carol", "alice", card("carol-alice", "Alice Liddell", "", "CELL:" + V));

        village.put("alice", "me", card("alice-me", "Alice Liddell", "alice@example.org", "HOME:" + HOME));
        village.put("nora", "me", card("nora-me", "Nora Barnacle", "", "CELL:" + V));
        own("alice", "Alice Liddell", "alice@example.org", X, HOME);
        village.propagate();

        assertThat(village.tels("carol", "card")).isEqualTo(V);
        assertThat(village.tels("carol", "alice")).isEqualTo(X);
    }

    @Test
    void rule_10_a_number_given_up_and_taken_by_a_new_member_leaves_the_old_holder_s_entries_alone() {
        village.put("carol", "bob", card("carol-bob", "Bob Liddell", "", "CELL:" + BOBS));
        village.user("nora", "CELL:" + C);
        village.join("family", "nora");
        own("bob", "Bob Liddell", "bob@example.org", B, HOME);
        village.propagate();
        village.put("carol", "old", card("carol-old", "Bob Liddell", "", "CELL:" + BOBS));
        carolHas("Nora Barnacle", "", "CELL:" + BOBS);
        village.put("nora", "me", card("nora-me", "Nora Barnacle", "", "CELL:" + BOBS));
        village.verify("nora", BOBS);
        village.propagate();

        village.put("nora", "me", card("nora-me", "Nora Barnacle", "", "CELL:" + X));
        village.propagate();

        assertThat(village.tels("carol", "bob"))
                .as("rewritten when Bob changed")
                .isEqualTo(B);
        assertThat(village.tels("carol", "old")).as("still about Bob").isEqualTo(BOBS);
        assertThat(village.tels("carol", "card")).as("about Nora by her name").isEqualTo(X);
    }

    @Test
    void rule_10_who_took_over_a_number_and_types_its_last_holder_s_name_gets_none_of_their_entries() {
        village.user("nora", "CELL:" + C);
        village.join("family", "nora");
        carolHas("Bob Liddell", "bob@example.org", "CELL:" + BOBS);
        village.write(tx -> {
            tx.claims().end(village.id("bob"), BOBS, village.tick());
            return 0;
        });
        village.put("nora", "me", card("nora-me", "Bob Liddell", "bob@example.org", "CELL:" + BOBS));
        village.verify("nora", BOBS);

        village.put("nora", "me", card("nora-me", "Bob Liddell", "bob@example.org", "CELL:" + X));
        village.propagate();

        assertThat(village.tels("carol", "card")).isEqualTo(BOBS);
    }

    @Test
    void rule_10_nor_where_the_last_holder_was_removed_and_can_t_be_compared_with() {
        village.user("nora", "CELL:" + C);
        village.join("family", "nora");
        carolHas("Bob Liddell", "", "CELL:" + BOBS);
        village.write(tx -> {
            tx.principals().remove(village.id("bob"), village.tick());
            return 0;
        });
        village.put("nora", "me", card("nora-me", "Bob Liddell", "", "CELL:" + BOBS));
        village.verify("nora", BOBS);

        village.put("nora", "me", card("nora-me", "Bob Liddell", "", "CELL:" + X));
        village.propagate();

        assertThat(village.tels("carol", "card")).isEqualTo(BOBS);
        assertThat(village.journal("carol")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
    }

    @Test
    void rule_10_what_is_offered_can_be_accepted_and_who_wants_no_changes_gets_no_offer() {
        carolHas("The Liddells", "", "HOME:" + HOME);
        aliceMovesOut();
        Rewrite offer = village.journal("carol").get(0);

        HolderJournal.Outcome outcome =
                village.write(tx -> village.holderJournal().accept(tx, offer));

        assertThat(outcome).isInstanceOf(HolderJournal.Outcome.Accepted.class);
        isRewritten();
    }
}
