package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Claim;

/** Rule 10 of propagation.md: numbers that are, or were, somebody else's too. */
class DoubtfulNumberTest extends FamilyStory {
    @Test
    void rule_10_a_number_that_two_hold_verified_is_left_alone() {
        village.verify("bob", A);
        village.contact("carol", "landline", "HOME:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("carol", "landline")).isEqualTo(A);
    }

    @Test
    void rule_10_so_is_one_with_an_earlier_verified_holder() {
        village.contact("carol", "bob", "CELL:" + BOBS);
        village.own("bob", "CELL:" + X);
        village.leave("family", "bob");
        village.contact("carol", "bob as he was", "CELL:" + BOBS);
        village.own("alice", "CELL:" + BOBS);
        village.verify("alice", BOBS);
        village.propagate();

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("carol", "bob as he was")).isEqualTo(BOBS);
    }

    @Test
    void rule_10_a_proved_number_comes_back_as_proved_within_the_grace_time_only() {
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.pass(Duration.ofDays(8));
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_10_to_its_last_moment() {
        village.own("alice", "CELL:" + B);
        village.pass(Village.GRACE.minusSeconds(1));
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_what_it_was_worth_when_it_went_last_counts() {
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.verify("alice", V);
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "HOME:" + V);

        assertThat(village.claim("alice", V)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_and_only_while_nobody_else_claimed_it_since() {
        village.own("alice", "CELL:" + B);
        village.own("bob", "CELL:" + A);
        village.own("bob", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_10_a_claim_that_waited_all_the_time_takes_nobody_s_proof_away() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        assertThat(village.claim("bob", A)).contains(Claim.State.WAITING);

        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_nor_does_one_that_began_before_and_is_over() {
        village.own("dave", "HOME:" + V);
        village.own("dave");
        aliceProvesAndDropsAndTakesBack(V);

        assertThat(village.claim("alice", V)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_but_one_that_began_before_and_stands_still_does() {
        village.own("dave", "HOME:" + V);
        aliceProvesAndDropsAndTakesBack(V);

        assertThat(village.claim("alice", V)).contains(Claim.State.UNVERIFIED);
    }

    private void aliceProvesAndDropsAndTakesBack(String number) {
        village.own("alice", "CELL:" + A, "HOME:" + number);
        village.verify("alice", number);
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "HOME:" + number);
    }

    @Test
    void rule_10_who_claimed_it_while_it_was_given_up_before_it_was_proved_again_makes_no_doubt() {
        village.own("alice", "CELL:" + B);
        village.own("dave", "CELL:" + A);
        village.own("dave", "CELL:" + X);
        village.own("alice", "CELL:" + A);
        village.verify("alice", A);
        village.propagate();
        village.contact("bob", "whoever", "HOME:" + A);

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "whoever")).isEqualTo(C);
    }
}
