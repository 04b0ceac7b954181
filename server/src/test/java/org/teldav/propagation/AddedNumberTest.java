package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.teldav.propagation.HolderJournal.Outcome;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.IndexRow;

/** The changer's choice "also added ones" of propagation.md. */
class AddedNumberTest extends AddedNumberStory {
    @Test
    void a_number_that_takes_no_other_s_place_is_added_with_its_kind_in_the_holder_s_manner() {
        village.contact("bob", "alice", "HOME:(415) 555-0100");
        String before = village.text("bob", "alice");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(village.text("bob", "alice"))
                .isEqualTo(before.replace("0100\r\n", "0100\r\nTEL;TYPE=WORK:(415) 555-0155\r\n"));
        assertThat(village.store.<List<IndexRow>>read(
                        tx -> tx.cards().index(village.card("bob", "alice").id())))
                .filteredOn(row -> row.key().equals(Optional.of(X)))
                .extracting(IndexRow::about)
                .containsExactly(OptionalLong.of(village.id("alice")));
        assertThat(village.journal("bob"))
                .extracting(line -> line.oldText() + "|" + line.newText())
                .containsExactly("|(415) 555-0155");
    }

    @Test
    void by_default_it_is_not() {
        village.write(tx -> {
            tx.preferences().setChanger(village.id("alice"), ChangerChoice.DEFAULT);
            return 0;
        });
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void one_edit_may_replace_one_and_add_another() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B, "WORK:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + X);
        assertThat(village.journal("bob")).hasSize(2);
    }

    @Test
    void a_card_that_has_it_already_is_left_alone() {
        village.contact("bob", "alice", "CELL:" + A, "HOME:" + X);
        long token = village.sync("bob");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(village.sync("bob")).isEqualTo(token);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_3_nothing_is_added_to_the_card_of_somebody_whose_number_was_only_typed() {
        village.contact("bob", "doctor", "WORK:" + V);
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.own("alice", "CELL:" + A, "HOME:" + V, "WORK:" + X);
        village.propagate();

        assertThat(village.tels("bob", "doctor")).isEqualTo(V);
    }

    @Test
    void rule_3_a_number_that_somebody_else_holds_verified_is_added_nowhere() {
        village.contact("carol", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + BOBS);
        village.propagate();
        assertThat(village.tels("carol", "alice")).isEqualTo(A);
        assertThat(village.store.<List<Change>>read(tx -> tx.changes().listOf(village.id("alice"), 1)))
                .extracting(Change::state)
                .containsExactly(Change.State.WAITING);

        village.verify("alice", BOBS);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(A + "," + BOBS);
    }

    @Test
    void rule_6_no_own_card_gets_one() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(village.tels("bob", "me")).isEqualTo(BOBS + "," + A);
    }

    @Test
    void what_was_added_is_the_changer_s_from_then_on() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();
        village.own("alice", "CELL:" + A, "WORK:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + C);
    }

    @Test
    void an_addition_is_undone_byte_for_byte_or_where_the_card_was_edited_alone() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        String before = village.text("bob", "alice");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(word("bob", HolderJournal::undo)).isInstanceOf(Outcome.GivenBack.class);
        assertThat(village.text("bob", "alice")).isEqualTo(before);

        String edited = village.text("carol", "alice").replace("FN:alice", "FN:Alice L.");
        village.put("carol", "alice", edited);
        assertThat(word("carol", HolderJournal::undo)).isInstanceOf(Outcome.NumberGivenBack.class);
        assertThat(village.text("carol", "alice")).isEqualTo(edited.replaceAll("TEL;TYPE=WORK[^\n]*\n", ""));
    }

    @Test
    void who_wants_to_be_asked_is_asked_and_who_wants_none_gets_none() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.write(tx -> {
            tx.preferences()
                    .setHolder(new HolderChoice(
                            Place.everywhere(village.id("bob")), Optional.of(Mode.ASK), Optional.empty()));
            tx.preferences()
                    .setHolder(new HolderChoice(
                            Place.everywhere(village.id("carol")), Optional.of(Mode.NEVER), Optional.empty()));
            return 0;
        });
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);

        assertThat(word("bob", HolderJournal::accept)).isInstanceOf(Outcome.Accepted.class);

        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + X);
    }

    @Test
    void blocked_users_see_no_trace_of_it() {
        village.contact("bob", "alice", "CELL:" + A);
        village.write(tx -> tx.preferences().block(village.id("alice"), village.id("bob")));
        long token = village.sync("bob");
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.propagate();

        assertThat(village.sync("bob")).isEqualTo(token);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void a_number_that_is_gone_again_before_it_went_out_is_added_nowhere() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "WORK:" + X);
        village.own("alice", "CELL:" + A);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }
}
