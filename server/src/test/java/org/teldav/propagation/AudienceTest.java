package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Rewrite;

/** Rules 4 and 6 of propagation.md: whose cards a change concerns, and whose never. */
class AudienceTest extends FamilyStory {
    private List<Holding> holders() {
        Change change = village.change("alice");
        return village.store.read(tx -> Audience.of(tx, change).page(tx, Optional.empty(), 10));
    }

    @Test
    void rule_4_who_shares_no_group_is_no_holder() {
        village.contact("dave", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("dave", "alice")).isEqualTo(A);
    }

    @Test
    void rule_4_the_groups_are_those_of_the_time_of_the_change() {
        village.contact("dave", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.leave("family", "carol");
        village.join("family", "dave");
        List<Holding> holders = holders();
        village.propagate();

        assertThat(holders).hasSize(1);
        assertThat(village.tels("carol", "alice")).isEqualTo(B);
        assertThat(village.tels("dave", "alice")).as("rule 12").isEqualTo(B);
    }

    @Test
    void rule_4_two_common_groups_are_no_more_than_one() {
        village.group("work", "alice", "bob");
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tally("alice").rewritten()).isEqualTo(1);
        assertThat(village.journal("bob")).hasSize(1);
    }

    @Test
    void rule_4_all_books_and_cards_of_a_holder_count() {
        village.write(tx -> tx.books().create(village.id("bob"), "second", "Second", Optional.empty(), village.tick()));
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("bob", "alice again", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.tels("bob", "alice again")).isEqualTo(B);
    }

    @Test
    void rule_4_the_audience_is_known_before_it_is_served() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.contact("dave", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);

        assertThat(holders())
                .extracting(holding -> holding.card().book().home())
                .containsExactlyInAnyOrder(village.id("bob"), village.id("carol"));
    }

    @Test
    void rule_6_another_user_s_own_card_is_never_touched() {
        village.own("bob", "CELL:" + BOBS, "HOME:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "me")).isEqualTo(BOBS + "," + A);
    }

    @Test
    void rule_6_nor_is_one_that_became_it_in_the_meantime() {
        Card card = village.contact("carol", "new me", "HOME:" + A);
        village.own("alice", "CELL:" + B);
        village.write(tx -> {
            tx.principals().setOwnCard(village.id("carol"), Optional.of(card.id()), village.tick());
            return 0;
        });
        village.propagate();

        assertThat(village.tels("carol", "new me")).isEqualTo(A);
    }

    @Test
    void rule_6_nor_one_s_own_cards() {
        village.contact("alice", "note", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("alice", "note")).isEqualTo(A);
    }

    @Test
    void rule_6_a_group_s_card_is_left_and_the_journal_says_why() {
        village.put(
                "bob",
                "club",
                "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:club\r\nFN:Club\r\nKIND:group\r\nTEL:" + A + "\r\nEND:VCARD\r\n");
        village.put(
                "carol",
                "club",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:club\r\nFN:Club\r\nX-ADDRESSBOOKSERVER-KIND:group\r\nTEL:" + A
                        + "\r\nEND:VCARD\r\n");

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "club")).isEqualTo(A);
        assertThat(village.tels("carol", "club")).isEqualTo(A);
        assertThat(village.journal("bob")).hasSize(1).noneMatch(Rewrite::done);
        assertThat(village.journal("bob").get(0).reason()).contains("group");
        assertThat(village.tally("alice").left()).isEqualTo(2);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }
}
