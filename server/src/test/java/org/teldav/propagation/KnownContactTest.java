package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Rewrite;

/** Rule 3 of propagation.md, where a holder's client deletes a contact and puts it again. That B is Alice's nothing proves, but that a change of hers wrote it. */
class KnownContactTest extends FamilyStory {
    private String text;

    @BeforeEach
    void bob_has_a_number_of_alice_s_that_nothing_proves() {
        village.contact("bob", "alice", "CELL:" + A);
        aliceChanges(B);
        text = village.text("bob", "alice");
        assertThat(text).contains(B);
    }

    private void aliceChanges(String number) {
        village.own("alice", "CELL:" + number);
        village.propagate();
    }

    private void delete(String name) {
        village.write(tx -> tx.cards().delete(village.book("bob"), name, card -> true, village.tick()));
    }

    private void again(String card) {
        delete("alice");
        village.put("bob", "alice", card);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "other-name"})
    void rule_3_a_contact_that_is_deleted_and_put_again_is_known(String name) {
        delete("alice");
        village.put("bob", name, text);
        aliceChanges(C);
        assertThat(village.tels("bob", name)).isEqualTo(C);
    }

    @Test
    void rule_3_also_where_it_was_edited_meanwhile() {
        again(text.replace(B, "(415) 555-0111").replace("FN:alice", "FN:Aunt Alice"));
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo("(415) 555-0122");
    }

    /** As a phone moves a contact that knows no MOVE: most put the new card first, so that nothing is lost on the way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rule_3_and_where_it_is_put_into_another_book(boolean deletedFirst) {
        BookId other = village.write(tx -> tx.books()
                .create(village.id("bob"), "other", "Other", Optional.empty(), village.tick())
                .id());
        CardPut here = village.request("bob", "moved", text.getBytes(StandardCharsets.UTF_8), CardPut.ALWAYS);
        CardPut there = new CardPut(other, "moved", here.content(), here.uid(), here.index(), CardPut.ALWAYS);
        if (deletedFirst) {
            delete("alice");
        }
        village.write(tx -> tx.cards().put(there, village.tick()));
        if (!deletedFirst) {
            delete("alice");
        }
        aliceChanges(C);
        byte[] now = village.store
                .read(tx -> tx.cards().read(other, "moved"))
                .orElseThrow()
                .content();
        assertThat(now).asString().contains(C).doesNotContain(B);
    }

    @Test
    void rule_3_the_same_number_in_another_contact_is_not() {
        village.contact("bob", "victor", "CELL:" + B);
        delete("alice");
        village.put("bob", "alice", text.replace("UID:bob-alice", "UID:new"));
        aliceChanges(C);
        assertThat(village.tels("bob", "victor")).isEqualTo(B);
        assertThat(village.tels("bob", "alice"))
                .as("nothing shows that it is the same")
                .isEqualTo(B);
    }

    @Test
    void rule_3_nor_another_number_in_the_same_contact() {
        again(text.replace(B, X));
        village.own("alice", "CELL:" + B, "WORK:" + X);
        village.own("alice", "CELL:" + B, "WORK:" + C);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(X);
    }

    @Test
    void rule_3_nor_somebody_s_number_that_a_stranger_typed() {
        village.user("mallory", "CELL:" + X);
        village.group("club", "mallory", "bob");
        village.contact("bob", "mallory", "CELL:" + X);
        village.contact("bob", "victor", "CELL:" + V);
        village.own("mallory", "CELL:" + V);
        village.propagate();
        String victor = village.text("bob", "victor");
        delete("victor");
        village.put("bob", "victor", victor);
        village.own("mallory", "CELL:" + C);
        village.propagate();
        assertThat(village.tels("bob", "mallory")).isEqualTo(C);
        assertThat(village.tels("bob", "victor")).isEqualTo(V);
    }

    @Test
    void rule_10_nor_one_that_somebody_proved_to_be_theirs() {
        village.own("carol", "CELL:" + B);
        village.verify("carol", B);
        again(text);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_3_but_whoever_only_types_the_number_keeps_nobody_from_theirs() {
        village.own("carol", "CELL:" + B);
        again(text);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void rule_11_nor_one_that_the_holder_took_back() {
        Rewrite line = village.journal("bob").get(0);
        village.write(tx -> village.holderJournal().undo(tx, line));
        again(text);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    /** As an old backup, or a phone that was away. */
    @Test
    void rule_11_nor_one_that_was_replaced_in_the_contact_since() {
        aliceChanges(C);
        again(text);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        aliceChanges(B);
        aliceChanges(X);
        assertThat(village.tels("bob", "alice")).as("what its holder typed").isEqualTo(B);
    }

    @Test
    void rule_9_one_that_came_back_is() {
        aliceChanges(C);
        aliceChanges(B);
        again(village.text("bob", "alice"));
        aliceChanges(X);
        assertThat(village.tels("bob", "alice")).isEqualTo(X);
    }

    @Test
    void rule_12_one_that_is_replaced_while_the_contact_is_away_is_rewritten_when_it_comes() {
        delete("alice");
        aliceChanges(C);
        village.put("bob", "alice", text);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocked", "left"})
    void rule_4_who_is_not_told_is_not_told_by_it_either(String why) {
        if (why.equals("blocked")) {
            village.write(tx -> {
                tx.preferences().block(village.id("alice"), village.id("bob"));
                return 0;
            });
        } else {
            village.leave("family", "bob");
        }
        again(text);
        aliceChanges(C);
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.journal("bob")).hasSize(1);
    }

    @Test
    void rule_10_nobody_is_known_any_more_who_was_removed() {
        village.verify("alice", B);
        village.write(tx -> {
            tx.principals().remove(village.id("alice"), village.tick());
            return 0;
        });
        again(text);
        Card card = village.card("bob", "alice");
        List<IndexRow> rows = village.store.read(tx -> tx.cards().index(card.id()));
        assertThat(rows).allMatch(row -> row.about().isEmpty()).anyMatch(row -> row.kind() == IndexRow.Kind.TEL);
    }
}
