package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.LateComers.Newcomer;

/** Who comes into a group: rule 12 of propagation.md. */
interface NewcomersContract extends Engine {
    @Test
    default void a_newcomer_waits_once_is_taken_once_and_is_back_where_the_work_fails() {
        Newcomer first = new Newcomer(2, 8);
        Newcomer second = new Newcomer(1, 9);
        run(tx -> {
            tx.lateComers().add(first, NOW);
            tx.lateComers().add(second, NOW.plusSeconds(1));
            tx.lateComers().add(first, NOW.plusSeconds(2));
        });
        assertThat(fixture().list(tx -> tx.lateComers().newcomers(10))).containsExactly(first, second);
        assertThatThrownBy(() -> run(tx -> {
                    assertThat(tx.lateComers().takeNewcomer()).contains(first);
                    assertThat(tx.lateComers().takeNewcomer()).contains(second);
                    throw new IllegalStateException("the work fails");
                }))
                .hasMessage("the work fails");
        assertThat(fixture().<Optional<Newcomer>>write(tx -> tx.lateComers().takeNewcomer()))
                .contains(first);
        assertThat(fixture().list(tx -> tx.lateComers().newcomers(1))).containsExactly(second);
        run(tx -> tx.principals().remove(second.user(), NOW));
        assertThat(fixture().<Optional<Newcomer>>write(tx -> tx.lateComers().takeNewcomer()))
                .isEmpty();
    }

    @Test
    default void who_came_into_a_group_of_a_user_since_then_is_added() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long carol = fixture().user("carol").id();
        long dave = fixture().user("dave").id();
        long first = group(alice, bob, dave);
        long other = group(carol);
        Instant later = NOW.plusSeconds(1);
        run(tx -> {
            tx.principals().leave(first, dave, later);
            tx.principals().join(first, carol, later);
            tx.principals().join(other, dave, later);
            tx.lateComers().addNewcomers(alice, later, later);
        });
        assertThat(fixture().list(tx -> tx.lateComers().newcomers(10))).isEmpty();
        run(tx -> tx.lateComers().addNewcomers(alice, NOW, later));
        assertThat(fixture().list(tx -> tx.lateComers().newcomers(10))).containsExactly(new Newcomer(carol, first));
        run(tx -> {
            tx.principals().join(other, alice, later);
            tx.lateComers().addNewcomers(alice, NOW, later);
        });
        assertThat(fixture().list(tx -> tx.lateComers().newcomers(10)))
                .containsExactlyInAnyOrder(
                        new Newcomer(carol, first), new Newcomer(dave, other), new Newcomer(alice, other));
    }
}
