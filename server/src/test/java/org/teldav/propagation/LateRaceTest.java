package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.teldav.TestDatabase;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/**
 * Rule 12 of propagation.md where a card or a member comes in the same moment as a change: on PostgreSQL one is committed, and all work that it gives is
 * done, while the other's transaction is open, and neither sees the other. On HSQLDB, which has one writer at a time, it waits.
 */
@Timeout(120)
class LateRaceTest extends FamilyStory {
    /** A transaction, in the midst of which somebody else does something, and a worker all that follows from it. */
    private void during(Consumer<Transaction> open, Runnable meanwhile) {
        Thread other = new Thread(() -> {
            meanwhile.run();
            village.worker().drain(Duration.ZERO);
        });
        village.write(tx -> {
            open.accept(tx);
            other.start();
            if (!TestDatabase.isEmbedded()) {
                join(other);
            }
            return 0;
        });
        join(other);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Consumer<Transaction> puts(String user, String name, String... tels) {
        byte[] card = Village.vcard(user + "-" + name, name, tels).getBytes(StandardCharsets.UTF_8);
        CardPut put = village.request(user, name, card, CardPut.ALWAYS);
        return tx -> tx.cards().put(put, village.tick());
    }

    private Consumer<Transaction> joins(String user) {
        return tx -> tx.principals()
                .join(tx.principals().group("family").orElseThrow().id(), village.id(user), village.tick());
    }

    private void aliceChangesTo(String number) {
        village.own("alice", "CELL:" + number);
    }

    private List<CardId> late() {
        return village.store.read(tx -> tx.lateComers().list(10));
    }

    private void isRewrittenOnce(String holder, String name, String number) {
        village.propagate();
        assertThat(village.tels(holder, name)).isEqualTo(number);
        assertThat(village.journal(holder)).hasSize(1).allMatch(Rewrite::done);
        assertThat(village.changes("alice")).extracting(Change::state).containsOnly(Change.State.DONE);
        assertThat(late()).isEmpty();
    }

    @Test
    void rule_12_a_card_that_is_not_committed_yet_when_a_change_goes_out_is_rewritten() {
        during(puts("bob", "alice", "CELL:" + A), () -> aliceChangesTo(B));
        isRewrittenOnce("bob", "alice", B);
    }

    /** Rule 8: what is still to be done is written with the cards, so that a killed server loses none of it. */
    @Test
    void rule_12_so_is_each_card_of_an_import_in_one_transaction() {
        Consumer<Transaction> carols = puts("carol", "alice", "CELL:" + A);
        during(
                puts("bob", "alice", "CELL:" + A)
                        .andThen(carols)
                        .andThen(tx -> assertThat(tx.lateComers().list(10)).hasSize(2)),
                () -> aliceChangesTo(B));
        isRewrittenOnce("bob", "alice", B);
        isRewrittenOnce("carol", "alice", B);
    }

    @Test
    void rule_12_so_is_one_whose_number_was_withdrawn_before_and_gets_its_successor_meanwhile() {
        village.own("alice");
        village.propagate();
        during(puts("bob", "alice", "CELL:" + A), () -> aliceChangesTo(B));
        isRewrittenOnce("bob", "alice", B);
    }

    @Test
    void rule_12_so_is_one_that_comes_while_a_change_that_waited_is_let_go() {
        aliceChangesTo(BOBS);
        during(
                puts("carol", "alice", "CELL:" + A),
                () -> village.write(tx -> {
                    village.verification().transfer(tx, village.id("alice"), BOBS, village.tick());
                    return 0;
                }));
        isRewrittenOnce("carol", "alice", BOBS);
    }

    @Test
    void rule_12_a_member_who_is_not_committed_yet_when_a_change_goes_out_gets_it() {
        village.contact("dave", "alice", "CELL:" + A);
        village.propagate();
        during(joins("dave"), () -> aliceChangesTo(B));
        isRewrittenOnce("dave", "alice", B);
    }

    @Test
    void rule_12_a_member_who_came_after_an_edit_and_before_its_commit_gets_it() {
        village.contact("dave", "alice", "CELL:" + A);
        village.propagate();
        during(puts("alice", "me", "CELL:" + B), () -> village.join("family", "dave"));
        isRewrittenOnce("dave", "alice", B);
    }

    @Test
    void rule_12_a_card_that_comes_while_its_holder_joins_is_rewritten() {
        aliceChangesTo(B);
        village.propagate();
        during(joins("dave"), () -> village.contact("dave", "alice", "CELL:" + A));
        isRewrittenOnce("dave", "alice", B);
    }

    @Test
    void rule_12_and_so_is_one_whose_holder_joins_while_it_comes() {
        aliceChangesTo(B);
        village.propagate();
        during(puts("dave", "alice", "CELL:" + A), () -> village.join("family", "dave"));
        isRewrittenOnce("dave", "alice", B);
    }

    @Test
    void a_card_with_numbers_that_nobody_claims_leaves_no_work_and_one_with_the_holder_s_own_neither() {
        village.contact("bob", "somebody", "CELL:" + X, "HOME:" + BOBS);
        assertThat(late()).isEmpty();
        village.contact("bob", "alice", "CELL:" + X, "HOME:" + A);
        assertThat(late()).containsExactly(village.card("bob", "alice").id());
        village.propagate();
        assertThat(late()).isEmpty();
        assertThat(village.journal("bob")).isEmpty();
    }
}
