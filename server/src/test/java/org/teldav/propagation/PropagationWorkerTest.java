package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** A worker goes on, whatever fails. */
class PropagationWorkerTest extends ClubStory {
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
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS - 1L);
        assertThat(village.tally("alice").left()).isEqualTo(1);
        assertThat(village.tels("h9", "alice")).isEqualTo(B);
    }

    @ParameterizedTest(name = "for {0} writes")
    @ValueSource(ints = {1, 2, 3, 4, 5, 9})
    void a_database_that_is_away_is_waited_for_and_no_card_is_left(int away) throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        village.store.unhealthyWhile(() -> failures.get() > 0 && failures.get() < away);
        goesOn(away, failures, new IllegalStateException("the database is away"));
    }

    @ParameterizedTest(name = "for {0} writes")
    @ValueSource(ints = {4, 9})
    void a_database_that_is_away_only_while_a_card_is_stored_is_not_blamed_on_the_card(int away)
            throws InterruptedException {
        goesOn(away, new AtomicInteger(), new DatabaseAwayException("away", new IllegalStateException()));
    }

    private void goesOn(int away, AtomicInteger failures, RuntimeException failure) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write > 2 && failures.getAndIncrement() < away) {
                    throw failure;
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
        assertThat(village.tally("alice").left()).isZero();
        assertThat(failures.get()).isGreaterThan(away);
    }

    @Test
    void the_worker_is_woken_by_the_put_and_not_by_its_poll() throws InterruptedException {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                idle.countDown();
                if (village.changes("alice").stream().anyMatch(change -> change.state() == Change.State.DONE)) {
                    done.countDown();
                }
            }
        });
        PropagationSettings settings =
                new PropagationSettings(100, 1, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));
        try (PropagationWorker worker = village.worker(village.store, settings)) {
            worker.start();
            assertThat(idle.await(60, TimeUnit.SECONDS)).isTrue();
            village.own("alice", "CELL:" + B);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        everybodyHasOnce(B);
    }
}
