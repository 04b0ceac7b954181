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

/** Which worker gets which of the {@link org.teldav.storage.Changes}, and when. */
interface ChangeLeasesContract extends ChangeEngine {
    Duration LEASE = Duration.ofSeconds(30);

    private Optional<Long> lease(String worker, Instant now) {
        return fixture().write(tx -> tx.changes().lease(worker, now, LEASE)).map(Change::id);
    }

    @Test
    default void rule_9_a_change_stands_behind_the_newest_pending_one_of_its_user_before_it() {
        long alice = fixture().user("alice").id();
        long first = add(alice, NOW);
        long second = add(alice, NOW);
        add(fixture().user("bob").id(), NOW);
        long third = add(alice, NOW);
        assertThat(fixture().<OptionalLong>read(tx -> tx.changes().pendingBefore(alice, first)))
                .isEmpty();
        assertThat(fixture().<OptionalLong>read(tx -> tx.changes().pendingBefore(alice, third)))
                .hasValue(second);
        run(tx -> tx.changes().setState(second, Change.State.DONE, NOW));
        assertThat(fixture().<OptionalLong>read(tx -> tx.changes().pendingBefore(alice, third)))
                .hasValue(first);
    }

    @Test
    default void the_oldest_pending_change_is_leased_to_one_worker_at_a_time() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        assertThat(lease("w", NOW)).isEmpty();
        long first = add(alice, NOW);
        long second = add(alice, NOW);
        long third = add(bob, NOW);
        assertThat(lease("w1", NOW)).contains(first);
        assertThat(lease("w2", NOW)).contains(third);
        assertThat(lease("w3", NOW)).isEmpty();
        run(tx -> tx.changes().setState(first, Change.State.DONE, NOW));
        assertThat(lease("w3", NOW)).contains(second);
        assertThat(lease("w4", NOW)).isEmpty();
    }

    @Test
    default void a_lease_that_was_not_renewed_goes_to_another_worker() {
        long id = add(fixture().user("alice").id(), NOW);
        assertThat(lease("w1", NOW)).contains(id);
        assertThat(renew(id, "w1", NOW.plusSeconds(20))).isTrue();
        assertThat(renew(id, "w2", NOW.plusSeconds(20))).isFalse();
        assertThat(lease("w2", NOW.plusSeconds(49))).isEmpty();
        assertThat(lease("w2", NOW.plusSeconds(50))).contains(id);
        assertThat(renew(id, "w1", NOW.plusSeconds(51))).isFalse();
        run(tx -> tx.changes().setState(id, Change.State.DONE, NOW));
        assertThat(renew(id, "w2", NOW.plusSeconds(52))).isFalse();
    }

    private boolean renew(long id, String worker, Instant now) {
        return fixture().write(tx -> tx.changes().renew(id, worker, now, LEASE));
    }

    @Test
    default void a_waiting_change_is_leased_to_nobody_until_it_is_pending() {
        long alice = fixture().user("alice").id();
        long id = fixture()
                .write(tx -> tx.changes().add(alice, NOW, Change.State.WAITING, List.of(), Change.Course.AT_ONCE));
        assertThat(lease("w", NOW)).isEmpty();
        run(tx -> tx.changes().setState(id, Change.State.PENDING, NOW));
        assertThat(lease("w", NOW)).contains(id);
    }
}
