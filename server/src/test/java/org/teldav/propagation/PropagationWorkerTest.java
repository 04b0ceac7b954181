package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** Rules 7 and 8 of propagation.md: at once or not at all, exactly once, whatever comes between. */
@Timeout(120)
class PropagationWorkerTest {
    private static final String A = "+14155550100";
    private static final String B = "+14155550111";
    private static final String C = "+14155550122";
    private static final int HOLDERS = 10;

    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void alice_and_ten_who_have_her() {
        village = new Village(folder);
        village.user("alice", "CELL:" + A);
        List<String> members = new ArrayList<>(List.of("alice"));
        for (int i = 0; i < HOLDERS; i++) {
            village.user("h" + i);
            village.contact("h" + i, "alice", "CELL:" + A);
            members.add("h" + i);
        }
        village.group("club", members.toArray(String[]::new));
    }

    @AfterEach
    void closes() {
        village.close();
    }

    private void everybodyHasOnce(String number) {
        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(number);
            assertThat(village.rewritten("h" + i))
                    .as("h" + i)
                    .hasSize(village.changes("alice").size());
        }
        assertThat(village.changes("alice")).extracting(Change::state).containsOnly(Change.State.DONE);
    }

    // Rule 7

    @Test
    void rule_7_a_rewrite_moves_card_etag_sync_token_index_and_journal_together() {
        Card before = village.card("h0", "alice");
        long sync = village.sync("h0");

        village.own("alice", "CELL:" + B);
        village.propagate();

        Card after = village.card("h0", "alice");
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(village.sync("h0")).isEqualTo(sync + 1).isEqualTo(after.syncNumber());
        assertThat(village.journal("h0").get(0).after()).isEqualTo(after.syncNumber());
        assertThat(village.store.read(tx -> tx.cards().index(after.id())).get(0).key())
                .contains(B);
    }

    @Test
    void rule_7_a_holder_s_put_between_read_and_put_is_not_lost() {
        village.own("alice", "CELL:" + B);
        comesBetween(() -> village.contact("h3", "alice", "HOME:+14155550199", "CELL:(415) 555-0100"));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo("+14155550199,(415) 555-0111");
        assertThat(village.rewritten("h3")).hasSize(1);
        assertThat(village.change("alice").rewritten()).isEqualTo(HOLDERS);
    }

    @Test
    void rule_7_a_holder_who_deletes_the_entry_in_between_has_deleted_it() {
        village.own("alice", "CELL:" + B);
        comesBetween(() -> village.contact("h3", "alice", "HOME:+14155550199"));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo("+14155550199");
        assertThat(village.journal("h3")).isEmpty();
        assertThat(village.change("alice").rewritten()).isEqualTo(HOLDERS - 1L);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_7_a_card_that_is_deleted_in_between_stays_deleted() {
        village.own("alice", "CELL:" + B);
        comesBetween(() ->
                village.write(tx -> tx.cards().delete(village.book("h3"), "alice", card -> true, village.tick())));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        Optional<Card> gone = village.store.read(tx -> tx.cards().find(village.book("h3"), "alice"));
        assertThat(gone).isEmpty();
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_7_a_card_that_is_moved_in_between_is_rewritten_where_it_is() {
        village.own("alice", "CELL:" + B);
        Card card = village.card("h3", "alice");
        comesBetween(() -> village.write(tx ->
                tx.cards().move(card.id(), old -> true, card.id().book(), "renamed", old -> true, village.tick())));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "renamed")).isEqualTo(B);
        assertThat(village.rewritten("h3")).hasSize(1);
    }

    @Test
    void rule_7_the_same_bytes_put_back_in_between_are_an_edit_too() {
        village.own("alice", "CELL:" + B);
        comesBetween(() -> {
            village.contact("h3", "alice", "HOME:+14155550199");
            village.contact("h3", "alice", "CELL:" + A);
        });

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo(B);
        assertThat(village.rewritten("h3")).hasSize(1);
    }

    @Test
    void rule_7_a_conditional_put_after_the_rewrite_fails_and_one_before_it_wins() {
        Card seen = village.card("h3", "alice");
        village.own("alice", "CELL:" + B);
        village.propagate();

        PutResult late = village.put(
                "h3",
                "alice",
                Village.vcard("h3-alice", "alice", "CELL:" + C),
                card -> card.filter(now -> now.etag().equals(seen.etag())).isPresent());

        assertThat(late).isInstanceOf(PutResult.ConditionFailed.class);
        assertThat(village.tels("h3", "alice")).isEqualTo(B);
    }

    /** Once, after the worker has read its cards and before it writes them: the first write is the lease. */
    private void comesBetween(Runnable holder) {
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 2) {
                    holder.run();
                }
            }
        });
    }

    // Rule 8

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
        assertThat(village.change("alice").rewritten()).isEqualTo(HOLDERS);
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
        assertThat(village.change("alice").rewritten()).isEqualTo(3);
        village.store.around(new FaultyStore.Around() {});

        village.propagate();

        everybodyHasOnce(B);
    }

    @Test
    void rule_8_two_workers_share_the_changes_and_nothing_is_done_twice() throws InterruptedException {
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
        List<Thread> threads = new ArrayList<>();
        AtomicInteger drained = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            PropagationWorker worker = village.worker(Village.settings(2));
            threads.add(new Thread(() -> {
                if (worker.drain(Duration.ofSeconds(60))) {
                    drained.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(drained).hasValue(2);
        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("alice", "h" + i)).isEqualTo("+1415666020" + i);
            assertThat(village.tels("h" + (i + 1) % HOLDERS, "h" + i)).isEqualTo("+1415666020" + i);
            assertThat(village.tels("h" + i, "alice")).isEqualTo(B);
            assertThat(village.rewritten("h" + i)).hasSize(2);
            assertThat(village.change("h" + i).rewritten()).isEqualTo(2);
        }
        assertThat(village.rewritten("alice")).hasSize(HOLDERS);
    }

    @Test
    void rule_8_a_worker_that_lost_its_lease_writes_nothing_any_more() {
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
        assertThat(village.change("alice").rewritten()).isEqualTo(HOLDERS);
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

    // What fails

    @Test
    void a_card_that_can_not_be_stored_is_left_and_the_others_are_not() {
        village.own("alice", "CELL:" + B);
        Card card = village.card("h4", "alice");
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, Transaction tx) {
                if (tx.cards().find(card.id()).orElseThrow().syncNumber() != card.syncNumber()) {
                    throw new IllegalStateException("a failure of this card's");
                }
            }
        });

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h4", "alice")).isEqualTo(A);
        assertThat(village.journal("h4")).hasSize(1).noneMatch(Rewrite::done);
        assertThat(village.journal("h4").get(0).reason()).isEqualTo("the card could not be stored");
        assertThat(village.change("alice").rewritten()).isEqualTo(HOLDERS - 1L);
        assertThat(village.change("alice").left()).isEqualTo(1);
        assertThat(village.tels("h9", "alice")).isEqualTo(B);
    }

    @Test
    void a_database_that_is_away_is_waited_for_and_no_card_is_left() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        village.store.unhealthyWhile(() -> failures.get() > 0 && failures.get() < 9);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write > 2 && failures.getAndIncrement() < 9) {
                    throw new IllegalStateException("the database is away");
                }
            }

            @Override
            public void after(int write) {
                if (village.change("alice").state() == Change.State.DONE) {
                    done.countDown();
                }
            }
        });
        village.own("alice", "CELL:" + B);

        try (PropagationWorker worker = village.worker(village.store, Village.settings(3))) {
            worker.start();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }

        everybodyHasOnce(B);
        assertThat(village.change("alice").left()).isZero();
        assertThat(failures.get()).isGreaterThan(9);
    }

    @Test
    void the_worker_is_woken_by_the_put_and_not_by_its_poll() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (village.changes("alice").stream().anyMatch(change -> change.state() == Change.State.DONE)) {
                    done.countDown();
                }
            }
        });
        PropagationSettings settings =
                new PropagationSettings(100, 1, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));
        try (PropagationWorker worker = village.worker(village.store, settings)) {
            worker.start();
            village.own("alice", "CELL:" + B);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        everybodyHasOnce(B);
    }
}
