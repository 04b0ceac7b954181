package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Card;
import org.teldav.storage.Claim;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Rewrite;

/** Rules 5 and 9 of propagation.md, and the journal: what becomes of a holder's card. */
class HolderCardTest extends FamilyStory {
    @Test
    void rule_5_every_other_byte_stays() {
        String card = "BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:Alice\nitem1.TEL;type=pref:(415) 555-0100\n"
                + "item1.X-ABLabel:_$!<Mobile>!$_\nX-ODD;A=b:c\\,d\nNOTE:call (415) 555-0100\n  or write\nEND:VCARD\n";
        village.put("bob", "alice", card);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.text("bob", "alice"))
                .isEqualTo(card.replace("type=pref:(415) 555-0100", "type=pref:(415) 555-0111"));
    }

    @Test
    void rule_5_the_holder_s_other_numbers_are_not_touched() {
        village.contact("bob", "alice", "HOME:" + V, "CELL:" + A, "WORK:" + X);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(V + "," + B + "," + X);
    }

    @Test
    void rule_5_no_twin_is_made_and_what_is_known_about_the_others_moves_up_with_them() {
        village.own("alice", "CELL:" + A, "WORK:" + V);
        village.verify("alice", V);
        village.contact("bob", "alice", "CELL:" + A, "HOME:" + B, "WORK:" + V);

        village.own("alice", "CELL:" + B, "WORK:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + C);
        Card card = village.card("bob", "alice");
        assertThat(village.store.read(tx -> tx.cards().index(card.id())).stream()
                        .filter(row -> row.about().isPresent())
                        .map(IndexRow::key))
                .containsExactly(Optional.of(C));
    }

    @Test
    void the_journal_says_when_which_card_old_and_new_and_the_version_before_is_kept() {
        village.contact("bob", "alice", "CELL:(415) 555-0100");
        String before = village.text("bob", "alice");
        Card old = village.card("bob", "alice");

        village.own("alice", "CELL:" + B);
        village.propagate();

        Rewrite row = village.journal("bob").get(0);
        Card card = village.card("bob", "alice");
        assertThat(row.changer()).isEqualTo(village.id("alice"));
        assertThat(row.change()).isEqualTo(village.change("alice").id());
        assertThat(row.oldText()).isEqualTo("(415) 555-0100");
        assertThat(row.newText()).isEqualTo("(415) 555-0111");
        assertThat(row.before()).isEqualTo(old.syncNumber());
        assertThat(row.after()).isEqualTo(card.syncNumber());
        Optional<byte[]> version = village.store.read(tx -> tx.cards().version(row.card(), row.before()));
        assertThat(version.orElseThrow()).asString().isEqualTo(before);
    }

    @Test
    void rule_9_two_quick_changes_end_at_the_last_also_where_the_first_has_not_arrived() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.tels("carol", "alice")).isEqualTo(C);
    }

    @Test
    void rule_9_there_and_back_ends_at_the_first_and_goes_on_from_there() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + A);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        village.contact("carol", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.tels("carol", "alice"))
                .as("the proof came back with the number")
                .isEqualTo(C);
    }

    @Test
    void rule_9_two_numbers_swapped_in_one_edit_are_swapped_everywhere() {
        village.own("alice", "CELL:" + A, "WORK:" + V);
        village.verify("alice", V);
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + V);
        village.contact("carol", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + V, "WORK:" + A);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(V + "," + A);
        assertThat(village.tels("carol", "alice")).isEqualTo(V);
        assertThat(village.journal("bob")).hasSize(1);
        assertThat(List.of(village.claim("alice", A), village.claim("alice", V)))
                .containsOnly(Optional.of(Claim.State.VERIFIED));
    }

    @Test
    void rule_9_of_two_swapped_numbers_neither_is_kept_as_an_old_one() {
        village.write(tx -> {
            tx.preferences()
                    .setHolder(new HolderChoice(
                            HolderChoice.Place.everywhere(village.id("bob")),
                            Optional.empty(),
                            Optional.of(HolderChoice.OldNumber.KEEP)));
            return 0;
        });
        village.own("alice", "CELL:" + A, "WORK:" + V);
        village.verify("alice", V);
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + V);

        village.own("alice", "CELL:" + V, "WORK:" + A);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(V + "," + A);
        assertThat(village.text("bob", "alice")).doesNotContain("X-ABLabel");
    }
}
