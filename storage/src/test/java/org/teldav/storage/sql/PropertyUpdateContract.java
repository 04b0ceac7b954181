package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.PushSubscriptions.Outcome;
import org.teldav.storage.PushSubscriptions.Wish;
import org.teldav.storage.SyncToken;
import org.teldav.storage.Transaction;

/** What {@link PushSubscriptions} tell of properties, at the depths 0 and 1, and of the server's own key. */
interface PropertyUpdateContract extends Engine {
    /** Wants to know of properties only. */
    private String ofProperties(long user, BookId collection, boolean members) {
        return register(
                new Wish(user, collection, target(members ? "deep" : "flat"), false, true, members, PushEngine.END));
    }

    private static PushSubscription.Target target(String resource) {
        return new PushSubscription.Target("https://push.example/" + resource, "key", "secret", 1);
    }

    private String register(Wish wish) {
        Outcome outcome = fixture().write(tx -> tx.pushSubscriptions().register(wish, 10, NOW));
        return ((Outcome.Registered) outcome).subscription().id();
    }

    private List<DuePush> taken() {
        return fixture().write(tx -> tx.pushSubscriptions().lease("w", NOW, Duration.ZERO, 100));
    }

    private void sent(DuePush push) {
        run(tx -> tx.pushSubscriptions().sent(push, NOW));
    }

    /** What is due is told: which were. */
    private Set<String> told() {
        List<DuePush> taken = taken();
        assertThat(taken).allSatisfy(push -> {
            assertThat(push.properties()).isTrue();
            assertThat(push.content()).isFalse();
            assertThat(push.transports()).isFalse();
        });
        taken.forEach(this::sent);
        assertThat(taken()).isEmpty();
        return taken.stream().map(push -> push.subscription().id()).collect(Collectors.toSet());
    }

    private SyncToken state(BookId home) {
        return fixture().read(tx -> tx.books().state(home.home())).token();
    }

    @Test
    default void a_home_is_told_of_its_own_properties_and_at_depth_1_of_those_of_its_books() {
        BookId book = fixture().book("alice");
        BookId home = PushEngine.home(book);
        String flat = ofProperties(book.home(), home, false);
        String deep = ofProperties(book.home(), home, true);
        SyncToken before = state(home);
        run(tx -> tx.books().touch(book.home()));
        assertThat(told()).containsExactlyInAnyOrder(flat, deep);
        assertThat(state(home)).as("a sync-collection has nothing to say of it").isEqualTo(before);
        run(tx -> tx.books().touch(book));
        assertThat(told()).containsExactly(deep);
        run(tx -> tx.books().describe(book, "Mine", Optional.empty(), AddressBook.Languages.NONE, NOW));
        assertThat(told()).containsExactly(deep);
        run(tx -> tx.books().describe(book, "Mine", Optional.empty(), AddressBook.Languages.NONE, NOW));
        assertThat(told()).as("that is no change").isEmpty();
        fixture().book(book.home(), "friends");
        Card card = fixture().stored(book, "a.vcf", "1");
        run(tx -> tx.cards().touch(card.id()));
        assertThat(told()).as("content, and what is deeper").isEmpty();
    }

    @Test
    default void which_card_is_ones_own_and_what_one_is_called_are_properties_of_the_home() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "me.vcf", "1");
        String flat = ofProperties(book.home(), PushEngine.home(book), false);
        fixture().own(card.id());
        assertThat(told()).containsExactly(flat);
        run(tx -> tx.principals().setDisplayName(book.home(), "Alice"));
        assertThat(told()).containsExactly(flat);
    }

    @Test
    default void a_book_is_told_of_its_own_properties_and_at_depth_1_of_those_of_its_cards() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        String flat = ofProperties(book.home(), book, false);
        String deep = ofProperties(book.home(), book, true);
        run(tx -> tx.books().touch(book));
        assertThat(told()).containsExactlyInAnyOrder(flat, deep);
        SyncToken before = fixture().bookOf(book).token();
        run(tx -> tx.cards().touch(card.id()));
        assertThat(told()).containsExactly(deep);
        assertThat(fixture().bookOf(book).token()).isEqualTo(before);
        fixture().put(book, "a.vcf", "2");
        fixture().delete(book, "a.vcf");
        run(tx -> tx.books().touch(book.home()));
        assertThat(told()).as("content, and the home's").isEmpty();
    }

    @Test
    default void a_copy_over_another_card_brings_its_properties_along() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        BookId other = fixture().book(book.home(), "friends");
        String deep = ofProperties(book.home(), other, true);
        for (String content : List.of("anew", "another", "the same")) {
            if (content.equals("another")) {
                fixture().put(book, "a.vcf", "2");
            }
            run(tx -> tx.cards().copy(card.id(), other, "b.vcf", there -> true, NOW));
            assertThat(told()).as(content).isEqualTo(content.equals("anew") ? Set.of() : Set.of(deep));
        }
    }

    @Test
    default void a_group_that_is_described_is_told_at_its_directory_and_at_the_homes_of_its_members() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        long group = fixture()
                .write(tx -> tx.principals().addGroup("family", "Family", NOW))
                .id();
        run(tx -> tx.principals().join(group, alice.home(), NOW));
        String ofDirectory = ofProperties(alice.home(), new BookId(group, Directories.BOOK), false);
        String ofHome = ofProperties(alice.home(), PushEngine.home(alice), true);
        ofProperties(bob.home(), PushEngine.home(bob), true);
        run(tx -> tx.principals().setDisplayName(group, "Us"));
        assertThat(told()).containsExactlyInAnyOrder(ofDirectory, ofHome);
    }

    @Test
    default void who_changes_properties_is_not_told_of_it_but_of_what_they_did_not_know() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        String ofHome = ofProperties(book.home(), PushEngine.home(book), true);
        String ofBook = ofProperties(book.home(), book, true);
        List<Consumer<Transaction>> changes = List.of(
                tx -> tx.books().touch(book.home()),
                tx -> tx.books().touch(book),
                tx -> tx.cards().touch(card.id()),
                tx -> List.of(1, 2).forEach(any -> tx.cards().touch(card.id())));
        changes.forEach(change -> {
            sparing(book.home(), change);
            assertThat(told()).isEmpty();
        });
        run(changes.get(0));
        run(changes.get(2));
        changes.forEach(change -> sparing(book.home(), change));
        assertThat(told()).containsExactlyInAnyOrder(ofHome, ofBook);
    }

    private void sparing(long user, Consumer<Transaction> change) {
        run(tx -> {
            tx.pushSubscriptions().spare(user, Optional.empty());
            change.accept(tx);
        });
    }

    @Test
    default void who_looks_deeper_from_now_on_is_not_told_of_before_and_keeps_what_was_still_to_be_told() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        Wish flat = new Wish(book.home(), book, target("one"), false, true, false, PushEngine.END);
        Wish deep = new Wish(book.home(), book, target("one"), false, true, true, PushEngine.END);
        String id = register(flat);
        run(tx -> tx.cards().touch(card.id()));
        register(deep);
        assertThat(told()).isEmpty();
        run(tx -> tx.cards().touch(card.id()));
        register(deep);
        assertThat(told()).containsExactly(id);
        run(tx -> tx.books().touch(book));
        register(flat);
        assertThat(told()).containsExactly(id);
        register(new Wish(book.home(), book, target("one"), true, false, false, PushEngine.END));
        run(tx -> tx.books().touch(book));
        run(tx -> tx.cards().touch(card.id()));
        register(deep);
        assertThat(told()).isEmpty();
    }

    @Test
    default void a_new_key_is_told_first_and_alone_once_to_each_push_resource_and_nothing_is_lost_by_it() {
        BookId book = fixture().book("alice");
        for (BookId collection : List.of(book, PushEngine.home(book))) {
            register(new Wish(book.home(), collection, target("phone"), true, true, true, PushEngine.END));
        }
        fixture().put(book, "a.vcf", "1");
        run(tx -> tx.books().touch(book.home()));
        List<DuePush> before = taken();
        assertThat(before).hasSize(2);
        assertThat(fixture().<Integer>write(tx -> tx.pushSubscriptions().announceKey(NOW)))
                .isEqualTo(1);
        fixture().write(tx -> tx.pushSubscriptions().announceKey(NOW));
        before.forEach(this::sent);
        DuePush key = taken().stream().filter(DuePush::transports).findFirst().orElseThrow();
        assertThat(key.content() || key.properties()).isFalse();
        fixture().put(book, "b.vcf", "1");
        run(tx -> tx.books().touch(book));
        sent(key);
        List<DuePush> after = taken();
        assertThat(after).hasSize(2).allSatisfy(push -> {
            assertThat(push.transports()).isFalse();
            assertThat(push.properties() && push.content()).isTrue();
        });
        after.forEach(this::sent);
        assertThat(taken()).isEmpty();
    }

    @Test
    default void who_registers_anew_before_a_new_key_was_told_is_still_told() {
        BookId book = fixture().book("alice");
        Wish content = new Wish(book.home(), book, target("phone"), true, false, false, PushEngine.END);
        register(content);
        run(tx -> tx.books().touch(book));
        run(tx -> tx.pushSubscriptions().announceKey(NOW));
        register(new Wish(book.home(), book, target("phone"), true, true, true, PushEngine.END));
        assertThat(taken()).singleElement().satisfies(push -> {
            assertThat(push.transports()).isTrue();
            sent(push);
        });
        assertThat(taken()).isEmpty();
    }
}
