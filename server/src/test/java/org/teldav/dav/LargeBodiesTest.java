package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.teldav.dav.LargeBodies.Room;
import org.teldav.dav.LargeBodies.Times;

/** docs/decisions/large-cards.md. */
class LargeBodiesTest {
    private static final long MIB = 1 << 20;
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final Duration NOW = Duration.ofMillis(1);
    private static final Executor THREAD = work -> new Thread(work).start();

    @Test
    void a_user_has_a_quarter_of_the_room_and_others_pass_who_wait_behind() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(NEVER, NEVER, NEVER));
        Room first = entered(bodies, "alice", 2 * MIB).get(20, TimeUnit.SECONDS);
        Room second = entered(bodies, "alice", 2 * MIB).get(20, TimeUnit.SECONDS);
        CompletableFuture<Room> third = entered(bodies, "alice", 2 * MIB);
        entered(bodies, "bob", 2 * MIB).get(20, TimeUnit.SECONDS);
        entered(bodies, "bob", 2 * MIB).get(20, TimeUnit.SECONDS);
        assertThat(third).isNotDone();
        first.close();
        third.get(20, TimeUnit.SECONDS);
        second.close();
    }

    @Test
    void one_body_of_a_user_may_be_larger_than_the_share_and_than_the_room() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(NEVER, NEVER, NEVER));
        entered(bodies, "alice", 100 * MIB).get(20, TimeUnit.SECONDS).close();
        entered(bodies, "bob", 10 * MIB).get(20, TimeUnit.SECONDS);
    }

    @Test
    void who_is_slow_is_cut_when_somebody_else_waits_the_oldest_first_and_none_in_vain() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(NEVER, NOW, NOW));
        List<CountDownLatch> cuts = new ArrayList<>();
        for (String user : List.of("alice", "bob")) {
            CountDownLatch cut = new CountDownLatch(1);
            CompletableFuture<Room> room = new CompletableFuture<>();
            THREAD.execute(() -> bodies.serve(
                    user,
                    () -> {
                        cut.countDown();
                        room.join().close();
                    },
                    () -> room.complete(bodies.enter(8 * MIB))));
            room.get(20, TimeUnit.SECONDS);
            cuts.add(cut);
        }
        Room carol = entered(bodies, "carol", 8 * MIB).get(20, TimeUnit.SECONDS);
        assertThat(cuts.get(0).getCount()).isZero();
        assertThat(cuts.get(1).getCount()).isOne();
        carol.close();
    }

    @Test
    void nobody_is_cut_for_who_waits_for_their_own_share_and_after_the_patience_it_is_503() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(Duration.ofMillis(200), NOW, NOW));
        CountDownLatch cut = new CountDownLatch(1);
        bodies.serve("alice", cut::countDown, () -> {
            bodies.enter(4 * MIB);
            assertThatThrownBy(() -> bodies.enter(4 * MIB))
                    .isInstanceOfSatisfying(
                            DavException.class, e -> assertThat(e.status()).isEqualTo(503));
        });
        assertThat(cut.getCount()).isOne();
        entered(bodies, "bob", 4 * MIB).get(20, TimeUnit.SECONDS);
    }

    @Test
    void who_is_not_slow_is_waited_for() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(Duration.ofMillis(200), NOW, NEVER));
        CountDownLatch cut = new CountDownLatch(1);
        bodies.serve("alice", cut::countDown, () -> bodies.enter(16 * MIB));
        assertThat(entered(bodies, "bob", 4 * MIB)).failsWithin(Duration.ofSeconds(20));
        assertThat(cut.getCount()).isOne();
    }

    @Test
    void who_is_at_work_on_what_has_come_is_not_slow_but_may_be_once_the_answer_goes_out() throws Exception {
        LargeBodies bodies = new LargeBodies(16 * MIB, new Times(Duration.ofMillis(200), NOW, NOW));
        CountDownLatch cut = new CountDownLatch(1);
        LargeBodies.Hold alice = bodies.hold(cut::countDown);
        alice.of("alice");
        alice.take(16 * MIB);
        alice.received();
        assertThat(entered(bodies, "bob", 4 * MIB)).failsWithin(Duration.ofSeconds(20));
        assertThat(cut.getCount()).isOne();
        alice.answers();
        assertThat(entered(bodies, "bob", 4 * MIB)).failsWithin(Duration.ofSeconds(20));
        assertThat(cut.getCount()).isZero();
    }

    private static CompletableFuture<Room> entered(LargeBodies bodies, String user, long bytes) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CompletableFuture<Room> room = new CompletableFuture<>();
                    bodies.serve(user, () -> {}, () -> room.complete(bodies.enter(bytes)));
                    return room.join();
                },
                THREAD);
    }
}
