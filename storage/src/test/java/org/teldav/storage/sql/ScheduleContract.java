package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Change.Course;
import org.teldav.storage.Change.State;
import org.teldav.storage.ScheduledEdit;

/** When and whether changes go out, and the edits of own cards that are planned. */
interface ScheduleContract extends ScheduleEngine {
    Change.Number BARE = new Change.Number(0, Optional.of("+3"), Optional.empty(), false, "", "", false);

    private Optional<Instant> next(Instant now) {
        return fixture().first(tx -> tx.changes().nextDue(now));
    }

    @Test
    default void a_change_is_taken_when_its_time_has_come_and_holds_its_user_s_later_ones_until_then() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        Instant later = NOW.plusSeconds(60);
        long settling = add(alice, State.PENDING, Course.from(later).adding(true));
        long behind = add(alice, State.PENDING, Course.AT_ONCE);
        assertThat(find(settling).course()).isEqualTo(Course.from(later).adding(true));
        assertThat(find(settling).asOf()).isEqualTo(later);
        assertThat(find(behind).asOf()).isEqualTo(NOW);
        assertThat(take("w", NOW)).isEmpty();
        assertThat(isAnyDue(NOW)).isFalse();
        assertThat(next(NOW)).contains(later);
        long bobs = add(bob, State.PENDING, Course.AT_ONCE);
        assertThat(isAnyDue(NOW)).isTrue();
        assertThat(take("w", NOW)).contains(bobs);
        assertThat(take("w", later.plusSeconds(1))).contains(settling);
        assertThat(find(settling).course().begun()).isTrue();
        assertThat(find(settling).asOf()).isEqualTo(later.plusSeconds(1));
        assertThat(next(later)).isEmpty();
        run(tx -> tx.changes().setState(settling, State.DONE, later));
        assertThat(take("w", later)).contains(behind);
    }

    /** In a card of both it would be a twin else, and the other's entry go. */
    @Test
    default void rule_5_a_number_is_freed_before_another_s_entries_get_it() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long frees = replaces(alice, "+1", "+2");
        long gets = replaces(bob, "+3", "+1");
        assertThat(take("w", NOW)).contains(frees);
        assertThat(take("other", NOW)).as("while it goes out").isEmpty();
        run(tx -> tx.changes().setState(frees, State.DONE, NOW));
        assertThat(take("other", NOW)).contains(gets);
    }

    @Test
    default void rule_5_one_that_waits_for_its_time_holds_nobody_else_s() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        Instant later = NOW.plusSeconds(60);
        fixture().write(tx -> tx.changes().add(alice, NOW, State.PENDING, replacing("+1", "+2"), Course.from(later)));
        long gets = replaces(bob, "+3", "+1");
        assertThat(take("other", NOW)).contains(gets);
    }

    /** Else one that the operator stopped would hold whoever takes a number that its user freed later. */
    @Test
    default void rule_5_one_that_stands_behind_a_held_one_of_its_user_holds_nobody_else_s() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long carol = fixture().user("carol").id();
        long paused = replaces(alice, "+22", "+77");
        replaces(alice, "+33", "+88");
        long gets = replaces(bob, "+44", "+33");
        assertThat(does(tx -> tx.changes().pause(paused))).isTrue();
        assertThat(isAnyDue(NOW)).isTrue();
        assertThat(take("other", NOW)).contains(gets);
        Instant later = NOW.plusSeconds(60);
        fixture().write(tx -> tx.changes().add(carol, NOW, State.PENDING, replacing("+1", "+2"), Course.from(later)));
        replaces(carol, "+3", "+4");
        long getsToo = replaces(fixture().user("dave").id(), "+5", "+3");
        assertThat(take("third", NOW)).contains(getsToo);
    }

    /** It goes out as soon as the one before it has. */
    @Test
    default void rule_5_one_that_stands_behind_one_that_goes_out_frees_its_number_first() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long first = replaces(alice, "+22", "+77");
        long frees = replaces(alice, "+33", "+88");
        long gets = replaces(bob, "+44", "+33");
        assertThat(take("w", NOW)).contains(first);
        assertThat(take("other", NOW)).isEmpty();
        run(tx -> tx.changes().setState(first, State.DONE, NOW));
        assertThat(take("w", NOW)).contains(frees);
        assertThat(take("other", NOW)).isEmpty();
        run(tx -> tx.changes().setState(frees, State.DONE, NOW));
        assertThat(take("other", NOW)).contains(gets);
    }

    private long replaces(long user, String old, String now) {
        return fixture().write(tx -> tx.changes().add(user, NOW, State.PENDING, replacing(old, now), Course.AT_ONCE));
    }

    private static List<Change.Number> replacing(String old, String now) {
        return List.of(new Change.Number(0, Optional.of(old), Optional.of(now), true, "", "", false));
    }

    @Test
    default void what_has_reached_nobody_is_held_and_cancelled_and_what_has_begun_is_not() {
        long alice = fixture().user("alice").id();
        long begun = add(alice, State.PENDING, Course.AT_ONCE);
        assertThat(take("w", NOW)).contains(begun);
        long due = add(alice, State.PENDING, Course.AT_ONCE);
        long settling = add(alice, State.PENDING, Course.from(NOW.plusSeconds(60)));
        long waiting = add(alice, State.WAITING, Course.AT_ONCE);
        add(fixture().user("bob").id(), State.WAITING, Course.AT_ONCE);
        assertThat(fixture().list(tx -> tx.changes().held(alice, NOW, 9)))
                .extracting(Change::id)
                .containsExactly(waiting, settling);
        assertThat(fixture().list(tx -> tx.changes().held(alice, NOW, 1))).hasSize(1);
        assertThat(fixture().list(tx -> tx.changes().held(alice, NOW.plusSeconds(60), 9)))
                .extracting(Change::id)
                .containsExactly(waiting);
        assertThat(does(tx -> tx.changes().cancel(begun, true, NOW))).isFalse();
        for (long id : List.of(due, settling, waiting)) {
            assertThat(does(tx -> tx.changes().cancel(id, true, NOW.plusSeconds(1))))
                    .isTrue();
            assertThat(does(tx -> tx.changes().cancel(id, true, NOW))).isFalse();
            assertThat(find(id).state()).isEqualTo(State.CANCELLED);
            assertThat(find(id).finished()).contains(NOW.plusSeconds(1));
        }
        run(tx -> tx.changes().setState(begun, State.DONE, NOW));
        assertThat(take("w", NOW.plusSeconds(90))).isEmpty();
        assertThat(fixture().list(tx -> tx.changes().held(alice, NOW, 9))).isEmpty();
    }

    @Test
    default void rule_2_the_withdrawn_numbers_of_a_change_cancelled_whole_wait_for_no_other() {
        long alice = fixture().user("alice").id();
        long merged = fixture()
                .write(tx -> tx.changes().add(alice, NOW, State.WAITING, List.of(REPLACING, BARE), Course.AT_ONCE));
        long whole = fixture()
                .write(tx -> tx.changes().add(alice, NOW, State.WAITING, List.of(REPLACING, BARE), Course.AT_ONCE));
        run(tx -> tx.changes().cancel(merged, false, NOW));
        run(tx -> tx.changes().cancel(whole, true, NOW));
        assertThat(fixture().list(tx -> tx.changes().withdrawn(alice, NOW)))
                .extracting(org.teldav.storage.Changes.Withdrawn::change)
                .containsExactly(merged);
    }

    @Test
    default void departures_are_those_of_changes_with_something_to_tell() {
        long alice = fixture().user("alice").id();
        Instant later = NOW.plusSeconds(60);
        add(alice, State.PENDING, Course.AT_ONCE);
        add(alice, State.DONE, Course.from(later));
        add(alice, State.WAITING, Course.AT_ONCE);
        add(alice, State.CANCELLED, Course.AT_ONCE);
        add(fixture().user("bob").id(), State.DONE, Course.AT_ONCE);
        fixture().write(tx -> tx.changes().add(alice, NOW, State.DONE, List.of(BARE), Course.AT_ONCE));
        fixture()
                .write(tx -> tx.changes()
                        .add(alice, NOW.plusSeconds(1), State.DONE, List.of(BARE), Course.AT_ONCE.adding(true)));
        assertThat(fixture().list(tx -> tx.changes().departures(alice, NOW.minusSeconds(1), 9)))
                .containsExactly(later, NOW.plusSeconds(1), NOW);
        assertThat(fixture().list(tx -> tx.changes().departures(alice, NOW, 9)))
                .containsExactly(later, NOW.plusSeconds(1));
        assertThat(fixture().list(tx -> tx.changes().departures(alice, NOW.minusSeconds(1), 1)))
                .containsExactly(later);
    }

    @Test
    default void rule_4_what_waited_is_let_out_when_it_is_let_go() {
        long alice = fixture().user("alice").id();
        long waiting = add(alice, State.WAITING, Course.AT_ONCE);
        long later = add(fixture().user("bob").id(), State.WAITING, Course.AT_ONCE);
        run(tx -> tx.changes().release(waiting, Course.AT_ONCE, NOW.plusSeconds(7)));
        run(tx -> tx.changes().release(later, Course.from(NOW.plusSeconds(60)), NOW.plusSeconds(7)));
        assertThat(find(waiting).asOf()).isEqualTo(NOW.plusSeconds(7));
        assertThat(take("w", NOW.plusSeconds(7))).contains(waiting);
        run(tx -> tx.changes().setState(waiting, State.DONE, NOW.plusSeconds(8)));
        run(tx -> tx.changes().release(waiting, Course.AT_ONCE, NOW.plusSeconds(9)));
        assertThat(find(waiting).state()).as("it does not wait").isEqualTo(State.DONE);
        assertThat(take("w", NOW.plusSeconds(59))).isEmpty();
        assertThat(take("w", NOW.plusSeconds(60))).contains(later);
        assertThat(find(waiting).asOf()).isEqualTo(NOW.plusSeconds(7));
    }

    @Test
    default void the_cards_of_a_change_are_counted_once() {
        long alice = fixture().user("alice").id();
        long id = add(alice, State.PENDING, Course.AT_ONCE);
        run(tx -> tx.changes().count(id, 7));
        run(tx -> tx.changes().count(id, 9));
        assertThat(find(id).course().total()).hasValue(7);
    }

    private boolean settle(long user, long id, ScheduledEdit.State from, ScheduledEdit.State to) {
        return does(tx -> tx.scheduledEdits().settle(user, id, from, to, "why"));
    }
}
