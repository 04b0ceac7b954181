package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** Rules 3 and 10 of propagation.md: at most one verified holder a number, unless they all agreed. */
class SharingTest extends FamilyStory {
    private boolean agree(String user, String other, String key) {
        return village.write(tx -> new Sharing(village.verification())
                .agree(tx, village.id(user), village.id(other), key, village.tick()));
    }

    private boolean takeBack(String user, String other, String key) {
        return village.write(tx -> new Sharing(village.verification())
                .takeBack(tx, village.id(user), village.id(other), key, village.tick()));
    }

    private Set<Long> verify(String user, String key) {
        return village.write(tx -> village.verification().verify(tx, village.id(user), key, village.tick()));
    }

    @Test
    void rule_3_a_number_that_another_holds_is_not_verified_and_the_administrator_is_told_whose_it_is() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        assertThat(verify("bob", A)).containsExactly(village.id("alice"));
        assertThat(village.claim("bob", A)).contains(Claim.State.WAITING);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_3_a_number_that_is_transferred_is_the_other_s_no_more() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        village.write(tx -> {
            village.verification().transfer(tx, village.id("bob"), A, village.tick());
            return 0;
        });
        assertThat(village.claim("bob", A)).contains(Claim.State.VERIFIED);
        assertThat(village.claim("alice", A)).isEmpty();
    }

    @Test
    void rule_3_a_shared_number_is_verified_when_both_agreed_and_a_change_that_waited_for_it_goes_on() {
        village.contact("carol", "bob", "CELL:" + BOBS);
        village.own("bob", "CELL:" + A);
        village.propagate();
        assertThat(village.change("bob").state()).isEqualTo(Change.State.WAITING);

        assertThat(agree("bob", "alice", A)).isFalse();
        assertThat(village.claim("bob", A)).as("one side's word").contains(Claim.State.WAITING);
        assertThat(agree("alice", "bob", A)).isTrue();
        village.propagate();

        assertThat(village.claim("bob", A)).contains(Claim.State.VERIFIED);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.tels("carol", "bob")).isEqualTo(A);
        assertThat(verify("bob", A)).isEmpty();
    }

    @Test
    void rule_3_a_shared_number_can_be_typed_after_both_agreed_too() {
        agree("bob", "alice", A);
        assertThat(agree("alice", "bob", A)).as("bob hasn't it yet").isFalse();
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        assertThat(village.claim("bob", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_3_two_who_both_prove_nothing_prove_nothing_to_each_other() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + V);
        village.own("alice", "CELL:" + A, "HOME:" + V);
        agree("bob", "alice", V);
        assertThat(agree("alice", "bob", V)).isFalse();
        assertThat(village.claim("bob", V)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_3_a_third_needs_the_consent_of_every_holder() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        village.own("carol", "HOME:" + A);
        agree("bob", "alice", A);
        agree("alice", "bob", A);
        agree("carol", "bob", A);
        assertThat(agree("bob", "carol", A)).as("alice was not asked").isFalse();
        assertThat(village.claim("carol", A)).contains(Claim.State.WAITING);
        agree("alice", "carol", A);
        assertThat(agree("carol", "alice", A)).isTrue();
    }

    @Test
    void rule_3_what_was_verified_by_consent_is_so_no_more_when_either_takes_it_back() {
        for (String who : new String[] {"alice", "bob"}) {
            village.own("bob", "CELL:" + BOBS, "HOME:" + A);
            agree("bob", "alice", A);
            agree("alice", "bob", A);
            assertThat(village.claim("bob", A)).contains(Claim.State.VERIFIED);

            assertThat(takeBack(who, who.equals("bob") ? "alice" : "bob", A)).isTrue();

            assertThat(village.claim("bob", A)).contains(Claim.State.WAITING);
            assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        }
    }

    @Test
    void rule_3_a_holder_whom_nobody_needs_any_more_takes_the_proof_away_still_but_not_an_administrator_s() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        agree("bob", "alice", A);
        agree("alice", "bob", A);
        village.own("alice", "CELL:" + B);
        takeBack("alice", "bob", A);
        assertThat(village.claim("bob", A)).contains(Claim.State.UNVERIFIED);

        agree("alice", "bob", A);
        assertThat(verify("bob", A)).isEmpty();
        takeBack("alice", "bob", A);
        assertThat(village.claim("bob", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_a_removed_user_was_an_earlier_holder_and_their_number_is_nobody_s_for_certain() {
        village.contact("carol", "bob as he was", "CELL:" + BOBS);
        village.write(tx -> {
            tx.principals().remove(village.id("bob"), village.tick());
            return 0;
        });
        village.own("alice", "CELL:" + BOBS);
        assertThat(verify("alice", BOBS)).as("nobody holds it now").isEmpty();
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("carol", "bob as he was")).isEqualTo(BOBS);
    }
}
