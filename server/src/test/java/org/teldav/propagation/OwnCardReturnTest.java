package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** An own card that its user's phone deletes and puts again is the own card again, and what differs is one edit of it (docs/decisions/own-card-name.md; rules 1, 2, 3 and 9). */
@BothEngines
class OwnCardReturnTest {
    private static final String A = "+14155552001";
    private static final String B = "+14155552002";
    private static final String C = "+14155552003";
    private static final String D = "+14155552004";

    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void people() {
        village = new Village(folder);
        village.user("alice", "CELL:" + A);
        village.user("bob", "CELL:+14155552901");
        village.group("family", "alice", "bob");
        village.contact("bob", "alice", "HOME:" + A);
    }

    @AfterEach
    void close() {
        village.close();
    }

    private void delete(String user, String name) {
        village.write(tx -> tx.cards().delete(village.book(user), name, card -> true, village.tick()));
    }

    private void again(String... tels) {
        delete("alice", "me");
        village.own("alice", tels);
    }

    private Optional<CardId> own() {
        return own("alice");
    }

    private Optional<CardId> own(String user) {
        return village.store.read(tx -> tx.principals().ownCard(village.id(user)));
    }

    private void own(Optional<CardId> card) {
        village.write(tx -> {
            tx.principals().setOwnCard(village.id("alice"), card, village.tick());
            return 0;
        });
    }

    private String bobs() {
        village.propagate();
        return village.tels("bob", "alice");
    }

    @Test
    void put_again_as_it_was_it_is_the_own_card_and_nothing_has_changed() {
        again("CELL:" + A);
        assertThat(own()).contains(village.card("alice", "me").id());
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
        assertThat(bobs()).isEqualTo(A);
        assertThat(village.changes("alice"))
                .as("the deletion alone, and nothing follows from it")
                .singleElement()
                .matches(change -> change.numbers().get(0).paired());
        village.own("alice", "CELL:" + B);
        assertThat(bobs()).isEqualTo(B);
    }

    @Test
    void rule_1_what_differs_is_a_change() {
        again("CELL:" + B);
        assertThat(bobs()).isEqualTo(B);
    }

    /** As in one edit, and otherwise than in two. */
    @Test
    void rule_2_also_of_a_number_of_another_type_where_it_is_the_only_one() {
        again("HOME:" + B);
        assertThat(bobs()).isEqualTo(B);
    }

    @Test
    void rule_2_a_number_that_is_back_takes_no_other_s_place_and_two_new_ones_are_not_mixed_up() {
        village.user("carol", "CELL:" + C, "CELL:" + D);
        village.group("club", "carol", "bob");
        village.contact("bob", "first", "HOME:" + C);
        village.contact("bob", "second", "HOME:" + D);
        delete("carol", "me");
        village.own("carol", "CELL:" + C, "CELL:" + B);
        village.propagate();
        assertThat(village.tels("bob", "first")).isEqualTo(C);
        assertThat(village.tels("bob", "second")).isEqualTo(B);

        delete("carol", "me");
        village.own("carol", "CELL:+14155552011", "CELL:+14155552012");
        village.propagate();
        assertThat(village.tels("bob", "first")).isEqualTo("+14155552011");
        assertThat(village.tels("bob", "second")).isEqualTo("+14155552012");
    }

    @Test
    void rule_9_two_that_changed_places_do_so_everywhere() {
        village.own("alice", "CELL:" + A, "WORK:" + B);
        village.verify("alice", B);
        village.contact("bob", "alice", "HOME:" + A, "WORK:" + B);
        again("CELL:" + B, "WORK:" + A);
        assertThat(bobs()).isEqualTo(B + "," + A);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void in_another_book_of_the_home_under_another_name_it_is_the_same(boolean moved) {
        BookId other = village.write(tx -> tx.books()
                .create(village.id("alice"), "other", "Other", Optional.empty(), village.tick())
                .id());
        String text = Village.vcard("alice-me", "me", "CELL:" + B);
        CardPut here = village.request("alice", "x", text.getBytes(StandardCharsets.UTF_8), CardPut.ALWAYS);
        CardPut there = new CardPut(other, "x", here.content(), here.uid(), here.index(), CardPut.ALWAYS);
        if (moved) {
            village.write(tx -> tx.cards().put(there, village.tick()));
            delete("alice", "me");
            assertThat(own()).isEmpty();
            CardId card = village.store
                    .read(tx -> tx.cards().find(other, "x"))
                    .orElseThrow()
                    .id();
            village.write(
                    tx -> tx.cards().move(card, old -> true, village.book("alice"), "x", old -> true, village.tick()));
        } else {
            delete("alice", "me");
            village.write(tx -> tx.cards().put(there, village.tick()));
        }
        assertThat(own().map(CardId::book)).contains(moved ? village.book("alice") : other);
        assertThat(bobs()).isEqualTo(B);
    }

    @Test
    void a_card_with_another_uid_is_not() {
        delete("alice", "me");
        village.contact("alice", "other", "CELL:" + B);
        village.put("alice", "me", Village.vcard("new", "me", "CELL:" + B));
        assertThat(own()).isEmpty();
        assertThat(bobs()).isEqualTo(A);
    }

    @Test
    void nor_one_in_somebody_else_s_home() {
        delete("alice", "me");
        village.put("bob", "x", Village.vcard("alice-me", "me", "CELL:" + B));
        assertThat(own()).isEmpty();
        assertThat(own("bob")).contains(village.card("bob", "me").id());
    }

    @Test
    void it_takes_no_other_card_s_place() {
        delete("alice", "me");
        CardId other = village.contact("alice", "other", "CELL:" + A).id();
        own(Optional.of(other));
        village.own("alice", "CELL:" + B);
        assertThat(own()).contains(other);
        assertThat(bobs()).isEqualTo(A);
    }

    @Test
    void nor_is_it_where_its_user_took_me_card_away() {
        own(Optional.empty());
        again("CELL:" + B);
        assertThat(own()).isEmpty();
        assertThat(bobs()).isEqualTo(A);
    }

    @Test
    void it_is_not_where_the_card_of_before_is_there_still() {
        CardId other = village.contact("alice", "other", "CELL:" + A).id();
        own(Optional.of(other));
        delete("alice", "other");
        delete("alice", "me");
        village.own("alice", "CELL:" + B);
        assertThat(own()).as("it was named no more when it went").isEmpty();
        village.contact("alice", "other", "CELL:" + B);
        assertThat(own()).contains(village.card("alice", "other").id());
    }

    @Test
    void rule_3_after_the_grace_time_its_numbers_are_as_good_as_typed_ones() {
        delete("alice", "me");
        village.pass(Village.GRACE.plus(Duration.ofMinutes(1)));
        village.own("alice", "CELL:" + A, "WORK:" + B);
        assertThat(own()).isPresent();
        assertThat(village.claim("alice", A)).contains(Claim.State.UNVERIFIED);
        assertThat(bobs()).isEqualTo(A);
    }

    @Test
    void rule_3_a_number_that_somebody_proved_meanwhile_is_theirs() {
        delete("alice", "me");
        village.user("carol", "CELL:" + A);
        village.own("alice", "CELL:" + A);
        assertThat(village.claim("alice", A)).contains(Claim.State.WAITING);
        village.own("alice", "CELL:" + B);
        assertThat(bobs()).isEqualTo(A);
    }

    @Test
    void rule_3_nor_is_it_proved_where_somebody_only_claims_it_meanwhile() {
        delete("alice", "me");
        village.stranger("carol", "CELL:" + A);
        village.own("alice", "CELL:" + B);
        assertThat(bobs()).isEqualTo(A);
    }

    /** Rules 2 and 3: a change that waits is taken back by the deletion, and made again. */
    @Test
    void what_waited_for_an_administrator_waits_again() {
        village.user("carol", "CELL:" + C);
        village.own("alice", "CELL:" + C);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        again("CELL:" + C);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        assertThat(bobs()).isEqualTo(A);
        village.own("alice", "CELL:" + B);
        assertThat(bobs()).isEqualTo(B);
    }

    @Test
    void an_edit_of_another_number_does_not_wait_with_it() {
        village.user("carol", "CELL:" + C);
        village.own("alice", "CELL:" + A, "WORK:" + D);
        village.own("alice", "CELL:" + A, "WORK:" + C);
        again("CELL:" + B, "WORK:" + C);
        assertThat(village.claim("alice", C)).contains(Claim.State.WAITING);
        assertThat(bobs()).isEqualTo(B);
    }

    @Test
    void the_daily_limit_counts_it_as_one() {
        village.close();
        village = new Village(
                folder.resolve("limited"),
                new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ZERO, 2, false));
        village.user("alice", "CELL:" + A);
        village.user("bob", "CELL:+14155552901");
        village.group("family", "alice", "bob");
        village.contact("bob", "alice", "HOME:" + A);
        for (String number : List.of(B, C)) {
            again("CELL:" + number);
            assertThat(bobs()).isEqualTo(number);
        }
        again("CELL:" + D);
        assertThat(bobs()).isEqualTo(C);
        village.pass(Duration.ofDays(1));
        assertThat(bobs()).isEqualTo(D);
    }
}
