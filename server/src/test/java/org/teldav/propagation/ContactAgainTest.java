package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Rewrite;

/** Rules 11 and 12 of propagation.md: a contact that was there before comes again, as itself or as a copy. */
class ContactAgainTest extends LateComerStory {
    @Test
    void rule_11_an_old_number_that_is_put_back_into_a_card_stays() {
        village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_11_so_does_one_in_a_card_that_is_deleted_and_put_again() {
        village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        delete("bob", "alice");
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    private BookId putElsewhere(String text) {
        AddressBook work = village.write(
                tx -> tx.books().create(village.id("bob"), "work", "Work", Optional.empty(), village.tick()));
        CardPut put = village.request("bob", "there", text.getBytes(StandardCharsets.UTF_8), CardPut.ALWAYS);
        village.write(tx -> tx.cards()
                .put(
                        new CardPut(work.id(), put.name(), put.content(), put.uid(), put.index(), put.condition()),
                        village.tick()));
        return work.id();
    }

    /** As clients without MOVE have it in another book, or under another name. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rule_11_so_does_one_in_a_card_that_is_put_elsewhere_with_it(boolean deleted) {
        village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        village.contact("bob", "alice", "CELL:" + A);
        String text = village.text("bob", "alice");
        BookId work = putElsewhere(text);
        if (deleted) {
            delete("bob", "alice");
        }
        village.propagate();
        assertThat(village.journal("bob")).hasSize(1);
        assertThat(text(work, "there")).contains(A);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rule_12_but_not_one_that_is_put_elsewhere_from_an_old_backup(boolean deleted) {
        village.contact("bob", "alice", "CELL:" + A);
        String text = village.text("bob", "alice");
        aliceChanges(B);
        BookId work = putElsewhere(text);
        if (deleted) {
            delete("bob", "alice");
        }
        village.propagate();
        assertThat(text(work, "there")).contains(B);
    }

    @Test
    void rule_11_so_does_one_that_was_undone_in_a_copy_of_its_card() {
        village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        Rewrite line = village.journal("bob").get(0);
        village.write(tx -> village.holderJournal().undo(tx, line));
        village.write(tx -> {
            AddressBook book =
                    tx.books().create(village.id("bob"), "copies", "Copies", Optional.empty(), village.tick());
            return tx.cards().copy(line.card(), book.id(), "copy", card -> true, village.tick());
        });
        village.propagate();
        assertThat(village.journal("bob")).hasSize(1);
    }

    private void neverInTheBookOf(String user) {
        choose(HolderChoice.Place.book(village.book(user)), HolderChoice.Mode.NEVER);
    }

    private void choose(HolderChoice.Place place, HolderChoice.Mode mode) {
        village.write(tx -> {
            tx.preferences().setHolder(new HolderChoice(place, Optional.of(mode), Optional.empty()));
            return 0;
        });
    }

    /** Its holder wanted no changes there, and has said nothing of this number since. */
    @Test
    void rule_11_so_does_one_in_a_card_that_was_left_when_its_holder_joins_once_more() {
        Card card = village.contact("bob", "alice", "CELL:" + A);
        neverInTheBookOf("bob");
        aliceChanges(B);
        choose(HolderChoice.Place.book(card.id().book()), HolderChoice.Mode.AUTOMATIC);
        village.leave("family", "bob");
        village.join("family", "bob");
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                begun.incrementAndGet();
            }

            @Override
            public void after(int write) {
                ended.incrementAndGet();
            }
        });
        village.propagate();
        assertThat(ended).as("nothing was tried in vain").hasValue(begun.get());
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).extracting(Rewrite::state).containsExactly(Rewrite.State.LEFT);
    }

    /** That was said of the book, and the copy is in another one. */
    @Test
    void rule_12_but_a_copy_of_a_card_that_was_left_is_rewritten_where_its_holder_wants_it() {
        Card card = village.contact("bob", "alice", "CELL:" + A);
        neverInTheBookOf("bob");
        aliceChanges(B);
        BookId copies = village.write(tx ->
                        tx.books().create(village.id("bob"), "copies", "Copies", Optional.empty(), village.tick()))
                .id();
        village.write(tx -> tx.cards().copy(card.id(), copies, "copy", there -> true, village.tick()));
        village.propagate();
        assertThat(text(copies, "copy")).contains("TEL;TYPE=CELL:" + B);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob"))
                .extracting(Rewrite::state)
                .containsExactlyInAnyOrder(Rewrite.State.LEFT, Rewrite.State.DONE);
    }

    private BookId copyOfBook(String user) {
        return village.write(tx -> tx.books().copy(village.book(user), "copies", true, village.tick()))
                .id();
    }

    @Test
    void rule_11_and_in_a_copy_of_its_whole_book() {
        Card card = village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        Rewrite line = village.journal("bob").get(0);
        village.write(tx -> village.holderJournal().undo(tx, line));
        BookId copies = copyOfBook("bob");
        village.propagate();
        assertThat(village.journal("bob")).hasSize(1);
        assertThat(text(copies, card.name())).contains(A);
    }

    @Test
    void rule_12_in_a_book_that_is_copied_a_number_that_was_replaced_is_rewritten_as_in_the_one_that_it_is_of() {
        aliceChanges(B);
        Card card = village.contact("bob", "alice", "CELL:" + A);
        BookId copies = copyOfBook("bob");
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(text(copies, card.name())).contains("TEL;TYPE=CELL:" + B);
        assertThat(village.journal("bob")).hasSize(2).allMatch(Rewrite::done);
    }

    private String text(BookId book, String name) {
        return new String(
                village.store
                        .read(tx -> tx.cards().read(book, name))
                        .orElseThrow()
                        .content(),
                StandardCharsets.UTF_8);
    }

    @Test
    void rule_12_a_card_that_was_deleted_before_the_change_and_comes_back_after_it_is_rewritten() {
        village.contact("bob", "alice", "CELL:" + A);
        delete("bob", "alice");
        aliceChanges(B);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    private void delete(String user, String name) {
        village.write(tx -> tx.cards().delete(village.book(user), name, card -> true, village.tick()));
    }
}
