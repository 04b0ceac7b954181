package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;

/** The rules of propagation.md, 1 to 6 and what of 9 comes with them, on a real store. */
class PropagationRulesTest {
    private static final String A = "+14155550100";
    private static final String B = "+14155550111";
    private static final String C = "+14155550122";
    private static final String BOBS = "+14155550133";
    private static final String V = "+14155550144";
    private static final String X = "+14155550155";

    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void a_family() {
        village = new Village(folder);
        village.user("alice", "CELL:" + A);
        village.user("bob", "CELL:" + BOBS);
        village.user("carol");
        village.user("dave");
        village.group("family", "alice", "bob", "carol");
    }

    @AfterEach
    void closes() {
        village.close();
    }

    // Rule 1

    @Test
    void rule_1_an_edit_of_one_s_own_number_reaches_the_others() {
        village.contact("bob", "alice", "CELL:(415) 555-0100");
        village.contact("carol", "alice", "HOME:+1 415-555-0100");

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo("(415) 555-0111");
        assertThat(village.tels("carol", "alice")).isEqualTo("+1 415-555-0111");
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.change("alice").rewritten()).isEqualTo(2);
        assertThat(village.change("alice").finished()).isPresent();
    }

    @Test
    void rule_1_a_reformatted_number_is_no_change() {
        village.contact("bob", "alice", "CELL:" + A);
        long sync = village.sync("bob");

        village.own("alice", "CELL:(415) 555-0100");
        village.own("alice", "CELL,PREF:+1 (415) 555-0100");
        village.propagate();

        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.sync("bob")).isEqualTo(sync);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_1_an_edit_of_another_card_is_no_change() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("alice", "herself", "CELL:" + A);

        village.contact("alice", "herself", "CELL:" + B);
        village.propagate();

        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_1_naming_another_card_one_s_own_is_a_change() {
        village.contact("bob", "alice", "CELL:" + A);
        Card other = village.contact("alice", "newme", "CELL:" + B);

        village.write(tx -> {
            tx.principals().setOwnCard(village.id("alice"), Optional.of(other.id()), village.tick());
            return 0;
        });
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.tels("alice", "me")).isEqualTo(A);
    }

    @Test
    void rule_1_numbers_only_added_or_withdrawn_rewrite_nothing_and_are_done_at_once() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.own("alice", "WORK:" + B);

        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.claim("alice", A)).isEmpty();
    }

    // Rule 2

    @Test
    void rule_2_a_number_withdrawn_and_one_of_its_kind_added_within_the_grace_time_are_one_change() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        village.pass(Duration.ofDays(6));
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_2_after_the_grace_time_they_are_two_things() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.pass(Duration.ofDays(8));
        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_2_a_withdrawn_number_is_taken_up_once() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + B, "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.changes("alice")).hasSize(2);
    }

    @Test
    void rule_2_a_withdrawn_number_that_came_back_waits_for_no_other() {
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice");
        village.own("alice", "CELL:" + A);
        village.own("alice", "CELL:" + A, "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    @Test
    void rule_2_a_withdrawn_number_that_another_user_proved_since_is_theirs() {
        village.contact("bob", "dave", "CELL:" + A);
        village.own("alice");
        village.own("dave", "CELL:" + A);
        village.verify("dave", A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "dave")).isEqualTo(A);
    }

    @Test
    void rule_2_each_number_goes_to_its_own_place() {
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.verify("alice", B);
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + B);

        village.own("alice", "WORK:" + C, "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(X + "," + C);
    }

    // Rule 3

    @Test
    void rule_3_a_stranger_s_number_typed_into_ones_own_card_changes_nothing() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob", "alice");
        village.contact("bob", "victor", "CELL:" + V);
        village.contact("alice", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
        assertThat(village.tels("alice", "victor")).isEqualTo(V);
        assertThat(village.journal("bob")).isEmpty();
    }

    @Test
    void rule_3_nor_does_one_that_was_typed_in_place_of_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);
        village.contact("bob", "mallory", "CELL:" + X);

        village.own("mallory", "CELL:" + V);
        village.propagate();
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
        assertThat(village.tels("bob", "mallory")).isEqualTo(C);
    }

    @Test
    void rule_3_nor_does_one_in_the_same_card_as_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "couple", "CELL:" + X, "CELL:" + V);

        village.own("mallory", "CELL:" + V);
        village.propagate();
        assertThat(village.tels("bob", "couple")).as("the twin is removed").isEqualTo(V);
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "couple")).isEqualTo(V);
    }

    @Test
    void rule_3_nor_does_withdrawing_it_and_adding_another() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory");
        village.own("mallory", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_3_nor_does_swapping_it_with_a_proved_number() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X, "WORK:" + V);
        village.own("mallory", "WORK:" + X, "CELL:" + V);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_3_nor_does_dropping_it_and_taking_it_back() {
        village.stranger("mallory", "CELL:" + V);
        village.group("club", "mallory", "bob");
        village.contact("bob", "victor", "CELL:" + V);

        village.own("mallory", "CELL:" + X);
        village.own("mallory", "CELL:" + V);
        village.own("mallory", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_3_a_number_that_another_user_holds_verified_waits_and_nothing_is_propagated() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "bob", "CELL:" + BOBS);

        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        assertThat(village.tels("alice", "me")).as("stored as it was sent").isEqualTo(BOBS);
        assertThat(village.claim("alice", BOBS)).contains(Claim.State.WAITING);
        assertThat(village.claim("bob", BOBS)).contains(Claim.State.VERIFIED);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "bob")).isEqualTo(BOBS);
    }

    @Test
    void rule_3_a_verified_number_typed_and_then_changed_changes_nothing_of_its_holder_s() {
        village.contact("carol", "bob", "CELL:" + BOBS);

        village.own("alice", "CELL:" + BOBS);
        village.propagate();
        village.own("alice", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("carol", "bob")).isEqualTo(BOBS);
        assertThat(village.claim("bob", BOBS)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_3_the_verified_holder_s_own_change_goes_out_though_others_claim_the_number() {
        village.contact("carol", "bob", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A, "HOME:" + BOBS);

        village.own("bob", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("carol", "bob")).isEqualTo(C);
        assertThat(village.claim("alice", BOBS)).contains(Claim.State.WAITING);
    }

    @Test
    void rule_3_a_waiting_change_goes_out_when_an_administrator_verifies_the_number() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        village.verify("alice", BOBS);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(BOBS);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_3_a_waiting_change_that_is_edited_again_is_one_with_the_edit() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.propagate();

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.changes("alice")).extracting(Change::state).containsOnly(Change.State.DONE);
        assertThat(village.claim("alice", BOBS)).isEmpty();
    }

    @Test
    void rule_3_a_waiting_change_that_is_taken_back_leaves_no_trace() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A);
        village.propagate();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_3_the_rest_of_a_waiting_change_goes_out_when_its_number_is_replaced() {
        village.own("alice", "CELL:" + A, "HOME:" + V);
        village.verify("alice", V);
        village.contact("bob", "alice", "CELL:" + A, "HOME:" + V);
        village.own("alice", "CELL:" + BOBS, "HOME:" + X);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + V);

        village.own("alice", "CELL:" + C, "HOME:" + X);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + X);
    }

    @Test
    void rule_3_an_unproved_number_goes_on_where_an_earlier_change_wrote_it() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "somebody", "CELL:" + B);

        village.own("alice", "CELL:" + B);
        village.propagate();
        assertThat(village.claim("alice", B)).contains(Claim.State.UNVERIFIED);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
        assertThat(village.tels("carol", "somebody"))
                .as("nobody knows whose that is")
                .isEqualTo(B);
    }

    @Test
    void rule_3_an_entry_that_the_holder_typed_again_is_not_about_anybody() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();

        village.contact("bob", "alice");
        village.contact("bob", "alice", "CELL:" + B);
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_3_the_holder_s_edit_of_something_else_keeps_what_is_known() {
        village.contact("bob", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();

        village.contact("bob", "alice", "HOME:" + V, "CELL:+1 415 555 0111");
        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(V + ",+1 415 555 0122");
    }

    @Test
    void rule_3_one_user_s_entry_is_not_another_s() {
        village.contact("carol", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.own("bob", "CELL:" + B);
        village.verify("bob", B);

        village.own("bob", "CELL:" + X);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(B);
    }

    // Rule 10, the safe side

    @Test
    void rule_10_a_number_that_two_hold_verified_is_left_alone() {
        village.verify("bob", A);
        village.contact("carol", "landline", "HOME:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("carol", "landline")).isEqualTo(A);
    }

    @Test
    void rule_10_so_is_one_with_an_earlier_verified_holder() {
        village.contact("carol", "bob", "CELL:" + BOBS);
        village.own("bob", "CELL:" + X);
        village.leave("family", "bob");
        village.contact("carol", "bob as he was", "CELL:" + BOBS);
        village.own("alice", "CELL:" + BOBS);
        village.verify("alice", BOBS);
        village.propagate();

        village.own("alice", "CELL:" + C);
        village.propagate();

        assertThat(village.tels("carol", "bob as he was")).isEqualTo(BOBS);
    }

    @Test
    void rule_10_a_proved_number_comes_back_as_proved_within_the_grace_time_only() {
        village.own("alice", "CELL:" + B);
        village.propagate();
        village.pass(Duration.ofDays(8));
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_10_and_only_while_nobody_else_claimed_it_since() {
        village.own("alice", "CELL:" + B);
        village.own("bob", "CELL:" + A);
        village.own("bob", "CELL:" + BOBS);
        village.own("alice", "CELL:" + A);

        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
    }

    // Rule 4

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
        village.propagate();

        assertThat(village.tels("dave", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "alice")).isEqualTo(B);
    }

    @Test
    void rule_4_two_common_groups_are_no_more_than_one() {
        village.group("work", "alice", "bob");
        village.contact("bob", "alice", "CELL:" + A);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.change("alice").rewritten()).isEqualTo(1);
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
    void rule_4_the_audience_is_counted_before_it_is_served() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.contact("dave", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        Change change = village.change("alice");

        assertThat((long) village.store.read(tx -> Audience.of(tx, change).count(tx)))
                .isEqualTo(2);
    }

    // Rule 5

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

    // Rule 6

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
        assertThat(village.change("alice").left()).isEqualTo(2);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    // The journal

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

    // Rule 9, as far as doing one change after the other brings it

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
    void rule_7_the_put_that_is_answered_has_its_change() {
        PutResult result = village.put("alice", "me", Village.vcard("alice-me", "me", "CELL:" + B), card -> false);

        assertThat(result).isInstanceOf(PutResult.ConditionFailed.class);
        assertThat(village.changes("alice")).isEmpty();
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }
}
