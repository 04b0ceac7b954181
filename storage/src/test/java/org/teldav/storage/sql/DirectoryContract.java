package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Cards.TextMatch;
import org.teldav.storage.IndexRow;
import org.teldav.storage.SyncToken;

/** The directories of groups: docs/decisions/directory.md. */
interface DirectoryContract extends DirectoryEngine {
    @Test
    default void a_group_has_a_directory_which_its_members_find_behind_their_own_books() {
        BookId alice = person("alice", "a");
        BookId bob = person("bob", "b");
        fixture().book(alice.home(), "zebras");
        long family = group("family", alice.home(), bob.home());
        long club = group("club", alice.home());
        assertThat(fixture().list(tx -> tx.books().visible(alice.home())))
                .extracting(AddressBook::name)
                .containsExactly("contacts", "zebras", "group-club", "group-family");
        assertThat(fixture().list(tx -> tx.books().list(alice.home())))
                .extracting(AddressBook::name)
                .containsExactly("contacts", "zebras");
        AddressBook found = directory(bob.home(), "group-family").orElseThrow();
        assertThat(found.id()).isEqualTo(directory(family));
        assertThat(found.displayName()).isEqualTo("The family");
        assertThat(found.token().number()).isZero();
        assertThat(directory(bob.home(), "group-club")).isEmpty();
        assertThat(directory(bob.home(), "group-none")).isEmpty();
        assertThat(directory(bob.home(), "family")).isEmpty();
        assertThat(directory(bob.home(), "group-\0")).isEmpty();
        assertThat(fixture().first(tx -> tx.books().find(bob.home(), "group-family")))
                .isEmpty();
        leave(club, alice.home());
        assertThat(directory(alice.home(), "group-club")).isEmpty();
        assertThat(cards(family)).isEmpty();
    }

    @Test
    default void an_own_card_is_shown_once_its_user_wants_it_and_follows_each_edit() {
        BookId alice = person("alice", "one");
        long family = group("family", alice.home());
        assertThat(show(family, alice.home(), true)).isTrue();
        assertThat(show(family, alice.home(), true)).isFalse();
        assertThat(fixture().list(tx -> tx.principals().shownIn(alice.home())))
                .extracting(group -> group.name())
                .containsExactly("family");
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", "one"));
        Card own = fixture().find(alice, "me.vcf").orElseThrow();
        Card shown = fixture().find(directory(family), "alice.vcf").orElseThrow();
        assertThat(shown.etag()).isEqualTo(own.etag());
        assertThat(shown.uid()).isEqualTo(own.uid());
        edit(alice, "two");
        edit(alice, "two");
        fixture().put(alice, "other.vcf", "x");
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", "two"));
        assertThat(fixture().number(directory(family))).isEqualTo(2);
        assertThat(fixture().history(directory(family), "alice.vcf")).isEmpty();
        assertThat(fixture().first(tx -> tx.cards().version(shown.id(), shown.syncNumber())))
                .isEmpty();
        assertThat(show(family, alice.home(), false)).isTrue();
        assertThat(cards(family)).isEmpty();
        assertThat(fixture().events(directory(family), 2, 3, 10, true))
                .extracting(item -> item.name() + item.number())
                .containsExactly("alice.vcf3");
        edit(alice, "three");
        assertThat(cards(family)).isEmpty();
        assertThat(fixture().history(directory(family), "alice.vcf")).isEmpty();
    }

    /** What would be found there by a number would be a holder (rules 4, 6, 10, 12). */
    @Test
    default void a_card_in_a_directory_is_found_by_its_text_and_has_no_key_and_is_about_nobody() {
        BookId alice = person("alice", "one");
        long family = group("family", alice.home());
        List<String> entered = new ArrayList<>();
        fixture().listenTo((card, index, lines) -> {
            entered.add(card.name());
            return index;
        });
        show(family, alice.home(), true);
        edit(alice, "two");
        Card shown = fixture().find(directory(family), "alice.vcf").orElseThrow();
        String number = "+1" + alice.home();
        assertThat(fixture().index(shown))
                .containsExactly(Fixture.text(IndexRow.Kind.TEL, 0, number), Fixture.text(IndexRow.Kind.FN, 0, "two"));
        assertThat(fixture()
                        .list(tx -> tx.cards()
                                .candidates(directory(family), IndexRow.Kind.TEL, TextMatch.EQUALS, number, 0, 10)))
                .containsExactly(shown);
        assertThat(entered).isEmpty();
        assertThat(fixture().edits()).hasSize(2);
    }

    @Test
    default void who_is_shown_is_shown_with_the_card_that_is_their_own_now() {
        BookId alice = person("alice", "one");
        long family = group("family", alice.home());
        show(family, alice.home(), true);
        Card own = fixture().find(alice, "me.vcf").orElseThrow();
        fixture().rename(own, "renamed.vcf");
        BookId other = fixture().book(alice.home(), "other");
        run(tx -> tx.cards().move(own.id(), there -> true, other, "a.vcf", CardPut.ALWAYS, NOW));
        assertThat(fixture().number(directory(family))).isEqualTo(1);
        Card next = fixture().stored(alice, "next.vcf", "next");
        fixture().own(next.id());
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", "next"));
        run(tx -> tx.principals().setOwnCard(alice.home(), Optional.empty(), NOW));
        assertThat(cards(family)).isEmpty();
        fixture().own(fixture().find(other, "a.vcf").orElseThrow().id());
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", "one"));
        run(tx -> tx.books().delete(other, NOW));
        assertThat(cards(family)).isEmpty();
        fixture().own(next.id());
        fixture().delete(alice, "next.vcf");
        assertThat(cards(family)).isEmpty();
    }

    @Test
    default void who_leaves_or_is_disabled_or_removed_is_shown_no_more() {
        BookId alice = person("alice", "a");
        BookId bob = person("bob", "b");
        BookId carol = person("carol", "c");
        long family = group("family", alice.home(), bob.home(), carol.home());
        long club = group("club", alice.home());
        List.of(alice, bob, carol).forEach(book -> show(family, book.home(), true));
        show(club, alice.home(), true);
        leave(family, alice.home());
        assertThat(cards(family)).containsOnlyKeys("bob.vcf", "carol.vcf");
        assertThat(cards(club)).containsOnlyKeys("alice.vcf");
        run(tx -> tx.principals().setDisabled(bob.home(), true, NOW));
        edit(bob, "b2");
        assertThat(cards(family)).containsOnlyKeys("carol.vcf");
        run(tx -> tx.principals().setDisabled(bob.home(), false, NOW));
        assertThat(cards(family)).isEqualTo(Map.of("bob.vcf", "b2", "carol.vcf", "c"));
        run(tx -> tx.principals().remove(carol.home(), NOW));
        assertThat(cards(family)).containsOnlyKeys("bob.vcf");
        assertThat(fixture().catalog().rowsOf(carol.home())).isEmpty();
        join(family, alice.home());
        assertThat(cards(family)).as("the consent of before has ended").containsOnlyKeys("bob.vcf");
        assertThat(show(club, bob.home(), true)).as("who isn't in the group").isFalse();
        assertThat(cards(club)).containsOnlyKeys("alice.vcf");
    }

    @Test
    default void a_directory_goes_with_its_group() {
        BookId alice = person("alice", "a");
        BookId bob = person("bob", "b");
        long family = group("family", alice.home(), bob.home());
        show(family, alice.home(), true);
        long before = fixture().read(tx -> tx.books().state(bob.home())).token().number();
        run(tx -> tx.principals().remove(family, NOW));
        assertThat(directory(bob.home(), "group-family")).isEmpty();
        assertThat(events(bob.home(), before)).containsExactly("-group-family@" + (before + 1));
        assertThat(fixture().catalog().rowsOf(family)).isEmpty();
        edit(alice, "a2");
        assertThat(fixture().content(alice, "me.vcf")).isEqualTo("a2");
        long again = group("family", bob.home());
        assertThat(events(bob.home(), before)).containsExactly("+group-family@" + (before + 2));
        assertThat(cards(again)).isEmpty();
    }

    /** RFC 6352 §5.1. */
    @Test
    default void of_two_with_one_uid_the_later_is_shown_when_the_first_is_not() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        for (BookId book : List.of(alice, bob)) {
            fixture().put(book, "me.vcf", "of " + book.home(), "one uid", List.of(), CardPut.ALWAYS);
            fixture().own(fixture().find(book, "me.vcf").orElseThrow().id());
        }
        long family = group("family", alice.home(), bob.home());
        show(family, bob.home(), true);
        show(family, alice.home(), true);
        assertThat(cards(family)).containsOnlyKeys("bob.vcf");
        fixture().put(alice, "me.vcf", "edited", "one uid", List.of(), CardPut.ALWAYS);
        assertThat(cards(family)).containsOnlyKeys("bob.vcf");
        fixture().own(fixture().stored(bob, "other.vcf", "other").id());
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", "edited", "bob.vcf", "other"));
    }

    @Test
    default void rfc6578_a_directory_that_comes_or_goes_is_an_event_of_the_home_and_what_is_in_it_is_none() {
        BookId alice = person("alice", "a");
        long home = alice.home();
        long family = group("family", home);
        assertThat(events(home, 0)).containsExactly("+contacts@1", "+group-family@2");
        show(family, home, true);
        edit(alice, "a2");
        assertThat(events(home, 2)).isEmpty();
        run(tx -> tx.principals().setDisplayName(family, "Us"));
        assertThat(events(home, 2)).containsExactly("+group-family@3");
        assertThat(directory(home, "group-family").orElseThrow().displayName()).isEqualTo("Us");
        run(tx -> tx.principals().setDisplayName(home, "Alice"));
        assertThat(fixture().bookOf(alice).displayName()).isEqualTo("contacts");
        leave(family, home);
        assertThat(events(home, 3)).containsExactly("-group-family@4");
        join(family, home);
        assertThat(events(home, 3)).containsExactly("+group-family@5");
    }

    /** A server of before knew no directories, and a user may have called a book that. */
    @Test
    default void a_book_of_ones_own_covers_the_directory_of_its_name() {
        BookId alice = person("alice", "a");
        long home = alice.home();
        BookId own = fixture().book(home, "group-family");
        long family = group("family", home);
        assertThat(fixture().list(tx -> tx.books().visible(home)))
                .extracting(AddressBook::id)
                .containsExactly(alice, own);
        assertThat(directory(home, "group-family")).isEmpty();
        assertThat(events(home, 0)).containsExactly("+contacts@1", "+group-family@2");
        leave(family, home);
        assertThat(events(home, 2)).isEmpty();
        join(family, home);
        run(tx -> tx.books().delete(own, NOW));
        assertThat(events(home, 3)).containsExactly("+group-family@6");
        assertThat(directory(home, "group-family").map(AddressBook::id)).contains(directory(family));
        leave(family, home);
        assertThat(events(home, 6)).containsExactly("-group-family@7");
    }

    @Test
    default void a_group_and_its_directory_have_tokens_of_their_own() {
        BookId alice = person("alice", "a");
        SyncToken family =
                fixture().bookOf(directory(group("family", alice.home()))).token();
        SyncToken club = fixture().bookOf(directory(group("club"))).token();
        assertThat(family.epoch()).isNotEqualTo(club.epoch());
    }
}
