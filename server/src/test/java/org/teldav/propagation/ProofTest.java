package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.teldav.storage.Claim;

/** Rule 3 of propagation.md: what a user types into their own card changes nobody's book, unless it is proved. */
class ProofTest extends FamilyStory {
    @Test
    void rule_3_a_stranger_s_number_typed_into_ones_own_card_changes_nothing() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob", "alice");
        village.contact("bob", "victor", "CELL:" + V);
        village.contact("alice", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
        assertThat(village.tels("alice", "victor")).isEqualTo(V);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_3_nor_does_one_that_was_typed_in_place_of_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);
        village.contact("bob", "mallory", "CELL:" + X);

        village.own("mallory", "CELL:" + V);
        village.propagate();
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
        assertThat(village.tels("bob", "mallory")).isEqualTo(C);
    }

    @Test
    void rule_9_the_chain_by_a_stranger_s_number_ends_at_its_end_and_the_stranger_s_entries_stay() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("bob", "victor", "CELL:" + V);
        village.contact("carol", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + V);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.tels("carol", "alice")).isEqualTo(C);
        assertThat(village.tels("bob", "victor")).isEqualTo(V);
        assertThat(village.journal("bob")).as("both steps, in one card").hasSize(2);
    }

    @Test
    void rule_3_nor_does_one_in_the_same_card_as_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "couple", "CELL:" + X, "CELL:" + V);

        village.own("mallory", "CELL:" + V);
        village.propagate();
        assertThat(village.tels("bob", "couple")).as("the twin is removed").isEqualTo(V);
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "couple")).isEqualTo(V);
    }

    @Test
    void rule_3_nor_does_withdrawing_it_and_adding_another() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory");
        village.own("mallory", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_3_nor_does_swapping_it_with_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X, "WORK:" + V);
        village.own("mallory", "WORK:" + X, "CELL:" + V);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    /** Both are still theirs: the one must not drive the other out. */
    @Test
    void rule_9_a_swap_with_a_number_that_is_not_proved_takes_none_from_a_card_with_both() {
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + X);

        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.own("alice", "CELL:" + X, "WORK:" + A);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + X);
    }

    @Test
    void rule_3_nor_does_dropping_it_and_taking_it_back() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X);
        village.own("mallory", "CELL:" + V);
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_3_a_verified_number_typed_and_then_changed_changes_nothing_of_its_holder_s() {
        village.contact("carol", "bob", "CELL:" + BOBS);

        village.own("alice", "CELL:" + BOBS);
        village.propagate();
        village.own("alice", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("carol", "bob")).isEqualTo(BOBS);
        assertThat(village.claim("bob", BOBS)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_3_an_unproved_number_goes_on_where_an_earlier_change_wrote_it() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "somebody", "CELL:" + B);

        village.own("alice", "CELL:" + B);
        village.propagate();
        assertThat(village.claim("alice", B)).contains(Claim.State.UNVERIFIED);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.tels("carol", "somebody"))
                .as("nobody knows whose that is")
                .isEqualTo(B);
    }

    @Test
    void rule_3_an_entry_that_the_holder_typed_again_is_not_about_anybody() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();

        village.contact("bob", "alice");
        village.contact("bob", "alice", "CELL:" + B);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_3_the_holder_s_edit_of_something_else_keeps_what_is_known() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();

        village.contact("bob", "alice", "HOME:" + V, "CELL:+1 415 555 0111");
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(V + ",+1 415 555 0122");
    }

    @Test
    void rule_3_one_user_s_entry_is_not_another_s() {
        village.contact("carol", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.own("bob", "CELL:" + B);
        village.verify("bob", B);

        village.own("bob", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(B);
    }

    @Test
    void rule_3_another_user_s_entry_in_a_card_that_is_rewritten_stays() {
        village.contact("carol", "both", "CELL:" + BOBS, "HOME:" + V);
        village.own("bob", "CELL:" + X);
        village.propagate();
        village.own("alice", "CELL:" + X, "HOME:" + V);
        village.verify("alice", X);
        village.verify("alice", V);

        village.own("alice", "CELL:" + B, "HOME:" + C);
        village.propagate();

        assertThat(village.tels("carol", "both")).as("bob's, alice's").isEqualTo(X + "," + C);
    }
}
