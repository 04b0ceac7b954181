package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** Rules 3 and 9 of propagation.md: a number that somebody else holds waits, and may be refused. */
class WaitingChangeTest extends FamilyStory {
    @Test
    void rule_3_a_number_that_another_user_holds_verified_waits_and_nothing_is_propagated() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "bob", "CELL:" + BOBS);

        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        assertThat(village.tels("alice", "me")).as("stored as it was sent").isEqualTo(BOBS);
        assertThat(village.claim("alice", BOBS)).contains(Claim.State.WAITING);
        assertThat(village.claim("bob", BOBS)).contains(Claim.State.VERIFIED);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "bob")).isEqualTo(BOBS);
    }

    @Test
    void rule_3_the_verified_holder_s_own_change_goes_out_though_others_claim_the_number() {
        village.contact("carol", "bob", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A, "HOME:" + BOBS);

        village.own("bob", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("carol", "bob")).isEqualTo(C);
        assertThat(village.claim("alice", BOBS)).contains(Claim.State.WAITING);
    }

    @Test
    void rule_3_a_waiting_change_goes_out_when_an_administrator_verifies_the_number() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        village.verify("alice", BOBS);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(BOBS);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_3_a_number_that_its_holder_has_given_up_is_weighed_again_with_the_next_edit() {
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.verify("alice", V);
        village.contact("carol", "alice", "CELL:" + A, "HOME:" + V);
        village.own("alice", "CELL:" + BOBS, "HOME:" + B);
        village.own("bob", "CELL:" + X);
        village.propagate();
        assertThat(village.tels("carol", "alice")).isEqualTo(A + "," + V);

        village.own("alice", "CELL:" + BOBS, "HOME:" + C);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(BOBS + "," + C);
    }

    @Test
    void rule_3_a_waiting_change_goes_out_or_ends_however_many_came_after_it() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("carol", "CELL:" + V);
        village.verify("carol", V);
        village.own("alice", "CELL:" + BOBS);
        for (int i = 0; i < 22; i++) {
            village.own("alice", "CELL:" + BOBS, "HOME:+141555501" + (60 + i));
        }
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);

        village.verify("alice", BOBS);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(BOBS);

        village.own("alice", "CELL:" + V);
        for (int i = 0; i < 22; i++) {
            village.own("alice", "CELL:" + V, "HOME:+141555501" + (60 + i));
        }
        assertThat(village.refuse("alice", V)).hasValue(1);
    }

    @Test
    void rule_3_a_claim_that_is_refused_is_none_and_the_change_that_waited_for_it_never_goes_out() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        assertThat(village.refuse("alice", BOBS)).hasValue(1);
        village.propagate();

        assertThat(village.claim("alice", BOBS)).isEmpty();
        assertThat(village.claim("bob", BOBS)).contains(Claim.State.VERIFIED);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.CANCELLED);
        assertThat(village.tels("alice", "me")).as("stored as it was sent").isEqualTo(BOBS);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.refuse("alice", BOBS)).as("nothing waits").isEmpty();
    }

    @Test
    void rule_3_who_goes_back_after_a_refusal_is_followed_from_there() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.refuse("alice", BOBS);
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_9_a_mistaken_number_that_was_refused_and_then_put_right_is_followed_from_the_one_before_it() {
        village.own("carol", "CELL:" + V);
        village.verify("carol", V);
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.refuse("alice", BOBS);
        village.own("alice", "CELL:" + V);
        assertThat(village.refuse("alice", V)).hasValue(1);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_9_what_was_refused_is_not_followed_once_the_old_number_is_not_forwarded_any_more() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.refuse("alice", BOBS);
        village.pass(Duration.ofDays(181));
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_9_what_its_user_cancelled_before_it_was_refused_is_not_followed() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.cancel("alice");
        village.refuse("alice", BOBS);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_3_a_number_that_was_refused_is_claimed_anew_when_it_is_written_again() {
        village.own("alice", "CELL:" + BOBS);
        village.refuse("alice", BOBS);
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);

        assertThat(village.claim("alice", BOBS)).contains(Claim.State.WAITING);
    }

    @Test
    void rule_3_only_a_claim_that_waits_can_be_refused() {
        village.own("alice", "CELL:" + A, "HOME:" + C);

        assertThat(village.refuse("alice", A)).isEmpty();
        assertThat(village.refuse("alice", C)).isEmpty();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.claim("alice", C)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_3_a_waiting_change_that_is_edited_again_is_one_with_the_edit() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.changes("alice"))
                .extracting(Change::state)
                .containsExactly(Change.State.DONE, Change.State.CANCELLED);
        assertThat(village.claim("alice", BOBS)).isEmpty();
    }

    @Test
    void rule_3_a_waiting_change_that_is_taken_back_leaves_no_trace() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A);
        village.propagate();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_3_the_rest_of_a_waiting_change_goes_out_when_its_number_is_replaced() {
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.verify("alice", V);
        village.contact("bob", "alice", "CELL:" + A, "HOME:" + V);
        village.own("alice", "CELL:" + BOBS, "HOME:" + X);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + V);

        village.own("alice", "CELL:" + C, "HOME:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + X);
    }
}
