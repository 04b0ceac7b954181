package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change.Course;
import org.teldav.storage.Change.State;

/** Changes that are paused, let out and let go, and how long the oldest has been able to go out. */
interface PauseContract extends ScheduleEngine {
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
}
