package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.HolderChoice.Mode.ASK;
import static org.teldav.storage.HolderChoice.Mode.AUTOMATIC;
import static org.teldav.storage.HolderChoice.Mode.NEVER;
import static org.teldav.storage.HolderChoice.OldNumber.KEEP;
import static org.teldav.storage.HolderChoice.OldNumber.REPLACE;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Claim;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Effective;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.OldNumber;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Preferences;
import org.teldav.storage.Principal;

/** {@link Preferences}. */
interface PreferencesContract extends Engine {
    private void choose(Place place, Optional<Mode> mode, Optional<OldNumber> old) {
        fixture().write(tx -> {
            tx.preferences().setHolder(new HolderChoice(place, mode, old));
            return true;
        });
    }

    private Effective holder(BookId book, String uid) {
        return fixture().read(tx -> tx.preferences().holder(book, uid));
    }

    @Test
    default void choices_of_a_changer_have_defaults_and_are_kept() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        ChangerChoice contacts = new ChangerChoice(ChangerChoice.Audience.CONTACTS, ChangerChoice.Scope.ADDED);
        assertThat(changer(alice)).isEqualTo(ChangerChoice.DEFAULT);
        for (ChangerChoice choice : new ChangerChoice[] {contacts, contacts, ChangerChoice.DEFAULT}) {
            fixture().write(tx -> {
                tx.preferences().setChanger(alice, choice);
                return true;
            });
            assertThat(changer(alice)).isEqualTo(choice);
            assertThat(changer(bob)).isEqualTo(ChangerChoice.DEFAULT);
        }
    }

    private ChangerChoice changer(long user) {
        return fixture().read(tx -> tx.preferences().changer(user));
    }

    @Test
    default void users_are_blocked_in_one_direction_until_they_are_not() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        assertThat(fixture().<Boolean>write(tx -> tx.preferences().block(alice, bob)))
                .isTrue();
        assertThat(fixture().<Boolean>write(tx -> tx.preferences().block(alice, bob)))
                .isFalse();
        assertThat(fixture().list(tx -> tx.preferences().blocked(alice)))
                .extracting(Principal.User::name)
                .containsExactly("bob");
        assertThat(blocks(alice, bob)).isTrue();
        assertThat(blocks(bob, alice)).isFalse();
        assertThat(fixture().<Boolean>write(tx -> tx.preferences().unblock(alice, bob)))
                .isTrue();
        assertThat(fixture().<Boolean>write(tx -> tx.preferences().unblock(alice, bob)))
                .isFalse();
        assertThat(blocks(alice, bob)).isFalse();
    }

    private boolean blocks(long user, long other) {
        return fixture().read(tx -> tx.preferences().blocks(user, other));
    }

    @Test
    default void a_contact_is_who_holds_a_number_verified_that_is_in_a_card_but_the_own_one() {
        BookId alice = fixture().book("alice");
        long bob = fixture().user("bob").id();
        long carol = fixture().user("carol").id();
        long dave = fixture().user("dave").id();
        CardId own = fixture()
                .stored(alice, "me.vcf", "1", tel("+1", OptionalLong.empty()))
                .id();
        fixture().stored(alice, "b.vcf", "1", tel("+2", OptionalLong.empty()), tel(1, "+3", OptionalLong.of(dave)));
        fixture().write(tx -> {
            tx.principals().setOwnCard(alice.home(), Optional.of(own), Fixture.NOW);
            tx.claims().open(carol, "+1", Claim.State.VERIFIED, Fixture.NOW);
            tx.claims().open(carol, "+2", Claim.State.UNVERIFIED, Fixture.NOW);
            tx.claims().open(carol, "+3", Claim.State.VERIFIED, Fixture.NOW);
            tx.claims().open(bob, "+2", Claim.State.VERIFIED, Fixture.NOW);
            return tx.claims();
        });
        assertThat(hasContact(alice.home(), bob)).isTrue();
        assertThat(hasContact(alice.home(), carol)).isFalse();
        assertThat(hasContact(alice.home(), dave)).isFalse();
        fixture().write(tx -> {
            tx.claims().open(dave, "+3", Claim.State.UNVERIFIED, Fixture.NOW);
            tx.claims().end(bob, "+2", Fixture.NOW);
            return tx.preferences().block(alice.home(), dave);
        });
        assertThat(hasContact(alice.home(), bob)).isFalse();
        assertThat(hasContact(alice.home(), dave)).isTrue();
        assertThat(hasContact(bob, alice.home())).isFalse();
        assertThat(fixture().<Set<Long>>read(tx -> tx.preferences().blockedIds(alice.home())))
                .containsExactly(dave);
    }

    private static IndexRow tel(String key, OptionalLong about) {
        return tel(0, key, about);
    }

    private static IndexRow tel(int position, String key, OptionalLong about) {
        return new IndexRow(IndexRow.Kind.TEL, position, Optional.of(key), key, about);
    }

    private boolean hasContact(long user, long other) {
        return fixture().read(tx -> tx.preferences().hasContact(user, other));
    }

    @Test
    default void a_contact_goes_before_a_book_and_a_book_before_everywhere_each_choice_by_itself() {
        BookId contacts = fixture().book("alice");
        BookId work = fixture().book(contacts.home(), "work");
        BookId others = fixture().book("bob");
        assertThat(holder(work, "u")).isEqualTo(Effective.DEFAULT);
        choose(Place.everywhere(contacts.home()), Optional.of(ASK), Optional.of(KEEP));
        choose(Place.book(work), Optional.of(NEVER), Optional.empty());
        choose(Place.contact(contacts.home(), "u"), Optional.empty(), Optional.of(REPLACE));
        assertThat(holder(contacts, "v")).isEqualTo(new Effective(ASK, KEEP));
        assertThat(holder(work, "v")).isEqualTo(new Effective(NEVER, KEEP));
        assertThat(holder(work, "u")).isEqualTo(new Effective(NEVER, REPLACE));
        assertThat(holder(contacts, "u")).isEqualTo(new Effective(ASK, REPLACE));
        assertThat(holder(others, "u")).isEqualTo(Effective.DEFAULT);
        choose(Place.contact(contacts.home(), "u"), Optional.of(AUTOMATIC), Optional.empty());
        assertThat(holder(work, "u")).isEqualTo(new Effective(AUTOMATIC, KEEP));
        choose(Place.book(work), Optional.empty(), Optional.empty());
        assertThat(holder(work, "v")).isEqualTo(new Effective(ASK, KEEP));
    }

    @Test
    default void what_a_holder_chose_is_listed_widest_first() {
        BookId book = fixture().book("alice");
        String uid = "é".repeat(1024);
        choose(Place.contact(book.home(), uid), Optional.of(NEVER), Optional.empty());
        choose(Place.book(book), Optional.of(ASK), Optional.empty());
        choose(Place.everywhere(book.home()), Optional.empty(), Optional.of(KEEP));
        assertThat(fixture().list(tx -> tx.preferences().ofHolder(book.home(), 10)))
                .containsExactly(
                        new HolderChoice(Place.everywhere(book.home()), Optional.empty(), Optional.of(KEEP)),
                        new HolderChoice(Place.book(book), Optional.of(ASK), Optional.empty()),
                        new HolderChoice(Place.contact(book.home(), uid), Optional.of(NEVER), Optional.empty()));
        assertThat(fixture().list(tx -> tx.preferences().ofHolder(book.home(), 2)))
                .hasSize(2);
        assertThat(fixture().<Long>read(tx -> tx.preferences().countOfHolder(book.home())))
                .isEqualTo(3);
    }

    @Test
    default void a_choice_for_a_book_goes_with_it_and_is_never_taken_for_one_for_everywhere() {
        BookId book = fixture().book("alice");
        BookId work = fixture().book(book.home(), "work");
        choose(Place.book(work), Optional.of(NEVER), Optional.empty());
        choose(Place.book(book), Optional.of(ASK), Optional.empty());
        // As a server of the version before leaves it.
        choose(Place.book(new BookId(book.home(), 99)), Optional.of(NEVER), Optional.empty());
        fixture().write(tx -> tx.books().delete(work, Fixture.NOW));
        assertThat(fixture().list(tx -> tx.preferences().ofHolder(book.home(), 10)))
                .containsExactly(new HolderChoice(Place.book(book), Optional.of(ASK), Optional.empty()));
        assertThat(fixture().<Long>read(tx -> tx.preferences().countOfHolder(book.home())))
                .isEqualTo(1);
    }

    @Test
    default void who_chose_for_a_deleted_book_only_has_chosen_nothing() {
        BookId book = fixture().book("alice");
        BookId work = fixture().book(book.home(), "work");
        choose(Place.book(work), Optional.of(NEVER), Optional.empty());
        assertThat(fixture().<Set<Long>>read(tx -> tx.preferences().choosers(Set.of(book.home()))))
                .containsExactly(book.home());
        fixture().write(tx -> tx.books().delete(work, Fixture.NOW));
        assertThat(fixture().<Set<Long>>read(tx -> tx.preferences().choosers(Set.of(book.home()))))
                .isEmpty();
    }

    @Test
    default void nothing_stays_of_the_choices_of_a_removed_user_nor_of_those_about_them() {
        BookId book = fixture().book("alice");
        long bob = fixture().user("bob").id();
        choose(Place.book(book), Optional.of(ASK), Optional.of(KEEP));
        fixture().write(tx -> {
            tx.preferences().block(book.home(), bob);
            tx.preferences().block(bob, book.home());
            tx.preferences()
                    .setChanger(
                            book.home(),
                            new ChangerChoice(ChangerChoice.Audience.NOBODY, ChangerChoice.Scope.REPLACED));
            tx.principals().remove(book.home(), Fixture.NOW);
            return true;
        });
        assertThat(fixture().list(tx -> tx.preferences().ofHolder(book.home(), 10)))
                .isEmpty();
        assertThat(changer(book.home())).isEqualTo(ChangerChoice.DEFAULT);
        assertThat(blocks(book.home(), bob)).isFalse();
        assertThat(blocks(bob, book.home())).isFalse();
    }
}
