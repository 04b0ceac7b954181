package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.BothEngines;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Principal;
import org.teldav.storage.ScheduledEdit;
import org.teldav.vcard.TelRewriter;

/** The changer's choice "at a date" and "for a time, then back" of propagation.md. */
@BothEngines
class TimetableTest extends FamilyStory {
    private static final Duration WEEK = Duration.ofDays(7);

    private Optional<Timetable.Refusal> plan(String from, String to, Optional<Instant> at, Optional<Instant> until) {
        OwnCardEditor editor = new OwnCardEditor(village.writing, new TelRewriter(village.numbers), village.clock());
        Principal.User alice =
                village.store.read(tx -> tx.principals().user("alice")).orElseThrow();
        return village.write(tx -> {
            if (at.isEmpty()) {
                assertThat(editor.edit(tx, alice, java.util.Map.of(from, to)))
                        .isInstanceOf(OwnCardEditor.Outcome.Edited.class);
            }
            return new Timetable(editor, village.clock()).plan(tx, alice, from, to, at, until);
        });
    }

    private Optional<Instant> in(Duration time) {
        return Optional.of(village.tick().plus(time));
    }

    private List<ScheduledEdit> planned() {
        return village.store.read(tx -> tx.scheduledEdits().of(village.id("alice"), 1000));
    }

    private void away(Duration time) {
        assertThat(plan(A, B, Optional.empty(), in(time))).isEmpty();
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void an_edit_is_made_when_its_time_has_come_and_goes_out_as_any_other() {
        village.contact("bob", "alice", "CELL:" + A);
        assertThat(plan(A, B, in(WEEK), Optional.empty())).isEmpty();
        village.propagate();
        assertThat(village.tels("alice", "me")).isEqualTo(A);

        village.pass(WEEK);
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(B);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(planned()).extracting(ScheduledEdit::state).containsExactly(ScheduledEdit.State.DONE);
    }

    @Test
    void for_a_time_then_back_keeps_the_proof_of_the_number_however_long_it_was_away() {
        village.contact("bob", "alice", "CELL:" + A);
        away(Duration.ofDays(300));
        village.pass(Duration.ofDays(301));
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        village.contact("carol", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("carol", "alice")).as("proved").isEqualTo(C);
    }

    @Test
    void who_comes_back_earlier_than_planned_keeps_the_proof_too_and_the_return_fails_visibly() {
        village.contact("bob", "alice", "CELL:" + A);
        away(Duration.ofDays(300));
        village.pass(Duration.ofDays(200));
        village.own("alice", "CELL:" + A);
        village.pass(Duration.ofDays(101));
        village.propagate();

        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(planned()).extracting(ScheduledEdit::state).containsExactly(ScheduledEdit.State.FAILED);
        assertThat(planned().get(0).reason()).contains("no entry has an old number");
    }

    @Test
    void rule_10_the_proof_does_not_stand_where_somebody_else_claimed_the_number_meanwhile() {
        away0();
        village.own("carol", "CELL:" + A);
        village.pass(Duration.ofDays(301));
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    private void away0() {
        assertThat(plan(A, B, Optional.empty(), in(Duration.ofDays(300)))).isEmpty();
        village.propagate();
    }

    @Test
    void rule_10_a_return_that_was_planned_long_after_the_number_went_proves_nothing() {
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.pass(Duration.ofDays(30));
        assertThat(plan(B, A, in(WEEK), Optional.empty())).isEmpty();
        village.pass(WEEK);
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void an_edit_whose_number_is_gone_fails_and_so_does_its_return() {
        assertThat(plan(A, B, in(WEEK), in(WEEK.multipliedBy(2)))).isEmpty();
        village.own("alice", "CELL:" + C);
        village.pass(WEEK.multipliedBy(3));
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(C);
        assertThat(planned())
                .extracting(ScheduledEdit::state)
                .containsOnly(ScheduledEdit.State.FAILED)
                .hasSize(2);
        assertThat(planned().get(1).reason()).isEqualTo("the change that it takes back was not made");
    }

    @Test
    void to_a_number_that_the_own_card_has_already_there_is_no_edit_for_a_time() {
        assertThat(returning(B)).isEmpty();
        village.own("alice", "CELL:" + A, "WORK:" + B);
        assertThat(returning(B)).map(Timetable.Refusal::code).contains("plan-new-number");
    }

    private Optional<Timetable.Refusal> returning(String to) {
        OwnCardEditor editor = new OwnCardEditor(village.writing, new TelRewriter(village.numbers), village.clock());
        return village.store.read(tx -> new Timetable(editor, village.clock())
                .returning(tx, tx.principals().user(village.id("alice")).orElseThrow(), to));
    }

    @Test
    void what_is_cancelled_is_not_made_nor_taken_back() {
        assertThat(plan(A, B, in(WEEK), in(WEEK.multipliedBy(2)))).isEmpty();
        assertThat(village.<Boolean>write(tx -> Timetable.cancel(tx, planned().get(0))))
                .isTrue();
        assertThat(village.<Boolean>write(tx -> Timetable.cancel(tx, planned().get(0))))
                .isFalse();
        village.pass(WEEK.multipliedBy(3));
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(planned()).extracting(ScheduledEdit::state).containsOnly(ScheduledEdit.State.CANCELLED);
    }

    @Test
    void an_edit_is_planned_only_of_a_number_that_is_there_or_planned_to_be_and_not_without_end() {
        assertThat(plan(X, B, in(WEEK), Optional.empty())).isPresent();
        assertThat(plan(A, B, in(WEEK), Optional.empty())).isEmpty();
        assertThat(plan(B, C, in(WEEK.multipliedBy(2)), Optional.empty())).isEmpty();
        for (int i = 2; i < 99; i++) {
            assertThat(plan(A, B, in(WEEK.multipliedBy(i)), Optional.empty())).isEmpty();
        }
        assertThat(plan(A, B, in(WEEK), Optional.empty())).isPresent();
    }

    @Test
    void rule_8_two_servers_make_an_edit_once() {
        village.contact("bob", "alice", "CELL:" + A);
        plan(A, B, in(WEEK), Optional.empty());
        plan(B, A, in(WEEK), Optional.empty());
        village.pass(WEEK);
        village.propagateByTwo();

        assertThat(planned())
                .extracting(ScheduledEdit::state)
                .containsOnly(ScheduledEdit.State.DONE)
                .hasSize(2);
        assertThat(village.changes("alice")).hasSize(2);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_8_an_edit_that_a_killed_server_was_making_is_made_whole_by_the_next() {
        village.contact("bob", "alice", "CELL:" + A);
        plan(A, B, in(WEEK), Optional.empty());
        village.pass(WEEK);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, org.teldav.storage.Transaction tx) {
                throw new FaultyStore.Killed();
            }
        });
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> village.worker(village.store, Village.settings(2)).drain(Duration.ofSeconds(30)))
                .isInstanceOf(FaultyStore.Killed.class);
        village.store.around(new FaultyStore.Around() {});
        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(planned()).extracting(ScheduledEdit::state).containsExactly(ScheduledEdit.State.PLANNED);

        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void an_edit_that_can_not_be_stored_fails_and_keeps_no_other_waiting() {
        plan(A, B, in(WEEK), Optional.empty());
        village.pass(WEEK);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, org.teldav.storage.Transaction tx) {
                if (write <= 3) {
                    throw new IllegalStateException("a failure of this card's");
                }
            }
        });
        village.worker(village.store, Village.settings(2)).drain(Duration.ofSeconds(30));
        village.store.around(new FaultyStore.Around() {});

        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(planned().get(0).state()).isEqualTo(ScheduledEdit.State.FAILED);
    }

    @Test
    void nor_where_the_own_card_got_it_after_that_was_planned() {
        assertThat(plan(A, B, in(WEEK), in(WEEK.multipliedBy(2)))).isEmpty();
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.pass(WEEK.multipliedBy(3));
        village.propagate();

        assertThat(village.tels("alice", "me")).isEqualTo(A + "," + B);
        assertThat(planned()).extracting(ScheduledEdit::state).containsOnly(ScheduledEdit.State.FAILED);
        assertThat(planned())
                .extracting(ScheduledEdit::reason)
                .first()
                .asString()
                .contains("has the new number");
    }
}
