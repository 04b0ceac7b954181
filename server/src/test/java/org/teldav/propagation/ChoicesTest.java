package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.Preferences;
import org.teldav.storage.Rewrite;

/** "Choices" of propagation.md. */
class ChoicesTest extends FamilyStory {
    private void choose(Consumer<Preferences> choice) {
        village.write(tx -> {
            choice.accept(tx.preferences());
            return 0;
        });
    }

    private void audience(ChangerChoice.Audience audience) {
        choose(prefs ->
                prefs.setChanger(village.id("alice"), new ChangerChoice(audience, ChangerChoice.Scope.REPLACED)));
    }

    private void mode(Place place, Mode mode) {
        choose(prefs -> prefs.setHolder(new HolderChoice(place, Optional.of(mode), Optional.empty())));
    }

    @Test
    void blocked_users_keep_the_old_number_and_see_no_trace() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        choose(prefs -> prefs.block(village.id("alice"), village.id("bob")));
        long token = village.sync("bob");
        String before = village.text("bob", "alice");

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(B);
        assertThat(village.text("bob", "alice")).isEqualTo(before);
        assertThat(village.sync("bob")).isEqualTo(token);
        assertThat(village.journal("bob")).isEmpty();
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.tally("alice").left()).isZero();
    }

    @Test
    void a_change_for_nobody_reaches_nobody() {
        village.contact("bob", "alice", "CELL:" + A);
        audience(ChangerChoice.Audience.NOBODY);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    /** Who turned to nobody once did not want that number known, whatever they want of later ones. */
    @Test
    void nor_does_it_later_though_the_next_one_is_for_everyone() {
        audience(ChangerChoice.Audience.NOBODY);
        village.own("alice", "CELL:" + B);
        village.propagate();
        audience(ChangerChoice.Audience.EVERYONE);
        village.contact("bob", "alice", "CELL:" + A);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);

        village.own("alice", "CELL:" + C);
        village.propagate();
        village.contact("carol", "alice", "CELL:" + A);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);
    }

    @Test
    void nor_by_an_offer_that_was_left_open_which_gives_what_was_offered() {
        village.contact("bob", "alice", "CELL:" + A);
        mode(Place.everywhere(village.id("bob")), Mode.ASK);
        village.own("alice", "CELL:" + B);
        village.propagate();
        audience(ChangerChoice.Audience.NOBODY);
        village.own("alice", "CELL:" + C);
        village.propagate();
        audience(ChangerChoice.Audience.EVERYONE);

        village.write(
                tx -> village.holderJournal().accept(tx, village.journal("bob").get(0)));

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void a_change_for_people_i_have_too_reaches_those_whose_verified_number_i_have() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.contact("alice", "bob", "CELL:" + BOBS);
        audience(ChangerChoice.Audience.CONTACTS);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);
    }

    @Test
    void nobody_becomes_a_contact_by_typing_the_number_of_one_into_their_own_card() {
        village.contact("alice", "plumber", "WORK:" + X);
        village.contact("carol", "alice", "CELL:" + A);
        village.own("carol", "CELL:" + X);
        audience(ChangerChoice.Audience.CONTACTS);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(A);
    }

    /** Until their change has gone out, the number that I have is the one before. */
    @Test
    void or_did_when_they_changed_it_themselves_which_waits() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("alice", "bob", "CELL:" + BOBS);
        audience(ChangerChoice.Audience.CONTACTS);
        village.own("carol", "CELL:" + C);
        village.verify("carol", C);
        village.own("bob", "CELL:" + C);
        village.propagate();
        assertThat(village.change("bob").state()).isEqualTo(Change.State.WAITING);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void or_did_when_they_changed_it_and_i_have_not_said_yet_whether_mine_is_to_follow() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("alice", "bob", "CELL:" + BOBS);
        audience(ChangerChoice.Audience.CONTACTS);
        mode(Place.everywhere(village.id("alice")), Mode.ASK);
        village.own("bob", "CELL:" + C);
        village.propagate();
        assertThat(village.journal("alice")).extracting(Rewrite::state).containsExactly(Rewrite.State.OFFERED);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void the_number_of_one_s_own_card_makes_nobody_a_contact() {
        village.verify("carol", A);
        village.verify("alice", A);
        village.contact("carol", "alice", "CELL:" + A);
        assertThat(village.store.<Boolean>read(
                        tx -> tx.preferences().hasContact(village.id("alice"), village.id("carol"))))
                .isFalse();
    }

    @Test
    void a_holder_who_wants_to_be_asked_is_not_overrun() {
        village.contact("bob", "alice", "CELL:" + A);
        mode(Place.everywhere(village.id("bob")), Mode.ASK);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.journal("bob")).extracting(Rewrite::reason).containsExactly("its holder wants to be asked");
    }

    @Test
    void a_holder_s_never_holds_for_the_contact_and_for_the_book() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("bob", "alice-at-home", "HOME:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        mode(Place.contact(village.id("bob"), village.card("bob", "alice").uid()), Mode.NEVER);
        mode(Place.book(village.book("carol")), Mode.NEVER);

        village.own("alice", "CELL:" + B);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(village.tels("bob", "alice-at-home")).isEqualTo(B);
        assertThat(village.tels("carol", "alice")).isEqualTo(A);
        assertThat(village.journal("carol"))
                .extracting(Rewrite::reason)
                .containsExactly("its holder wants no changes there");
    }

    @Test
    void rule_9_what_is_accepted_late_goes_to_where_the_number_has_come_to_by_then() {
        village.contact("bob", "alice", "CELL:" + A);
        mode(Place.everywhere(village.id("bob")), Mode.ASK);
        village.own("alice", "CELL:" + B);
        village.propagate();
        Rewrite offer = village.journal("bob").get(0);
        village.own("alice", "CELL:" + C);
        village.propagate();

        village.write(tx -> village.holderJournal().accept(tx, offer));

        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void who_is_blocked_by_then_gets_what_was_offered_and_nothing_that_came_later() {
        assertAcceptsOnlyTheOffer(() -> choose(prefs -> prefs.block(village.id("alice"), village.id("bob"))));
    }

    @Test
    void who_shares_no_group_by_then_gets_what_was_offered_and_nothing_that_came_later() {
        assertAcceptsOnlyTheOffer(() -> village.leave("family", "bob"));
    }

    @Test
    void whom_the_changer_tells_no_more_gets_what_was_offered_and_nothing_that_came_later() {
        assertAcceptsOnlyTheOffer(() -> audience(ChangerChoice.Audience.NOBODY));
    }

    private void assertAcceptsOnlyTheOffer(Runnable parting) {
        village.contact("bob", "alice", "CELL:" + A);
        mode(Place.everywhere(village.id("bob")), Mode.ASK);
        village.own("alice", "CELL:" + B);
        village.propagate();
        Rewrite offer = village.journal("bob").get(0);
        parting.run();
        village.own("alice", "CELL:" + C);
        village.propagate();

        village.write(tx -> village.holderJournal().accept(tx, offer));

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
    }

    @Test
    void rule_9_and_where_it_came_back_there_is_nothing_to_accept() {
        village.contact("bob", "alice", "CELL:" + A);
        mode(Place.everywhere(village.id("bob")), Mode.ASK);
        village.own("alice", "CELL:" + B);
        village.propagate();
        Rewrite offer = village.journal("bob").get(0);
        village.own("alice", "CELL:" + A);
        village.propagate();

        assertThat((Object) village.write(tx -> village.holderJournal().accept(tx, offer)))
                .isInstanceOf(HolderJournal.Outcome.Impossible.class);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }
}
