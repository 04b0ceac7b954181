package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.TestDatabase;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** Rule 12 of propagation.md: cards that come when the change has long gone out. */
class LateComerTest extends FamilyStory {
    private void aliceChanges(String... numbers) {
        for (String number : numbers) {
            village.own("alice", "CELL:" + number);
            village.propagate();
        }
    }

    private void comes(String user, String name, String... tels) {
        village.contact(user, name, tels);
        village.propagate();
    }

    @Test
    void rule_12_a_card_that_comes_with_a_withdrawn_number_is_rewritten_as_the_change_would_have_done() {
        aliceChanges(B);
        comes("bob", "alice", "CELL:(415) 555-0100", "WORK:" + X);
        assertThat(village.tels("bob", "alice")).isEqualTo("(415) 555-0111," + X);
        assertThat(village.journal("bob")).singleElement().satisfies(line -> {
            assertThat(line.change()).isEqualTo(village.change("alice").id());
            assertThat(line.oldText()).isEqualTo("(415) 555-0100");
            assertThat(line.newText()).isEqualTo("(415) 555-0111");
        });
    }

    @Test
    void rule_12_what_came_late_follows_the_next_change() {
        aliceChanges(B);
        comes("bob", "alice", "CELL:" + A);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_12_a_chain_ends_at_its_end_in_one_step() {
        aliceChanges(B, C, X);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(X);
        assertThat(village.journal("bob")).hasSize(1);
    }

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
    void rule_12_undo_of_one_that_had_several_steps_gives_back_what_came() {
        aliceChanges(B, C);
        comes("bob", "alice", "CELL:" + A);
        village.put("bob", "alice", village.text("bob", "alice").replace("FN:alice", "FN:edited"));
        Rewrite line = village.journal("bob").get(0);
        assertThat((Object) village.write(tx -> village.holderJournal().undo(tx, line)))
                .isInstanceOf(HolderJournal.Outcome.NumberGivenBack.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_a_number_that_came_back_is_left() {
        aliceChanges(B, A);
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_12_a_number_that_its_changer_has_again_beside_the_new_one_is_left() {
        aliceChanges(B);
        village.own("alice", "CELL:" + B, "HOME:" + A);
        comes("bob", "alice", "HOME:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_not_after_the_forwarding_time() {
        aliceChanges(B);
        village.pass(Village.FORWARDING.plusSeconds(60));
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_12_just_before_its_end_it_is() {
        aliceChanges(B);
        village.pass(Village.FORWARDING.minusMinutes(1));
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_12_not_where_somebody_else_has_claimed_the_number_since() {
        aliceChanges(B);
        village.own("carol", "CELL:" + A);
        comes("bob", "carol", "CELL:" + A);
        assertThat(village.tels("bob", "carol")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    /** Of two edits at the same time it can't be told which was first: not even offered, as it would be if theirs were older. */
    @Test
    void rule_12_nor_in_the_very_moment() {
        Instant at = village.tick();
        village.write(tx -> {
            tx.cards().put(village.ownPut("alice", "CELL:" + B), at);
            return tx.cards().put(village.ownPut("carol", "CELL:" + A), at);
        });
        village.propagate();
        comes("bob", "carol", "CELL:" + A);
        assertThat(village.tels("bob", "carol")).isEqualTo(A);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_12_a_claim_that_waits_takes_a_shared_number_s_late_cards_from_nobody() {
        village.user("erin", "HOME:" + A);
        aliceChanges(B);
        village.own("dave", "CELL:" + A);
        comes("bob", "whoever", "HOME:" + A);
        assertThat(village.journal("bob")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
    }

    @Test
    void rule_4_a_late_card_of_the_changer_s_own_keeps_their_number() {
        aliceChanges(B);
        village.own("bob", "CELL:" + X);
        village.propagate();
        comes("alice", "both", "CELL:" + A, "WORK:" + BOBS);
        assertThat(village.tels("alice", "both")).isEqualTo(A + "," + X);
    }

    @Test
    void rule_12_not_for_who_shares_no_group() {
        aliceChanges(B);
        comes("dave", "alice", "CELL:" + A);
        assertThat(village.tels("dave", "alice")).isEqualTo(A);
        assertThat(village.journal("dave")).isEmpty();
    }

    @Test
    void rule_12_a_member_who_joins_gets_what_the_others_withdrew_and_the_others_what_the_member_did() {
        village.user("erin", "CELL:" + V);
        village.contact("dave", "alice", "CELL:" + A);
        village.contact("dave", "erin", "CELL:" + V);
        village.contact("bob", "erin", "CELL:" + V);
        aliceChanges(B);
        village.own("erin", "CELL:" + X);
        village.propagate();
        assertThat(village.tels("dave", "alice")).isEqualTo(A);

        village.join("family", "dave");
        village.propagate();
        assertThat(village.tels("dave", "alice")).isEqualTo(B);
        assertThat(village.tels("dave", "erin")).as("Erin is in no group yet").isEqualTo(V);

        village.join("family", "erin");
        village.propagate();
        assertThat(village.tels("dave", "erin")).isEqualTo(X);
        assertThat(village.tels("bob", "erin")).isEqualTo(X);
    }

    @Test
    void rule_3_a_number_that_was_only_typed_is_not_forwarded() {
        village.own("dave", "CELL:" + BOBS.replace("0133", "0188"));
        village.join("family", "dave");
        village.own("dave", "CELL:" + X);
        comes("carol", "somebody", "CELL:" + BOBS.replace("0133", "0188"));
        assertThat(village.tels("carol", "somebody")).endsWith("0188");
    }

    @Test
    void rule_3_a_change_that_waits_is_not_forwarded_and_one_that_was_taken_back_neither() {
        village.own("alice", "CELL:" + BOBS);
        comes("carol", "alice", "CELL:" + A);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);

        village.own("alice", "CELL:" + C);
        village.propagate();
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_10_a_late_card_with_a_shared_number_is_offered() {
        village.user("erin", "HOME:" + A);
        aliceChanges(B);
        comes("bob", "whoever", "HOME:" + A);
        assertThat(village.tels("bob", "whoever")).isEqualTo(A);
        assertThat(village.journal("bob")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);
    }

    @Test
    void rule_6_an_own_card_that_comes_is_left() {
        aliceChanges(B);
        village.stranger("frank", "CELL:" + A);
        village.join("family", "frank");
        village.propagate();
        assertThat(village.tels("frank", "me")).isEqualTo(A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocked", "nobody", "never", "ask"})
    void choices_hold_for_late_comers_too(String choice) {
        aliceChanges(B);
        village.write(tx -> {
            switch (choice) {
                case "blocked" -> tx.preferences().block(village.id("alice"), village.id("bob"));
                case "nobody" ->
                    tx.preferences()
                            .setChanger(
                                    village.id("alice"),
                                    new ChangerChoice(ChangerChoice.Audience.NOBODY, ChangerChoice.Scope.REPLACED));
                default ->
                    tx.preferences()
                            .setHolder(new HolderChoice(
                                    HolderChoice.Place.everywhere(village.id("bob")),
                                    Optional.of(HolderChoice.Mode.valueOf(choice.toUpperCase(Locale.ROOT))),
                                    Optional.empty()));
            }
            return 0;
        });
        comes("bob", "alice", "CELL:" + A);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).hasSize(choice.equals("never") || choice.equals("ask") ? 1 : 0);
    }

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

    private String there(BookId work) {
        return new String(
                village.store
                        .read(tx -> tx.cards().read(work, "there"))
                        .orElseThrow()
                        .content(),
                StandardCharsets.UTF_8);
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
        assertThat(there(work)).contains(A);
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
        assertThat(there(work)).contains(B);
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

    private void delete(String user, String name) {
        village.write(tx -> tx.cards().delete(village.book(user), name, card -> true, village.tick()));
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
