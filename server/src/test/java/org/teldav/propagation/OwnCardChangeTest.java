package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.PutResult;

/** Rules 1 and 2 of propagation.md: which edit of an own card is a change, and of what. */
class OwnCardChangeTest extends FamilyStory {
    @Test
    void rule_1_an_edit_of_one_s_own_number_reaches_the_others() {
        village.contact("bob", "alice", "CELL:(415) 555-0100");
        village.contact("carol", "alice", "HOME:+1 415-555-0100");

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo("(415) 555-0111");
        assertThat(village.tels("carol", "alice")).isEqualTo("+1 415-555-0111");
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.tally("alice").rewritten()).isEqualTo(2);
        assertThat(village.change("alice").finished()).isPresent();
    }

    @Test
    void rule_1_a_reformatted_number_is_no_change() {
        village.contact("bob", "alice", "CELL:" + A);
        long sync = village.sync("bob");

        village.own("alice", "CELL:(415) 555-0100");
        village.own("alice", "CELL,PREF:+1 (415) 555-0100");
        village.propagate();

        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.sync("bob")).isEqualTo(sync);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_1_an_edit_of_another_card_is_no_change() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("alice", "herself", "CELL:" + A);

        village.contact("alice", "herself", "CELL:" + B);
        village.propagate();

        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_1_naming_another_card_one_s_own_is_a_change() {
        village.contact("bob", "alice", "CELL:" + A);
        Card other = village.contact("alice", "newme", "CELL:" + B);

        village.write(tx -> {
            tx.principals().setOwnCard(village.id("alice"), Optional.of(other.id()), village.tick());
            return 0;
        });
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.tels("alice", "me")).isEqualTo(A);
    }

    @Test
    void rule_1_numbers_only_added_or_withdrawn_rewrite_nothing_and_are_done_at_once() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.own("alice", "WORK:" + B);

        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.claim("alice", A)).isEmpty();
    }

    @Test
    void rule_7_the_put_that_is_answered_has_its_change() {
        PutResult result = village.put("alice", "me", Village.vcard("alice-me", "me", "CELL:" + B), card -> false);

        assertThat(result).isInstanceOf(PutResult.ConditionFailed.class);
        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_2_a_number_withdrawn_and_one_of_its_kind_added_within_the_grace_time_are_one_change() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        village.pass(Duration.ofDays(6));
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_2_after_the_grace_time_they_are_two_things() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.pass(Duration.ofDays(8));
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_2_a_withdrawn_number_is_taken_up_once() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + B, "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.changes("alice")).hasSize(2);
    }

    @Test
    void rule_2_a_withdrawn_number_that_came_back_waits_for_no_other() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.own("alice", "WORK:" + A);
        village.own("alice", "WORK:" + A, "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_2_a_withdrawn_number_that_came_back_is_no_change_of_itself() {
        village.own("alice");
        village.own("alice", "CELL:" + A);

        assertThat(village.changes("alice")).hasSize(1);
        assertThat(village.change("alice").numbers())
                .singleElement()
                .returns(true, Change.Number::paired)
                .returns(Optional.empty(), Change.Number::newKey);
    }

    @Test
    void rule_2_a_withdrawn_number_that_another_user_proved_since_is_theirs() {
        village.contact("bob", "dave", "CELL:" + A);
        village.own("alice");
        village.own("dave", "CELL:" + A);
        village.verify("dave", A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "dave")).isEqualTo(A);
    }

    @Test
    void rule_2_each_number_goes_to_its_own_place() {
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.verify("alice", B);
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + B);

        village.own("alice", "WORK:" + C, "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(X + "," + C);
    }
}
