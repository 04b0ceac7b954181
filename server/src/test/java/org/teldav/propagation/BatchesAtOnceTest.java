package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teldav.TestDatabase;
import org.teldav.storage.Transaction;

/** Batches of one change that are written at the same time, where the engine can: rules 7 and 8 of propagation.md hold there, too. */
class BatchesAtOnceTest extends ClubStory {
    private static final Duration LONG = Duration.ofSeconds(30);

    @BeforeEach
    void severalAtATime() {
        assumeFalse(TestDatabase.isEmbedded(), "HSQLDB makes one write after the other");
        assertThat(village.store.writesAtOnce()).isGreaterThan(1);
        village.own("alice", "CELL:" + B);
    }

    /** @param looks taken by each thread that writes, in its transaction, before it has locked anything */
    private InstantSource clock(Runnable looks) {
        return () -> {
            if (Thread.currentThread().getName().endsWith("-ahead")) {
                looks.run();
            }
            return village.clock().instant();
        };
    }

    private PropagationSettings threeInABatch() {
        return Village.settings(3 * village.store.writesAtOnce());
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void rule_8_two_batches_are_written_at_the_same_time_and_each_card_once() {
        Set<Thread> writers = ConcurrentHashMap.newKeySet();
        CountDownLatch two = new CountDownLatch(2);
        PropagationWorker worker = village.worker(village.store, threeInABatch(), clock(() -> {
            if (writers.add(Thread.currentThread())) {
                two.countDown();
                assertThat(await(two)).as("another one writes, too").isTrue();
            }
        }));

        assertThat(worker.drain(LONG)).isTrue();

        assertThat(two.getCount()).isZero();
        everybodyHasOnce(B);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
    }

    @Test
    void rule_8_a_worker_that_fails_is_done_with_its_other_batches_before_it_says_so() {
        CountDownLatch otherWrites = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 2) {
                    await(otherWrites);
                    failed.countDown();
                }
                if (write == 2 || write > 3) {
                    throw new FaultyStore.Killed();
                }
            }
        });
        PropagationWorker worker = village.worker(village.store, threeInABatch(), clock(() -> {
            otherWrites.countDown();
            await(failed);
        }));

        assertThatThrownBy(() -> worker.drain(LONG)).isInstanceOf(FaultyStore.Killed.class);

        assertThat(village.tally("alice").rewritten()).isEqualTo(3);
        village.store.around(new FaultyStore.Around() {});
        village.pass(Duration.ofMinutes(2));
        village.propagate();
        everybodyHasOnce(B);
    }

    /** Before any of the batches is written. */
    private void beforeAll(Consumer<Transaction> work) {
        CountDownLatch done = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 2) {
                    village.store.inner().write(tx -> {
                        work.accept(tx);
                        return true;
                    });
                    done.countDown();
                } else if (write > 2) {
                    await(done);
                }
            }
        });
    }

    @Test
    void rule_8_where_the_changer_is_removed_meanwhile_none_of_the_batches_is_written() {
        long alice = village.id("alice");
        beforeAll(tx -> tx.principals().remove(alice, village.clock().instant()));

        assertThat(village.worker(village.store, threeInABatch()).drain(LONG)).isTrue();

        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).isEqualTo(A);
            assertThat(village.journal("h" + i)).isEmpty();
        }
    }

    @Test
    void rule_8_where_the_lease_is_lost_meanwhile_none_of_the_batches_is_written() {
        beforeAll(tx -> tx.changes()
                .lease("another", village.pass(Duration.ofMinutes(2)), Duration.ofMinutes(1))
                .orElseThrow());

        assertThat(village.worker(village.store, threeInABatch()).drain(Duration.ZERO))
                .isFalse();

        assertThat(village.tally("alice").rewritten()).isZero();
        village.store.around(new FaultyStore.Around() {});
        village.pass(Duration.ofMinutes(2));
        village.propagate();
        everybodyHasOnce(B);
    }
}
