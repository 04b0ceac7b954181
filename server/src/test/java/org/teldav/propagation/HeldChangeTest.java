package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** What waits can be cancelled, and what goes out be paused (propagation.md, "Seen by people"). */
class HeldChangeTest extends ClubStory {
    private boolean cancel(Change change) {
        return village.write(tx -> tx.changes().cancel(change.id(), true, village.tick()));
    }

    private void everybodyHas(String number) {
        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(number);
        }
    }

    @Test
    void a_cancelled_change_reaches_nobody_and_no_administrator_s_word_revives_it() {
        village.user("victor", "CELL:" + C);
        village.own("alice", "CELL:" + C);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        assertThat(cancel(village.change("alice"))).isTrue();

        village.verify("alice", C);
        village.propagate();

        everybodyHas(A);
        assertThat(village.tels("alice", "me")).as("the own card stays").isEqualTo(C);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.CANCELLED);
        assertThat(village.claim("alice", A)).as("it was withdrawn").isEmpty();
    }

    @Test
    void a_claim_that_waits_waits_on_though_its_change_is_cancelled() {
        village.user("victor", "CELL:" + C);
        village.own("alice", "CELL:" + C);
        cancel(village.change("alice"));

        assertThat(village.claim("alice", C)).contains(Claim.State.WAITING);
    }

    @Test
    void rule_2_a_number_withdrawn_by_a_cancelled_change_is_replaced_by_no_later_one() {
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.own("alice", "WORK:" + C);
        assertThat(cancel(village.change("alice"))).isTrue();
        village.own("alice", "CELL:" + "+14155550177", "WORK:" + C);
        village.propagate();

        everybodyHas(A);
    }

    @Test
    void a_change_that_has_begun_can_not_be_cancelled() {
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(cancel(village.change("alice"))).isFalse();
        everybodyHasOnce(B);
    }

    @Test
    void a_paused_change_stops_at_its_next_batch_and_goes_on_where_it_stopped() {
        village.store.oneWriteAtATime();
        village.own("alice", "CELL:" + B);
        Change change = village.change("alice");
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (write == 2) {
                    village.write(tx -> tx.changes().pause(change.id()));
                }
            }
        });
        village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30));
        assertThat(village.tally("alice").rewritten()).isEqualTo(3);
        assertThat(village.change("alice").course().total()).hasValue(HOLDERS);
        village.store.around(new FaultyStore.Around() {});

        village.propagate();
        assertThat(village.tally("alice").rewritten()).isEqualTo(3);
        village.write(tx -> tx.changes().resume(change.id(), village.tick()));
        village.propagate();

        everybodyHasOnce(B);
    }

    @Test
    void while_everything_is_paused_nothing_goes_out() {
        village.write(tx -> tx.changes().pauseAll(village.tick()));
        village.own("alice", "CELL:" + B);
        village.propagate();
        everybodyHas(A);

        village.write(tx -> tx.changes().resumeAll(village.tick()));
        village.propagate();

        everybodyHasOnce(B);
    }

    @Test
    void rule_4_a_change_that_was_held_does_not_go_to_who_left_meanwhile() {
        village.own("alice", "CELL:" + B);
        Change change = village.change("alice");
        village.write(tx -> tx.changes().pause(change.id()));
        village.leave("club", "h3");
        village.write(tx -> tx.changes().resume(change.id(), village.tick()));
        village.propagate();

        assertThat(village.tels("h3", "alice")).isEqualTo(A);
        assertThat(village.tels("h4", "alice")).isEqualTo(B);
    }

    @Test
    void rule_9_later_changes_wait_behind_a_paused_one() {
        village.own("alice", "CELL:" + B);
        Change first = village.change("alice");
        village.write(tx -> tx.changes().pause(first.id()));
        village.own("alice", "CELL:" + C);
        village.propagate();
        everybodyHas(A);

        village.write(tx -> tx.changes().resume(first.id(), village.tick()));
        village.propagate();

        everybodyHas(C);
    }

    @Test
    void progress_counts_no_holder_whom_the_changer_does_not_tell() {
        village.write(tx -> tx.preferences().block(village.id("alice"), village.id("h3")));
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.change("alice").course().total()).hasValue(HOLDERS - 1L);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS - 1L);
    }

    @Test
    void what_becomes_of_cards_is_counted() {
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.metrics.read())
                .filteredOn(sample -> sample.value() > 0)
                .extracting(sample -> sample.name() + " " + sample.value())
                .contains("changes_done 1", "cards_rewritten " + HOLDERS);
    }
}
