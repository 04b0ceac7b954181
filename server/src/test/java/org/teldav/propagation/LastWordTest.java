package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.vcard.TelRewriter;

/** Rule 11 of propagation.md, while a change is on its way: no later pass of it touches a card whose holder decided otherwise. */
class LastWordTest extends ClubStory {
    /** The first of the holders are rewritten, then this happens, then the others have their turn. */
    private void afterTheFirstBatch(Runnable holder) {
        village.store.oneWriteAtATime();
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (write == 2) {
                    holder.run();
                }
            }
        });
        assertThat(village.worker(Village.settings(3)).drain(Duration.ofSeconds(30)))
                .isTrue();
        village.store.around(new FaultyStore.Around() {});
    }

    /** As above, but the server dies before the others have their turn, and another one takes the change up from its beginning. */
    private void andThenTheServerIsKilled(Runnable holder) {
        assertThatThrownBy(() -> afterTheFirstBatch(() -> {
                    holder.run();
                    throw new FaultyStore.Killed();
                }))
                .isInstanceOf(FaultyStore.Killed.class);
        village.store.around(new FaultyStore.Around() {});
        assertThat(village.tels("h9", "alice")).as("not done yet").isEqualTo(A);
        village.pass(Duration.ofMinutes(2));
        village.propagate();
    }

    private void onlyTheFirstHas(String first) {
        assertThat(village.tels("h0", "alice")).isEqualTo(first);
        for (int i = 1; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(B);
            assertThat(village.journal("h" + i)).as("h" + i).hasSize(1);
        }
        assertThat(village.journal("h0")).singleElement().matches(Rewrite::done);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
    }

    private void putsBack() {
        assertThat(village.tels("h0", "alice")).isEqualTo(B);
        village.contact("h0", "alice", "CELL:" + A);
    }

    @Test
    void rule_11_the_old_number_put_back_while_the_change_runs_stays() {
        village.own("alice", "CELL:" + B);
        afterTheFirstBatch(this::putsBack);
        onlyTheFirstHas(A);
    }

    @Test
    void rule_11_nor_does_a_server_that_takes_the_change_up_after_a_crash_touch_it_again() {
        village.own("alice", "CELL:" + B);
        andThenTheServerIsKilled(this::putsBack);
        onlyTheFirstHas(A);
    }

    @Test
    void rule_11_an_entry_that_is_deleted_in_the_midst_stays_deleted() {
        village.own("alice", "CELL:" + B);
        andThenTheServerIsKilled(() -> village.contact("h0", "alice"));
        onlyTheFirstHas("");
    }

    @Test
    void rule_11_undone_in_the_midst_is_undone_for_good() {
        String before = village.text("h0", "alice");
        HolderJournal journal = new HolderJournal(village.writing, new TelRewriter(village.numbers), village.clock());
        village.own("alice", "CELL:" + B);
        andThenTheServerIsKilled(
                () -> village.write(tx -> journal.undo(tx, village.journal("h0").get(0))));

        assertThat(village.text("h0", "alice")).isEqualTo(before);
        assertThat(village.journal("h0")).singleElement().returns(Rewrite.State.UNDONE, Rewrite::state);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS - 1);
    }

    @Test
    void rule_11_a_card_that_is_renamed_with_the_old_number_back_in_it_is_the_same_card() {
        village.own("alice", "CELL:" + B);
        andThenTheServerIsKilled(() -> {
            putsBack();
            move("h0", village.book("h0"), "renamed");
        });
        assertThat(village.tels("h0", "renamed")).isEqualTo(A);
        assertThat(village.journal("h0")).hasSize(1);
    }

    @Test
    void rule_11_so_is_one_that_is_moved_to_another_book() {
        BookId work = village.write(
                        tx -> tx.books().create(village.id("h0"), "work", "Work", Optional.empty(), village.tick()))
                .id();
        village.own("alice", "CELL:" + B);
        andThenTheServerIsKilled(() -> {
            putsBack();
            move("h0", work, "alice");
        });
        assertThat(village.store
                        .read(tx -> tx.cards().read(work, "alice"))
                        .orElseThrow()
                        .content())
                .asString()
                .contains(A);
        assertThat(village.journal("h0")).hasSize(1);
    }

    /** The row went with the card, so the holder can still take the rewrite back. */
    @Test
    void a_rewritten_card_that_was_moved_to_another_book_can_be_undone_there() {
        AddressBook work = village.write(
                tx -> tx.books().create(village.id("h0"), "work", "Work", Optional.empty(), village.tick()));
        String before = village.text("h0", "alice");
        village.own("alice", "CELL:" + B);
        village.propagate();
        move("h0", work.id(), "alice");

        HolderJournal journal = new HolderJournal(village.writing, new TelRewriter(village.numbers), village.clock());
        HolderJournal.Outcome outcome =
                village.write(tx -> journal.undo(tx, village.journal("h0").get(0)));

        assertThat(outcome).isInstanceOf(HolderJournal.Outcome.NumberGivenBack.class);
        assertThat(village.store
                        .read(tx -> tx.cards().read(work.id(), "alice"))
                        .orElseThrow()
                        .content())
                .asString()
                .isEqualTo(before);
    }

    private HolderJournal.Outcome undoNewest() {
        return village.write(tx -> village.holderJournal()
                .undo(
                        tx,
                        village.journal("h0").stream()
                                .filter(Rewrite::done)
                                .max(Comparator.comparing(Rewrite::change))
                                .orElseThrow()));
    }

    private void twoChanges() {
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.own("alice", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("h0", "alice")).isEqualTo(C);
    }

    @Test
    void rewrites_can_be_undone_one_after_the_other_the_newest_first() {
        String before = village.text("h0", "alice");
        twoChanges();

        assertThat(undoNewest()).isInstanceOf(HolderJournal.Outcome.GivenBack.class);
        assertThat(village.tels("h0", "alice")).isEqualTo(B);
        assertThat(undoNewest()).isInstanceOf(HolderJournal.Outcome.GivenBack.class);
        assertThat(village.text("h0", "alice")).isEqualTo(before);
    }

    @Test
    void also_where_the_card_was_edited_in_between() {
        String before = village.text("h0", "alice");
        twoChanges();
        undoNewest();
        village.put("h0", "alice", village.text("h0", "alice").replace("END:VCARD", "NOTE:n\r\nEND:VCARD"));

        assertThat(undoNewest()).isInstanceOf(HolderJournal.Outcome.NumberGivenBack.class);
        assertThat(village.text("h0", "alice")).isEqualTo(before.replace("END:VCARD", "NOTE:n\r\nEND:VCARD"));
    }

    private void move(String user, BookId to, String name) {
        Card card = village.card(user, "alice");
        village.write(tx -> tx.cards().move(card.id(), old -> true, to, name, old -> true, village.tick()));
    }

    @Test
    void rule_4_a_holder_who_leaves_the_group_while_the_change_runs_was_in_it_at_the_time_of_the_change() {
        village.own("alice", "CELL:" + B);
        afterTheFirstBatch(() -> village.leave("club", "h9"));
        everybodyHasOnce(B);

        village.own("alice", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("h9", "alice")).as("the next one is not theirs").isEqualTo(B);
        assertThat(village.tels("h8", "alice")).isEqualTo(C);
    }

    @Test
    void rule_4_nor_does_the_changer_s_own_leaving_hold_up_what_is_on_its_way() {
        village.own("alice", "CELL:" + B);
        afterTheFirstBatch(() -> village.leave("club", "alice"));
        everybodyHasOnce(B);

        village.own("alice", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("h0", "alice")).isEqualTo(B);
    }

    @Test
    void rule_4_an_edit_and_the_leaving_right_after_it_are_told_apart_by_their_order() {
        village.leave("club", "h9");
        village.own("alice", "CELL:" + B);
        village.leave("club", "h8");
        village.propagate();

        assertThat(village.tels("h9", "alice")).isEqualTo(A);
        assertThat(village.tels("h8", "alice")).isEqualTo(B);
    }

    @Test
    void rule_4_nor_does_the_end_of_the_group_right_after_the_edit() {
        village.own("alice", "CELL:" + B);
        village.write(tx -> {
            tx.principals().remove(tx.principals().group("club").orElseThrow().id(), village.tick());
            return 0;
        });
        village.propagate();
        everybodyHasOnce(B);

        village.own("alice", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("h0", "alice")).as("the next one is nobody's").isEqualTo(B);
    }
}
