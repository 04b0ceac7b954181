package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Transaction;

/** Rule 8 of propagation.md: exactly once, through any crash. */
class ExactlyOnceTest extends ClubStory {
    @Test
    void rule_8_the_change_is_there_if_and_only_if_the_edit_is() {
        long rings = village.bell.rings();
        assertThatThrownBy(() -> village.write(tx -> {
                    tx.cards().put(village.ownPut("alice", "CELL:" + B), village.tick());
                    assertThat(tx.changes()
                                    .listOf(village.id("alice"), 1)
                                    .get(0)
                                    .state())
                            .isEqualTo(Change.State.PENDING);
                    throw new FaultyStore.Killed();
                }))
                .isInstanceOf(FaultyStore.Killed.class);

        assertThat(village.tels("alice", "me")).isEqualTo(A);
        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.claim("alice", B)).isEmpty();
        assertThat(village.bell.rings()).isEqualTo(rings);
    }

    @ParameterizedTest(name = "killed {0} write {1}")
    @CsvSource({
        "before, 1", "inside, 1", "after, 1", "before, 2", "inside, 2", "after, 2", "before, 3", "inside, 3",
                "after, 3",
        "before, 4", "inside, 4", "after, 4", "before, 5", "inside, 5", "after, 5", "before, 6", "inside, 6", "after, 6"
    })
    void rule_8_a_killed_server_goes_on_where_it_stopped(String when, int write) {
        village.own("alice", "CELL:" + B);
        village.store.around(killedAt(when, write));
        assertThatThrownBy(
                        () -> village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30)))
                .isInstanceOf(FaultyStore.Killed.class);
        village.store.around(new FaultyStore.Around() {});

        village.pass(Duration.ofMinutes(2));
        village.propagate();

        everybodyHasOnce(B);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
    }

    private static FaultyStore.Around killedAt(String when, int nth) {
        return new FaultyStore.Around() {
            @Override
            public void before(int write) {
                die("before", write);
            }

            @Override
            public void inside(int write, Transaction tx) {
                die("inside", write);
            }

            @Override
            public void after(int write) {
                die("after", write);
            }

            private void die(String now, int write) {
                if (now.equals(when) && write >= nth) {
                    throw new FaultyStore.Killed();
                }
            }
        };
    }

    @Test
    void rule_8_a_worker_that_is_closed_finishes_its_batch_and_the_next_takes_the_rest_at_once() {
        village.store.oneWriteAtATime();
        village.own("alice", "CELL:" + B);
        PropagationWorker first = village.worker(village.store, Village.settings(3));
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (write == 2) {
                    first.close();
                }
            }
        });
        assertThat(first.drain(Duration.ofSeconds(30))).isFalse();
        assertThat(village.tally("alice").rewritten()).isEqualTo(3);
        village.store.around(new FaultyStore.Around() {});

        village.propagate();

        everybodyHasOnce(B);
    }

    @Test
    void rule_8_two_workers_share_the_changes_and_nothing_is_done_twice() {
        for (int i = 0; i < HOLDERS; i++) {
            village.own("h" + i, "CELL:+1415666010" + i);
            village.verify("h" + i, "+1415666010" + i);
            village.contact("alice", "h" + i, "CELL:+1415666010" + i);
            village.contact("h" + (i + 1) % HOLDERS, "h" + i, "CELL:+1415666010" + i);
        }
        village.own("alice", "CELL:" + B);
        for (int i = 0; i < HOLDERS; i++) {
            village.own("h" + i, "CELL:+1415666020" + i);
        }
        village.propagateByTwo();

        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("alice", "h" + i)).isEqualTo("+1415666020" + i);
            assertThat(village.tels("h" + (i + 1) % HOLDERS, "h" + i)).isEqualTo("+1415666020" + i);
            assertThat(village.tels("h" + i, "alice")).isEqualTo(B);
            assertThat(village.rewritten("h" + i)).hasSize(2);
            assertThat(village.tally("h" + i).rewritten()).isEqualTo(2);
        }
        assertThat(village.rewritten("alice")).hasSize(HOLDERS);
    }

    @Test
    void rule_8_a_worker_that_lost_its_lease_writes_nothing_any_more() {
        village.store.oneWriteAtATime();
        village.own("alice", "CELL:" + B);
        AtomicBoolean asleep = new AtomicBoolean();
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 3 && asleep.compareAndSet(false, true)) {
                    village.pass(Duration.ofMinutes(2));
                    assertThat(village.worker(village.store.inner(), Village.settings(100))
                                    .drain(Duration.ofSeconds(30)))
                            .isTrue();
                }
            }
        });

        village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30));

        assertThat(asleep).isTrue();
        everybodyHasOnce(B);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
    }

    /** A card that came in the same moment is found by its change, and is carried as a late one by another server before it is read. */
    @Test
    void rule_8_a_card_that_another_worker_did_as_a_late_comer_is_not_done_again_and_rule_11_its_holder_s_will_wins() {
        village.store.oneWriteAtATime();
        village.write(tx -> tx.cards().delete(village.book("h9"), "alice", card -> true, village.tick()));
        village.contact("h9", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 2) {
                    village.worker(village.store.inner(), Village.settings(100)).drain(Duration.ZERO);
                    assertThat(village.tels("h9", "alice")).isEqualTo(B);
                    village.contact("h9", "alice", "CELL:" + A);
                }
            }
        });

        assertThat(village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30)))
                .isTrue();

        assertThat(village.tels("h9", "alice")).isEqualTo(A);
        assertThat(village.rewritten("h9")).hasSize(1);
        assertThat(village.journal("h9")).hasSize(1);
        assertThat(village.tels("h8", "alice")).isEqualTo(B);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_8_a_swap_that_was_interrupted_is_not_swapped_back() {
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.verify("alice", B);
        for (int i = 0; i < HOLDERS; i++) {
            village.contact("h" + i, "alice", "CELL:" + A, "WORK:" + B);
        }
        village.own("alice", "CELL:" + B, "WORK:" + A);
        village.store.around(killedAt("after", 3));
        assertThatThrownBy(
                        () -> village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30)))
                .isInstanceOf(FaultyStore.Killed.class);
        village.store.around(new FaultyStore.Around() {});

        village.pass(Duration.ofMinutes(2));
        village.propagate();

        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(B + "," + A);
            assertThat(village.rewritten("h" + i)).hasSize(1);
        }
    }

    @Test
    void rule_8_a_worker_that_lost_its_lease_amid_a_swap_swaps_nothing_back() {
        village.store.oneWriteAtATime();
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.verify("alice", B);
        for (int i = 0; i < HOLDERS; i++) {
            village.contact("h" + i, "alice", "CELL:" + A, "WORK:" + B);
        }
        village.own("alice", "CELL:" + B, "WORK:" + A);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 3) {
                    village.pass(Duration.ofMinutes(2));
                    village.worker(village.store.inner(), Village.settings(100)).drain(Duration.ofSeconds(30));
                }
            }
        });

        village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30));

        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(B + "," + A);
            assertThat(village.rewritten("h" + i)).hasSize(1);
        }
    }

    @Test
    void rule_9_a_chain_that_was_interrupted_ends_at_its_end() {
        village.own("alice", "CELL:" + B);
        village.store.around(killedAt("after", 2));
        assertThatThrownBy(
                        () -> village.worker(village.store, Village.settings(3)).drain(Duration.ofSeconds(30)))
                .isInstanceOf(FaultyStore.Killed.class);
        village.store.around(new FaultyStore.Around() {});
        village.own("alice", "CELL:" + C);

        assertThat(village.worker(Village.settings(3)).drain(Duration.ofMillis(1)))
                .as("the second waits for the first")
                .isFalse();
        village.pass(Duration.ofMinutes(2));
        village.propagate();

        everybodyHasOnce(C);
    }
}
