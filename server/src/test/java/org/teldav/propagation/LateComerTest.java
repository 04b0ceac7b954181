package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Rewrite;

/** Rule 12 of propagation.md: cards that come when the change has long gone out. */
class LateComerTest extends LateComerStory {
    @Test
    void rule_12_a_card_that_comes_with_a_withdrawn_number_is_rewritten_as_the_change_would_have_done() {
        aliceChanges(B);
        comes("bob", "alice", "CELL:(415) 555-0100", "WORK:" + X);
        assertThat(village.tels("bob", "alice")).isEqualTo("(415) 555-0111," + X);
        assertThat(village.journal("bob")).singleElement().satisfies(line -> {
            assertThat(line.change()).isEqualTo(village.change("alice").id());
            assertThat(line.oldText()).isEqualTo("(415) 555-0100");
            assertThat(line.newText()).isEqualTo("(415) 555-0111");
        });
    }

    @Test
    void rule_12_what_came_late_follows_the_next_change() {
        aliceChanges(B);
        comes("bob", "alice", "CELL:" + A);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_12_a_chain_ends_at_its_end_in_one_step() {
        aliceChanges(B, C, X);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(X);
        assertThat(village.journal("bob")).hasSize(1);
    }

    @Test
    void rule_12_undo_of_one_that_had_several_steps_gives_back_what_came() {
        aliceChanges(B, C);
        comes("bob", "alice", "CELL:" + A);
        village.put("bob", "alice", village.text("bob", "alice").replace("FN:alice", "FN:edited"));
        Rewrite line = village.journal("bob").get(0);
        assertThat((Object) village.write(tx -> village.holderJournal().undo(tx, line)))
                .isInstanceOf(HolderJournal.Outcome.NumberGivenBack.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_a_number_that_came_back_is_left() {
        aliceChanges(B, A);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_12_a_number_that_its_changer_has_again_beside_the_new_one_is_left() {
        aliceChanges(B);
        village.own("alice", "CELL:" + B, "HOME:" + A);
        comes("bob", "alice", "HOME:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_not_after_the_forwarding_time() {
        aliceChanges(B);
        village.pass(Village.FORWARDING.plusSeconds(60));
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_just_before_its_end_it_is() {
        aliceChanges(B);
        village.pass(Village.FORWARDING.minusMinutes(1));
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_12_not_where_somebody_else_has_claimed_the_number_since() {
        aliceChanges(B);
        village.own("carol", "CELL:" + A);
        comes("bob", "carol", "CELL:" + A);
        assertThat(village.tels("bob", "carol")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    /** Of two edits at the same time it can't be told which was first: not even offered, as it would be if theirs were older. */
    @Test
    void rule_12_nor_in_the_very_moment() {
        Instant at = village.tick();
        village.write(tx -> {
            tx.cards().put(village.ownPut("alice", "CELL:" + B), at);
            return tx.cards().put(village.ownPut("carol", "CELL:" + A), at);
        });
        village.propagate();
        comes("bob", "carol", "CELL:" + A);
        assertThat(village.tels("bob", "carol")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_12_a_claim_that_waits_takes_a_shared_number_s_late_cards_from_nobody() {
        village.user("erin", "HOME:" + A);
        aliceChanges(B);
        village.own("dave", "CELL:" + A);
        comes("bob", "whoever", "HOME:" + A);
        assertThat(village.journal("bob")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
    }

    @Test
    void rule_4_a_late_card_of_the_changer_s_own_keeps_their_number() {
        aliceChanges(B);
        village.own("bob", "CELL:" + X);
        village.propagate();
        comes("alice", "both", "CELL:" + A, "WORK:" + BOBS);
        assertThat(village.tels("alice", "both")).isEqualTo(A + "," + X);
    }

    @Test
    void rule_12_not_for_who_shares_no_group() {
        aliceChanges(B);
        comes("dave", "alice", "CELL:" + A);
        assertThat(village.tels("dave", "alice")).isEqualTo(A);
        assertThat(village.journal("dave")).isEmpty();
    }

    @Test
    void rule_12_a_member_who_joins_gets_what_the_others_withdrew_and_the_others_what_the_member_did() {
        village.user("erin", "CELL:" + V);
        village.contact("dave", "alice", "CELL:" + A);
        village.contact("dave", "erin", "CELL:" + V);
        village.contact("bob", "erin", "CELL:" + V);
        aliceChanges(B);
        village.own("erin", "CELL:" + X);
        village.propagate();
        assertThat(village.tels("dave", "alice")).isEqualTo(A);

        village.join("family", "dave");
        village.propagate();
        assertThat(village.tels("dave", "alice")).isEqualTo(B);
        assertThat(village.tels("dave", "erin")).as("Erin is in no group yet").isEqualTo(V);

        village.join("family", "erin");
        village.propagate();
        assertThat(village.tels("dave", "erin")).isEqualTo(X);
        assertThat(village.tels("bob", "erin")).isEqualTo(X);
    }

    /** As the edit's commit may come after the join's, or another server's clock may be behind: as of the time of the edit they were no member. */
    @Test
    void rule_12_a_member_who_was_looked_at_before_a_change_of_an_earlier_time_is_looked_at_again() {
        village.contact("dave", "alice", "CELL:" + A);
        Instant edited = village.tick();
        village.join("family", "dave");
        village.propagate();
        village.write(tx -> tx.cards().put(village.ownPut("alice", "CELL:" + B), edited));
        village.propagate();
        assertThat(village.tels("dave", "alice")).isEqualTo(B);
        assertThat(village.journal("dave")).hasSize(1);
    }

    @Test
    void rule_3_a_number_that_was_only_typed_is_not_forwarded() {
        village.own("dave", "CELL:" + BOBS.replace("0133", "0188"));
        village.join("family", "dave");
        village.own("dave", "CELL:" + X);
        comes("carol", "somebody", "CELL:" + BOBS.replace("0133", "0188"));
        assertThat(village.tels("carol", "somebody")).endsWith("0188");
    }

    @Test
    void rule_3_a_change_that_waits_is_not_forwarded_and_one_that_was_taken_back_neither() {
        village.own("alice", "CELL:" + BOBS);
        comes("carol", "alice", "CELL:" + A);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);

        village.own("alice", "CELL:" + C);
        village.propagate();
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_10_a_late_card_with_a_shared_number_is_offered() {
        village.user("erin", "HOME:" + A);
        aliceChanges(B);
        comes("bob", "whoever", "HOME:" + A);
        assertThat(village.tels("bob", "whoever")).isEqualTo(A);
        assertThat(village.journal("bob")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
    }

    @Test
    void rule_6_an_own_card_that_comes_is_left() {
        aliceChanges(B);
        village.stranger("frank", "CELL:" + A);
        village.join("family", "frank");
        village.propagate();
        assertThat(village.tels("frank", "me")).isEqualTo(A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocked", "nobody", "never", "ask"})
    void choices_hold_for_late_comers_too(String choice) {
        aliceChanges(B);
        village.write(tx -> {
            switch (choice) {
                case "blocked" -> tx.preferences().block(village.id("alice"), village.id("bob"));
                case "nobody" ->
                    tx.preferences()
                            .setChanger(
                                    village.id("alice"),
                                    new ChangerChoice(ChangerChoice.Audience.NOBODY, ChangerChoice.Scope.REPLACED));
                default ->
                    tx.preferences()
                            .setHolder(new HolderChoice(
                                    HolderChoice.Place.everywhere(village.id("bob")),
                                    Optional.of(HolderChoice.Mode.valueOf(choice.toUpperCase(Locale.ROOT))),
                                    Optional.empty()));
            }
            return 0;
        });
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).hasSize(choice.equals("never") || choice.equals("ask") ? 1 : 0);
    }
}
