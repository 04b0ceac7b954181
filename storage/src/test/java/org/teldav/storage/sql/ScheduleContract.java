package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Change.Course;
import org.teldav.storage.Change.State;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.Transaction;

/** When and whether changes go out, and the edits of own cards that are planned. */
interface ScheduleContract extends Engine {
    Duration TIME = Duration.ofSeconds(30);
    Change.Number REPLACING = new Change.Number(0, Optional.of("+1"), Optional.of("+2"), true, "CELL", "", false);
    Change.Number BARE = new Change.Number(0, Optional.of("+3"), Optional.empty(), false, "", "", false);

    private void run(java.util.function.Consumer<Transaction> work) {
        fixture().write(tx -> {
            work.accept(tx);
            return true;
        });
    }

    private boolean does(java.util.function.Predicate<Transaction> work) {
        return fixture().write(work::test);
    }

    private long add(long user, State state, Course course) {
        return fixture().write(tx -> tx.changes().add(user, NOW, state, List.of(REPLACING), course));
    }

    private Change find(long id) {
        return fixture().read(tx -> tx.changes().find(id)).orElseThrow();
    }

    private Optional<Long> take(String worker, Instant now) {
        return fixture().write(tx -> tx.changes().lease(worker, now, TIME)).map(Change::id);
    }

    private Optional<Long> takeEdit(Instant now) {
        return fixture().write(tx -> tx.scheduledEdits().take(now)).map(ScheduledEdit::id);
    }

    private Optional<Instant> next(Instant now) {
        return fixture().first(tx -> tx.changes().nextDue(now));
    }

    private boolean isAnyDue(Instant now) {
        return fixture().read(tx -> tx.changes().isAnyDue(now));
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
    default void a_paused_change_is_renewed_and_taken_by_nobody_until_it_is_resumed() {
        long alice = fixture().user("alice").id();
        long id = add(alice, State.PENDING, Course.AT_ONCE);
        long behind = add(alice, State.PENDING, Course.AT_ONCE);
        assertThat(take("w", NOW)).contains(id);
        assertThat(does(tx -> tx.changes().pause(id))).isTrue();
        assertThat(does(tx -> tx.changes().pause(id))).isFalse();
        assertThat(does(tx -> tx.changes().renew(id, "w", NOW, TIME))).isFalse();
        run(tx -> tx.changes().giveBack(id, "other", NOW));
        run(tx -> tx.changes().giveBack(id, "w", NOW));
        assertThat(find(id).course().paused()).isTrue();
        assertThat(isAnyDue(NOW.plusSeconds(90))).isFalse();
        assertThat(take("w", NOW.plusSeconds(90))).isEmpty();
        assertThat(does(tx -> tx.changes().resume(id, NOW.plusSeconds(90)))).isTrue();
        assertThat(does(tx -> tx.changes().resume(id, NOW))).isFalse();
        assertThat(find(id).asOf()).as("it had begun").isEqualTo(NOW);
        assertThat(find(behind).asOf()).isEqualTo(NOW.plusSeconds(90));
        assertThat(take("v", NOW.plusSeconds(90))).contains(id);
        run(tx -> tx.changes().setState(id, State.DONE, NOW));
        assertThat(does(tx -> tx.changes().pause(id))).isFalse();
    }

    @Test
    default void while_all_is_paused_nothing_is_taken_or_renewed() {
        long id = add(fixture().user("alice").id(), State.PENDING, Course.AT_ONCE);
        long other = add(fixture().user("bob").id(), State.PENDING, Course.AT_ONCE);
        assertThat(take("w", NOW)).contains(id);
        assertThat(fixture().first(tx -> tx.changes().pausedSince())).isEmpty();
        assertThat(does(tx -> tx.changes().pauseAll(NOW))).isTrue();
        assertThat(does(tx -> tx.changes().pauseAll(NOW.plusSeconds(1)))).isFalse();
        assertThat(fixture().first(tx -> tx.changes().pausedSince())).contains(NOW);
        assertThat(does(tx -> tx.changes().renew(id, "w", NOW, TIME))).isFalse();
        assertThat(take("v", NOW.plusSeconds(90))).isEmpty();
        assertThat(isAnyDue(NOW.plusSeconds(90))).isFalse();
        assertThat(does(tx -> tx.changes().resumeAll(NOW.plusSeconds(90)))).isTrue();
        assertThat(does(tx -> tx.changes().resumeAll(NOW))).isFalse();
        assertThat(find(id).asOf()).isEqualTo(NOW);
        assertThat(find(other).asOf()).isEqualTo(NOW.plusSeconds(90));
        assertThat(take("v", NOW.plusSeconds(90))).contains(id);
    }

    @Test
    default void the_cards_of_a_change_are_counted_once() {
        long alice = fixture().user("alice").id();
        long id = add(alice, State.PENDING, Course.AT_ONCE);
        run(tx -> tx.changes().count(id, 7));
        run(tx -> tx.changes().count(id, 9));
        assertThat(find(id).course().total()).hasValue(7);
    }

    /** An operator is called where one is late, not where somebody holds one or its time has not come. */
    @Test
    default void it_is_known_since_when_the_oldest_change_could_go_out() {
        long alice = fixture().user("alice").id();
        Instant later = NOW.plusSeconds(60);
        assertThat(dueSince(later)).isEmpty();
        long held = add(alice, State.PENDING, Course.from(later));
        assertThat(dueSince(NOW)).isEmpty();
        assertThat(dueSince(later.plusSeconds(9))).contains(later);
        add(fixture().user("bob").id(), State.PENDING, Course.AT_ONCE);
        assertThat(dueSince(NOW)).contains(NOW);
        take("w", NOW);
        assertThat(dueSince(NOW)).as("while it is carried").contains(NOW);
        run(tx -> tx.changes().pauseAll(NOW));
        assertThat(dueSince(NOW)).isEmpty();
        assertThat(find(held).state()).isEqualTo(State.PENDING);
    }

    /** Else each code that is entered an hour after the edit calls the operator. */
    @Test
    default void what_was_let_go_could_go_out_since_then_and_not_since_its_edit() {
        long alice = fixture().user("alice").id();
        Instant hourLater = NOW.plusSeconds(3600);
        long proved = add(alice, State.WAITING, Course.AT_ONCE);
        run(tx -> tx.changes().release(proved, Course.AT_ONCE, hourLater));
        assertThat(dueSince(hourLater.plusSeconds(9))).contains(hourLater);
        run(tx -> tx.changes().setState(proved, State.DONE, hourLater));

        long limited = add(alice, State.WAITING, Course.AT_ONCE);
        run(tx -> tx.changes().release(limited, Course.from(hourLater.plusSeconds(5)), hourLater));
        assertThat(dueSince(hourLater.plusSeconds(9))).contains(hourLater.plusSeconds(5));
        run(tx -> tx.changes().setState(limited, State.DONE, hourLater));

        long paused = add(alice, State.PENDING, Course.AT_ONCE);
        run(tx -> tx.changes().pause(paused));
        run(tx -> tx.changes().resume(paused, hourLater));
        assertThat(dueSince(hourLater.plusSeconds(9))).contains(hourLater);
        take("w", hourLater.plusSeconds(9));
        assertThat(dueSince(hourLater.plusSeconds(9))).as("while it is carried").contains(hourLater);
    }

    private Optional<Instant> dueSince(Instant now) {
        return fixture().first(tx -> tx.changes().dueSince(now));
    }

    @Test
    default void it_is_known_since_when_the_oldest_change_waits_for_a_proof() {
        long alice = fixture().user("alice").id();
        add(alice, State.PENDING, Course.AT_ONCE);
        assertThat(fixture().first(tx -> tx.changes().waitingSince())).isEmpty();
        add(alice, State.WAITING, Course.AT_ONCE);
        assertThat(fixture().first(tx -> tx.changes().waitingSince())).contains(NOW);
    }

    private long plan(long user, String from, String to, Instant due, OptionalLong returnOf) {
        return fixture().write(tx -> tx.scheduledEdits().plan(user, from, to, NOW, due, returnOf));
    }

    private boolean settle(long user, long id, ScheduledEdit.State from, ScheduledEdit.State to) {
        return does(tx -> tx.scheduledEdits().settle(user, id, from, to, "why"));
    }

    @Test
    default void edits_are_planned_and_come_due_the_earliest_first() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        assertThat(fixture().first(tx -> tx.scheduledEdits().next())).isEmpty();
        long back = plan(alice, "+2", "+1", NOW.plusSeconds(20), OptionalLong.of(1));
        long first = plan(alice, "+1", "+2", NOW.plusSeconds(10), OptionalLong.empty());
        long bobs = plan(bob, "+5", "+6", NOW.plusSeconds(15), OptionalLong.empty());
        assertThat(fixture().first(tx -> tx.scheduledEdits().next())).contains(NOW.plusSeconds(10));
        assertThat(takeEdit(NOW)).isEmpty();
        assertThat(takeEdit(NOW.plusSeconds(15))).contains(first);
        settle(alice, first, ScheduledEdit.State.PLANNED, ScheduledEdit.State.DONE);
        assertThat(takeEdit(NOW.plusSeconds(15))).contains(bobs);
        assertThat(fixture().first(tx -> tx.scheduledEdits().find(alice, back)))
                .contains(new ScheduledEdit(
                        back,
                        alice,
                        "+2",
                        "+1",
                        NOW.plusSeconds(20),
                        ScheduledEdit.State.PLANNED,
                        "",
                        OptionalLong.of(1)));
        assertThat(fixture().first(tx -> tx.scheduledEdits().find(bob, back))).isEmpty();
        assertThat(fixture().first(tx -> tx.scheduledEdits().returnOf(alice, 1)).map(ScheduledEdit::id))
                .contains(back);
        assertThat(fixture().first(tx -> tx.scheduledEdits().planned(alice, "+1")))
                .contains(NOW);
        assertThat(fixture().first(tx -> tx.scheduledEdits().planned(bob, "+1")))
                .isEmpty();
        assertThat((long) fixture().read(tx -> tx.scheduledEdits().countPlanned(alice)))
                .isEqualTo(1);
    }

    @Test
    default void of_two_who_make_an_edit_at_once_one_does() {
        long alice = fixture().user("alice").id();
        long id = plan(alice, "+1", "+2", NOW, OptionalLong.empty());
        assertThat(settle(alice, id, ScheduledEdit.State.PLANNED, ScheduledEdit.State.RUNNING))
                .isTrue();
        assertThat(settle(alice, id, ScheduledEdit.State.PLANNED, ScheduledEdit.State.RUNNING))
                .isFalse();
        assertThat(takeEdit(NOW)).isEmpty();
        assertThat(fixture().first(tx -> tx.scheduledEdits().planned(alice, "+2")))
                .contains(NOW);
        assertThat(settle(alice, id, ScheduledEdit.State.RUNNING, ScheduledEdit.State.DONE))
                .isTrue();
        assertThat(fixture().first(tx -> tx.scheduledEdits().planned(alice, "+2")))
                .isEmpty();
    }

    @Test
    default void what_is_over_is_listed_last_and_forgotten_but_for_the_newest() {
        long alice = fixture().user("alice").id();
        long first = plan(alice, "+1", "+2", NOW, OptionalLong.empty());
        long second = plan(alice, "+2", "+3", NOW.plusSeconds(1), OptionalLong.empty());
        long third = plan(alice, "+3", "+4", NOW.plusSeconds(2), OptionalLong.empty());
        settle(alice, first, ScheduledEdit.State.PLANNED, ScheduledEdit.State.DONE);
        settle(alice, second, ScheduledEdit.State.PLANNED, ScheduledEdit.State.FAILED);
        assertThat(fixture().list(tx -> tx.scheduledEdits().of(alice, 9)))
                .extracting(ScheduledEdit::id)
                .containsExactly(third, first, second);
        run(tx -> tx.scheduledEdits().forget(alice, 2));
        assertThat(fixture().list(tx -> tx.scheduledEdits().of(alice, 9))).hasSize(3);
        run(tx -> tx.scheduledEdits().forget(alice, 1));
        assertThat(fixture().list(tx -> tx.scheduledEdits().of(alice, 9)))
                .extracting(ScheduledEdit::id)
                .containsExactly(third, second);
    }
}
