package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.Transaction;

/** The edits of own cards that are planned ({@link org.teldav.storage.ScheduledEdits}). */
interface ScheduledEditsContract extends Engine {
    private boolean does(java.util.function.Predicate<Transaction> work) {
        return fixture().write(work::test);
    }

    private Optional<Long> takeEdit(Instant now) {
        return fixture().write(tx -> tx.scheduledEdits().take(now)).map(ScheduledEdit::id);
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
