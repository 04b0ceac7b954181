package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Claim;

/** {@link org.teldav.storage.Claims}. */
interface ClaimsContract extends Engine {
    @Test
    default void claims_of_users_who_are_no_more_are_forgotten_in_time_and_nobody_else_s() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        fixture().write(tx -> {
            tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().open(bob, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().end(bob, "+1", NOW);
            tx.principals().remove(alice, NOW);
            return 0;
        });

        assertThat(forgotten(0)).isZero();
        assertThat(forgotten(1)).isEqualTo(1);
        assertThat(forgotten(1)).isZero();

        assertThat(fixture().list(tx -> tx.claims().historyOf("+1")))
                .extracting(Claim::user)
                .containsExactly(bob);
    }

    private int forgotten(int seconds) {
        return fixture().write(tx -> tx.claims().forgetRemoved(NOW.plusSeconds(seconds), 10));
    }

    @Test
    default void rule_3_claims_that_wait_are_listed_oldest_first() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        fixture().write(tx -> {
            tx.claims().open(bob, "+1", Claim.State.WAITING, NOW.plusSeconds(1));
            tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().open(alice, "+2", Claim.State.WAITING, NOW);
            tx.claims().open(bob, "+3", Claim.State.WAITING, NOW);
            tx.claims().end(bob, "+3", NOW);
            return 0;
        });
        assertThat(fixture().list(tx -> tx.claims().waiting(10)))
                .extracting(Claim::key)
                .containsExactly("+2", "+1");
        assertThat(fixture().list(tx -> tx.claims().waiting(1)))
                .extracting(Claim::user)
                .containsExactly(alice);
    }

    @Test
    default void who_claims_a_number_or_ever_did_is_seen_by_all_but_themself() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        fixture().write(tx -> {
            tx.claims().open(alice, "+1", Claim.State.WAITING, NOW);
            tx.claims().open(alice, "+2", Claim.State.VERIFIED, NOW);
            tx.claims().end(alice, "+2", NOW);
            return 0;
        });
        assertThat(fixture().<Boolean>read(tx -> tx.claims().isAnyOther(Set.of("+1"), bob)))
                .isTrue();
        assertThat(fixture().<Boolean>read(tx -> tx.claims().isAnyOther(Set.of("+3", "+2"), bob)))
                .isTrue();
        assertThat(fixture().<Boolean>read(tx -> tx.claims().isAnyOther(Set.of("+1", "+2"), alice)))
                .isFalse();
        assertThat(fixture().<Boolean>read(tx -> tx.claims().isAnyOther(Set.of("+3"), bob)))
                .isFalse();
        assertThat(fixture().<Boolean>read(tx -> tx.claims().isAnyOther(Set.of(), bob)))
                .isFalse();
    }

    /** Each looks whether somebody has the number, and takes it where nobody does. */
    @Test
    default void of_many_who_decide_at_the_same_time_each_sees_what_the_others_decided() {
        List<Long> users = IntStream.range(0, 6)
                .mapToObj(i -> fixture().user("user" + i).id())
                .toList();
        CountDownLatch together = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> all = users.stream()
                .map(user -> CompletableFuture.supplyAsync(() -> take(user, together)))
                .toList();
        together.countDown();

        assertThat(all.stream().map(CompletableFuture::join).filter(taken -> taken))
                .hasSize(1);
        assertThat(fixture().list(tx -> tx.claims().on("+1"))).hasSize(1);
    }

    private boolean take(long user, CountDownLatch together) {
        try {
            together.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return fixture().write(tx -> {
            tx.claims().lock("+1");
            if (!tx.claims().on("+1").isEmpty()) {
                return false;
            }
            tx.claims().open(user, "+1", Claim.State.VERIFIED, NOW);
            return true;
        });
    }

    @Test
    default void claims_open_change_their_state_and_end() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        run(tx -> tx.claims().open(alice, "+1", Claim.State.UNVERIFIED, NOW));
        run(tx -> tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW.plusSeconds(1)));
        run(tx -> tx.claims().open(alice, "+0", Claim.State.UNVERIFIED, NOW));
        run(tx -> tx.claims().open(bob, "+1", Claim.State.WAITING, NOW.plusSeconds(2)));
        Claim first = new Claim(alice, "+1", Claim.State.VERIFIED, NOW, Optional.empty());
        Claim second = new Claim(bob, "+1", Claim.State.WAITING, NOW.plusSeconds(2), Optional.empty());
        assertThat(fixture().list(tx -> tx.claims().on("+1"))).containsExactly(first, second);
        assertThat(fixture().list(tx -> tx.claims().of(alice)))
                .extracting(Claim::key)
                .containsExactly("+0", "+1");
        run(tx -> tx.claims().end(alice, "+1", NOW.plusSeconds(3)));
        run(tx -> tx.claims().end(alice, "+9", NOW));
        assertThat(fixture().list(tx -> tx.claims().on("+1"))).containsExactly(second);
        run(tx -> tx.claims().open(alice, "+1", Claim.State.UNVERIFIED, NOW.plusSeconds(4)));
        assertThat(fixture().list(tx -> tx.claims().historyOf("+1")))
                .containsExactly(
                        new Claim(alice, "+1", Claim.State.VERIFIED, NOW, Optional.of(NOW.plusSeconds(3))),
                        second,
                        new Claim(alice, "+1", Claim.State.UNVERIFIED, NOW.plusSeconds(4), Optional.empty()));
    }
}
