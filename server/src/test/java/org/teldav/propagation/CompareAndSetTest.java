package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;

/** Rule 7 of propagation.md: at once or not at all, and no PUT of a holder is lost. */
class CompareAndSetTest extends ClubStory {
    @Test
    void rule_7_a_rewrite_moves_card_etag_sync_token_index_and_journal_together() {
        Card before = village.card("h0", "alice");
        long sync = village.sync("h0");

        village.own("alice", "CELL:" + B);
        village.propagate();

        Card after = village.card("h0", "alice");
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(village.sync("h0")).isEqualTo(sync + 1).isEqualTo(after.syncNumber());
        assertThat(village.journal("h0").get(0).after()).isEqualTo(after.syncNumber());
        assertThat(village.store.read(tx -> tx.cards().index(after.id())).get(0).key())
                .contains(B);
    }

    @Test
    void rule_7_a_holder_s_put_between_read_and_put_is_not_lost() {
        village.own("alice", "CELL:" + B);
        comesBetween(() -> village.contact("h3", "alice", "HOME:+14155550199", "CELL:(415) 555-0100"));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo("+14155550199,(415) 555-0111");
        assertThat(village.rewritten("h3")).hasSize(1);
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS);
    }

    @Test
    void rule_7_a_holder_who_deletes_the_entry_in_between_has_deleted_it() {
        village.own("alice", "CELL:" + B);
        comesBetween(() -> village.contact("h3", "alice", "HOME:+14155550199"));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo("+14155550199");
        assertThat(village.journal("h3")).isEmpty();
        assertThat(village.tally("alice").rewritten()).isEqualTo(HOLDERS - 1L);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_7_a_card_that_is_deleted_in_between_stays_deleted() {
        village.own("alice", "CELL:" + B);
        comesBetween(() ->
                village.write(tx -> tx.cards().delete(village.book("h3"), "alice", card -> true, village.tick())));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        Optional<Card> gone = village.store.read(tx -> tx.cards().find(village.book("h3"), "alice"));
        assertThat(gone).isEmpty();
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_7_a_card_that_is_moved_in_between_is_rewritten_where_it_is() {
        village.own("alice", "CELL:" + B);
        Card card = village.card("h3", "alice");
        comesBetween(() -> village.write(tx ->
                tx.cards().move(card.id(), old -> true, card.id().book(), "renamed", old -> true, village.tick())));

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "renamed")).isEqualTo(B);
        assertThat(village.rewritten("h3")).hasSize(1);
    }

    @Test
    void rule_7_the_same_bytes_put_back_in_between_are_an_edit_too() {
        village.own("alice", "CELL:" + B);
        AtomicReference<Card> back = new AtomicReference<>();
        comesBetween(() -> {
            village.contact("h3", "alice", "HOME:+14155550199");
            back.set(village.contact("h3", "alice", "CELL:" + A));
        });

        village.worker(village.store, Village.settings(100)).drain(Duration.ofSeconds(30));

        assertThat(village.tels("h3", "alice")).isEqualTo(B);
        assertThat(village.journal("h3"))
                .as("what was rewritten is the version that is there")
                .singleElement()
                .returns(back.get().syncNumber(), Rewrite::before);
    }

    @Test
    void rule_7_a_conditional_put_after_the_rewrite_fails_and_one_before_it_wins() {
        Card seen = village.card("h3", "alice");
        village.own("alice", "CELL:" + B);
        village.propagate();

        PutResult late = village.put(
                "h3",
                "alice",
                Village.vcard("h3-alice", "alice", "CELL:" + C),
                card -> card.filter(now -> now.etag().equals(seen.etag())).isPresent());

        assertThat(late).isInstanceOf(PutResult.ConditionFailed.class);
        assertThat(village.tels("h3", "alice")).isEqualTo(B);
    }

    /** Once, after the worker has read its cards and before it writes them: the first write is the lease. */
    private void comesBetween(Runnable holder) {
        village.store.around(new FaultyStore.Around() {
            @Override
            public void before(int write) {
                if (write == 2) {
                    holder.run();
                }
            }
        });
    }
}
