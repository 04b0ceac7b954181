package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.TestDatabase;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** Rule 12 of propagation.md where something else happens meanwhile. */
class LateComerRaceTest extends LateComerStory {
    @Test
    void rule_8_two_workers_share_the_cards_that_came_late_and_each_is_rewritten_once() {
        aliceChanges(B);
        for (int i = 0; i < 12; i++) {
            village.contact(i % 2 == 0 ? "bob" : "carol", "late" + i, "CELL:" + A);
        }
        village.propagateByTwo();
        for (int i = 0; i < 12; i++) {
            assertThat(village.tels(i % 2 == 0 ? "bob" : "carol", "late" + i)).isEqualTo(B);
        }
        for (String holder : List.of("bob", "carol")) {
            assertThat(village.journal(holder))
                    .hasSize(6)
                    .allMatch(Rewrite::done)
                    .extracting(Rewrite::name)
                    .doesNotHaveDuplicates();
        }
    }

    /** Rule 8: and that it is to be is written with it. */
    @Test
    void rule_12_a_late_card_that_was_rewritten_is_looked_at_again_and_one_that_was_not_is_not() {
        aliceChanges(B);
        CardId rewritten = village.contact("bob", "alice", "CELL:" + A).id();
        village.contact("carol", "alice", "CELL:" + B);
        List<List<CardId>> waiting = new ArrayList<>();
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, Transaction tx) {
                waiting.add(tx.lateComers().list(10));
            }
        });
        village.propagate();
        village.store.around(new FaultyStore.Around() {});
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(waiting).contains(List.of(rewritten));
        assertThat(waiting.get(waiting.size() - 1)).isEmpty();
    }

    /** The next change goes out before anybody can see what the worker wrote; on HSQLDB it waits for that. */
    @Test
    void rule_12_a_number_that_is_replaced_again_while_its_late_card_is_rewritten_is_followed() {
        assumeFalse(TestDatabase.isEmbedded());
        aliceChanges(B);
        village.contact("bob", "alice", "CELL:" + A);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, Transaction tx) {
                if (write == 2) {
                    assertThat(tx.lateComers().list(1))
                            .as("it is written and looked at again")
                            .hasSize(1);
                    meanwhileAliceChangesTo(C);
                }
            }
        });
        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(60));
        village.store.around(new FaultyStore.Around() {});
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.journal("bob")).hasSize(2).allMatch(Rewrite::done);
    }

    private void meanwhileAliceChangesTo(String number) {
        Thread other = new Thread(() -> {
            village.own("alice", "CELL:" + number);
            village.worker(village.store.inner(), Village.settings(100)).drain(Duration.ZERO);
        });
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_8_a_server_that_is_killed_amid_a_late_card_does_it_once() {
        aliceChanges(B);
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        for (int write = 1; write <= 3; write++) {
            int killed = write;
            village.store.around(new FaultyStore.Around() {
                @Override
                public void after(int now) {
                    if (now == killed) {
                        throw new FaultyStore.Killed();
                    }
                }
            });
            try {
                village.worker().drain(Duration.ofSeconds(10));
            } catch (FaultyStore.Killed e) {
                village.store.around(new FaultyStore.Around() {});
            }
        }
        village.store.around(new FaultyStore.Around() {});
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.tels("carol", "alice")).isEqualTo(B);
        assertThat(village.journal("bob")).hasSize(1);
        assertThat(village.journal("carol")).hasSize(1);
    }

    @Test
    void a_late_card_that_can_not_be_stored_is_given_up_and_the_others_are_not() {
        aliceChanges(B);
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void inside(int write, Transaction tx) {
                if (tx.cards().index(village.card("bob", "alice").id()).stream()
                        .anyMatch(row -> row.key().filter(B::equals).isPresent())) {
                    throw new IllegalStateException("a fault");
                }
            }
        });
        assertThat(village.worker().drain(Duration.ofSeconds(30))).isTrue();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "alice")).isEqualTo(B);
    }

    /** It was found in the one book, and isn't looked for in the other. */
    @Test
    void rule_12_a_card_that_is_moved_to_another_book_while_a_change_goes_out_is_rewritten_there() {
        village.write(
                tx -> tx.books().create(village.id("carol"), "second", "Second", Optional.empty(), village.tick()));
        village.contact("bob", "alice", "CELL:" + A);
        Card moved = village.contact("carol", "alice", "CELL:" + A);
        village.propagate();
        village.own("alice", "CELL:" + B);
        BookId second = new BookId(village.id("carol"), 2);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (village.tels("bob", "alice").equals(B)) {
                    village.store.around(new FaultyStore.Around() {});
                    village.write(tx -> tx.cards()
                            .move(moved.id(), card -> true, second, moved.name(), CardPut.ALWAYS, village.tick()));
                }
            }
        });

        assertThat(village.worker(Village.settings(1)).drain(Duration.ofSeconds(60)))
                .isTrue();

        assertThat(new String(
                        village.store
                                .read(tx -> tx.cards().read(second, moved.name()))
                                .orElseThrow()
                                .content(),
                        StandardCharsets.UTF_8))
                .contains("TEL;TYPE=CELL:" + B);
        assertThat(village.journal("carol")).hasSize(1).allMatch(Rewrite::done);
    }
}
