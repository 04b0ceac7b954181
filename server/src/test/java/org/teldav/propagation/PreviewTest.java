package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.Preferences;
import org.teldav.storage.Principal;
import org.teldav.vcard.TelRewriter;

/** The preview of "Seen by people" of propagation.md: how many a change would reach and how many are held back, and never who. */
class PreviewTest extends FamilyStory {
    private Optional<Preview.Result> preview(String from, String to) {
        OwnCardEditor editor = new OwnCardEditor(village.writing, new TelRewriter(village.numbers), village.clock());
        Principal.User alice =
                village.store.read(tx -> tx.principals().user("alice")).orElseThrow();
        return village.store.read(tx -> new Preview(
                        editor,
                        new PropagationRules(Village.GRACE, Village.FORWARDING, java.time.Duration.ZERO, 1, false),
                        village.clock())
                .of(tx, alice, from, to));
    }

    private static Preview.Count count(long people, long cards) {
        return new Preview.Count(people, cards);
    }

    private void choose(Consumer<Preferences> choice) {
        village.write(tx -> {
            choice.accept(tx.preferences());
            return 0;
        });
    }

    @Test
    void people_and_cards_that_would_be_rewritten_are_counted_and_nothing_is_written() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("bob", "alice again", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        village.contact("dave", "alice", "CELL:" + A);
        village.contact("carol", "bob", "CELL:" + BOBS);
        long token = village.sync("bob");

        Preview.Result result = preview(A, B).orElseThrow();

        assertThat(result.reached()).isEqualTo(count(2, 3));
        assertThat(result.asking()).isEqualTo(count(0, 0));
        assertThat(result.never()).isEqualTo(count(0, 0));
        assertThat(result.proved()).isTrue();
        assertThat(result.shared()).isFalse();
        assertThat(result.waitsFor()).isEmpty();
        assertThat(result.notBefore()).isEmpty();
        assertThat(village.sync("bob")).isEqualTo(token);
        assertThat(village.changes("alice")).isEmpty();
    }

    @Test
    void holders_who_want_to_be_asked_or_nothing_at_all_are_counted_apart() {
        village.contact("bob", "alice", "CELL:" + A);
        village.contact("bob", "alice again", "CELL:" + A);
        village.contact("carol", "alice", "CELL:" + A);
        choose(prefs -> prefs.setHolder(
                new HolderChoice(Place.everywhere(village.id("carol")), Optional.of(Mode.ASK), Optional.empty())));
        choose(prefs -> prefs.setHolder(new HolderChoice(
                Place.contact(village.id("bob"), village.card("bob", "alice").uid()),
                Optional.of(Mode.NEVER),
                Optional.empty())));

        Preview.Result result = preview(A, B).orElseThrow();

        assertThat(result.reached()).isEqualTo(count(1, 1));
        assertThat(result.asking()).isEqualTo(count(1, 1));
        assertThat(result.never()).isEqualTo(count(1, 1));
    }

    @Test
    void nobody_is_found_out_by_blocking_one_after_the_other_or_by_having_just_one_contact() {
        village.contact("bob", "alice", "CELL:" + A);
        Preview.Count before = preview(A, B).orElseThrow().reached();
        choose(prefs -> prefs.block(village.id("alice"), village.id("bob")));
        Preview.Result bob = preview(A, B).orElseThrow();
        choose(prefs -> prefs.unblock(village.id("alice"), village.id("bob")));
        choose(prefs -> prefs.block(village.id("alice"), village.id("carol")));
        Preview.Result carol = preview(A, B).orElseThrow();

        assertThat(bob).isEqualTo(carol);
        assertThat(bob.reached()).isEqualTo(before);
        assertThat(bob.blocked()).isEqualTo(1);
        choose(prefs -> prefs.setChanger(
                village.id("alice"), new ChangerChoice(ChangerChoice.Audience.CONTACTS, ChangerChoice.Scope.REPLACED)));
        assertThat(preview(A, B).orElseThrow().reached()).isEqualTo(before);
    }

    @Test
    void whoever_tells_nobody_reaches_nobody() {
        village.contact("bob", "alice", "CELL:" + A);
        choose(prefs -> prefs.setChanger(
                village.id("alice"), new ChangerChoice(ChangerChoice.Audience.NOBODY, ChangerChoice.Scope.REPLACED)));

        assertThat(preview(A, B).orElseThrow().reached()).isEqualTo(count(0, 0));
    }

    @Test
    void rule_3_a_stranger_s_number_typed_into_the_own_card_tells_nothing_of_its_holders() {
        village.contact("bob", "doctor", "WORK:" + X);
        village.own("alice", "CELL:" + A, "HOME:" + X);

        Preview.Result result = preview(X, C).orElseThrow();

        assertThat(result.proved()).isFalse();
        assertThat(result.reached()).isEqualTo(count(0, 0));
        assertThat(preview(V, C)).as("not in the own card").isEmpty();
    }

    @Test
    void rule_10_a_shared_number_and_one_that_would_wait_are_told() {
        village.verify("bob", A);

        Preview.Result result = preview(A, BOBS).orElseThrow();

        assertThat(result.proved()).isFalse();
        assertThat(result.shared()).isTrue();
        assertThat(result.waitsFor()).contains(Verification.WaitsFor.ADMINISTRATOR);
    }

    @Test
    void the_time_is_told_where_the_day_has_had_its_changes() {
        village.own("alice", "CELL:" + B);

        assertThat(preview(B, C).orElseThrow().notBefore()).isPresent();
    }
}
