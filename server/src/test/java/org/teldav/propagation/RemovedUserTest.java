package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;
import org.teldav.vcard.TelRewriter;

/**
 * Users who are removed while a change runs: the changer's change ends where it is, a holder's part of it falls out. Each card of the others is wholly old or wholly new, and its holder's
 * journal says which.
 */
class RemovedUserTest extends ClubStory {
    /** Before and after each transaction of the worker, and from another thread within it. */
    static Stream<Arguments> moments() {
        return Stream.of("before", "inside", "after")
                .flatMap(when -> IntStream.rangeClosed(1, 6).mapToObj(write -> Arguments.of(when, write)));
    }

    private void removedAmid(long user, String when, int nth) {
        Thread remover = new Thread(() -> remove(user));
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                start("before", write);
            }

            @Override
            public void inside(int write, Transaction tx) {
                if (when.equals("inside") && write == nth) {
                    remover.start();
                }
            }

            @Override
            public void after(int write) {
                start("after", write);
                if (write == nth) {
                    join();
                }
            }

            private void start(String now, int write) {
                if (now.equals(when) && write == nth) {
                    remover.start();
                    join();
                }
            }

            private void join() {
                try {
                    remover.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertThat(village.worker(Village.settings(3)).drain(Duration.ofSeconds(30)))
                .as("nothing waits for ever")
                .isTrue();
        village.store.around(new FaultyStore.Around() {});
        assertThat(remover.getState()).isEqualTo(Thread.State.TERMINATED);
    }

    private void remove(long user) {
        village.write(tx -> {
            tx.principals().remove(user, village.clock().instant());
            return true;
        });
    }

    private void eachCardIsOldOrNewAsItsJournalSays(String holder) {
        List<Rewrite> journal = village.journal(holder);
        Card card = village.card(holder, "alice");
        assertThat(journal.size()).as(holder).isLessThanOrEqualTo(1);
        assertThat(village.tels(holder, "alice")).as(holder).isEqualTo(journal.isEmpty() ? A : B);
        assertThat(card.syncNumber())
                .as(holder)
                .isEqualTo(
                        journal.isEmpty()
                                ? village.sync(holder)
                                : journal.get(0).after());
        List<IndexRow> index = village.store.read(tx -> tx.cards().index(card.id()));
        assertThat(index)
                .filteredOn(row -> row.kind() == IndexRow.Kind.TEL)
                .extracting(IndexRow::key)
                .containsExactly(Optional.of(journal.isEmpty() ? A : B));
    }

    @ParameterizedTest(name = "{0} write {1}")
    @MethodSource("moments")
    void the_change_of_a_user_who_is_removed_while_it_runs_stops_and_leaves_no_card_half_done(String when, int write) {
        village.store.oneWriteAtATime();
        village.own("alice", "CELL:" + B);
        long change = village.change("alice").id();

        removedAmid(village.id("alice"), when, write);

        Optional<Change> left = village.store.read(tx -> tx.changes().find(change));
        assertThat(left).isEmpty();
        int done = 0;
        for (int i = 0; i < HOLDERS; i++) {
            eachCardIsOldOrNewAsItsJournalSays("h" + i);
            done += village.journal("h" + i).size();
        }
        assertThat(done).isLessThanOrEqualTo(Math.max(0, 3 * (write - (when.equals("before") ? 2 : 1))));
        othersGoOn();
    }

    /** No later pass, and no later server, takes up what was the removed user's; the changes of others have their turn. */
    private void othersGoOn() {
        List<String> before = cards();
        village.contact("h1", "zero", "CELL:" + C);
        village.own("h0", "CELL:" + C);
        village.verify("h0", C);
        village.own("h0", "CELL:+14155550133");
        village.pass(Duration.ofMinutes(2));
        village.propagate();
        assertThat(cards()).isEqualTo(before);
        assertThat(village.tels("h1", "zero")).isEqualTo("+14155550133");
    }

    private List<String> cards() {
        return IntStream.range(0, HOLDERS)
                .mapToObj(i -> village.text("h" + i, "alice"))
                .toList();
    }

    @Test
    void an_offer_of_a_removed_user_waits_no_more_and_stays_in_the_journal() {
        village.write(tx -> {
            tx.preferences()
                    .setHolder(new HolderChoice(
                            HolderChoice.Place.everywhere(village.id("h0")),
                            Optional.of(HolderChoice.Mode.ASK),
                            Optional.empty()));
            return 0;
        });
        village.own("alice", "CELL:" + B);
        village.propagate();
        assertThat(village.journal("h0")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);

        remove(village.id("alice"));

        assertThat(village.journal("h0"))
                .singleElement()
                .returns(Rewrite.State.LEFT, Rewrite::state)
                .returns("whose number it was is no user any more", Rewrite::reason);
    }

    @Test
    void what_a_removed_user_s_change_did_can_still_be_taken_back_byte_for_byte() {
        village.store.oneWriteAtATime();
        String before = village.text("h0", "alice");
        village.own("alice", "CELL:" + B);
        removedAmid(village.id("alice"), "after", 3);
        assertThat(village.tels("h0", "alice")).isEqualTo(B);

        HolderJournal journal = new HolderJournal(village.writing, new TelRewriter(village.numbers), village.clock());
        HolderJournal.Outcome outcome =
                village.write(tx -> journal.undo(tx, village.journal("h0").get(0)));

        assertThat(outcome).isInstanceOf(HolderJournal.Outcome.GivenBack.class);
        assertThat(village.text("h0", "alice")).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} write {1}")
    @MethodSource("moments")
    void a_holder_who_is_removed_while_the_change_runs_keeps_nobody_from_theirs(String when, int write) {
        long gone = village.id("h4");
        village.own("alice", "CELL:" + B);

        removedAmid(gone, when, write);

        for (int i = 0; i < HOLDERS; i++) {
            if (i != 4) {
                eachCardIsOldOrNewAsItsJournalSays("h" + i);
                assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(B);
            }
        }
        assertThat(village.journal("h4")).as("nothing of theirs is left").isEmpty();
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS - 1);
        assertThat(village.tally("alice").left()).isZero();
    }
}
