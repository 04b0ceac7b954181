package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.propagation.HolderJournal.Outcome;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.Rewrite;

/** A number that was added and went out later: it was offered, or the change paused, and what was edited meanwhile. */
class AddedNumberLaterTest extends AddedNumberStory {
    private void asks(String holder) {
        village.write(tx -> {
            tx.preferences()
                    .setHolder(new HolderChoice(
                            Place.everywhere(village.id(holder)), Optional.of(Mode.ASK), Optional.empty()));
            return 0;
        });
    }

    /** The operator holds what Alice edited last. */
    private long paused() {
        return village.write(tx -> {
            long change = tx.changes().listOf(village.id("alice"), 1).get(0).id();
            tx.changes().pause(change);
            return change;
        });
    }

    private Outcome acceptOldest(String holder) {
        HolderJournal journal = village.holderJournal();
        return village.write(tx -> {
            List<Rewrite> lines = village.journal(holder);
            return journal.accept(tx, lines.get(lines.size() - 1));
        });
    }

    @Test
    void rule_9_what_was_offered_is_added_though_the_changer_s_other_number_was_replaced_since() {
        village.contact("bob", "alice", "CELL:" + A);
        asks("bob");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();
        village.own("alice", "CELL:" + C, "WORK:" + X);
        village.propagate();

        assertThat(acceptOldest("bob")).isInstanceOf(Outcome.Accepted.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + X);
        assertThat(word("bob", HolderJournal::accept)).isInstanceOf(Outcome.Accepted.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + X);
    }

    @Test
    void rule_9_what_was_offered_is_added_as_what_has_become_of_it_and_not_to_whom_the_changer_tells_no_more() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        asks("bob");
        asks("carol");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();
        village.write(tx -> tx.preferences().block(village.id("alice"), village.id("carol")));
        village.own("alice", "CELL:" + A, "WORK:" + C);
        village.propagate();

        assertThat(acceptOldest("bob")).isInstanceOf(Outcome.Accepted.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + C);
        assertThat(acceptOldest("carol")).isInstanceOf(Outcome.Impossible.class);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);
    }

    @Test
    void rule_9_what_was_paused_is_added_though_the_changer_s_other_number_was_replaced_since() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        long first = paused();
        village.own("alice", "CELL:" + C, "WORK:" + X);
        village.write(tx -> tx.changes().resume(first, village.tick()));
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + X);
    }

    @Test
    void rule_9_what_was_paused_is_added_as_what_has_become_of_it() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        long first = paused();
        village.own("alice", "CELL:" + A, "WORK:" + C);
        village.write(tx -> tx.changes().resume(first, village.tick()));
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + C);
    }

    @Test
    void one_edit_may_replace_one_and_add_another_where_the_holder_is_asked_of_both() {
        village.contact("bob", "alice", "CELL:" + A);
        asks("bob");
        village.own("alice", "CELL:" + B, "WORK:" + X);
        village.propagate();

        assertThat(word("bob", HolderJournal::accept)).isInstanceOf(Outcome.Accepted.class);
        assertThat(acceptOldest("bob")).isInstanceOf(Outcome.Accepted.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + X);
    }

    @Test
    void rule_3_nothing_is_added_where_a_stranger_s_number_was_only_typed_and_replaced_since() {
        village.contact("bob", "doctor", "WORK:" + V);
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.propagate();
        village.own("alice", "CELL:" + A, "HOME:" + V, "WORK:" + X);
        long first = paused();
        village.own("alice", "CELL:" + A, "HOME:" + C, "WORK:" + X);
        village.write(tx -> tx.changes().resume(first, village.tick()));
        village.propagate();

        assertThat(village.tels("bob", "doctor")).isEqualTo(V);
    }

    @Test
    void rule_9_what_was_paused_is_added_though_what_takes_its_place_waits_and_goes_on_with_that() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        long first = paused();
        village.own("alice", "CELL:" + A, "WORK:" + BOBS);
        village.write(tx -> tx.changes().resume(first, village.tick()));
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + X);

        village.write(tx -> {
            village.verification().transfer(tx, village.id("alice"), BOBS, village.tick());
            return 0;
        });
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + BOBS);
    }
}
