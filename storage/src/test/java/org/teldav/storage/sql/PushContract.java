package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushKeys;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.PushSubscriptions.Wish;

/** What is due to be told, and to whom: {@link PushSubscriptions} and {@link PushKeys}. */
interface PushContract extends PushEngine {
    @Test
    default void it_is_due_once_its_book_has_moved_and_says_where_the_book_stands() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book("bob");
        fixture().put(book, "a.vcf", "1");
        PushSubscription made = register(book);
        register(other);
        assertThat(due(NOW)).isEmpty();
        fixture().put(book, "a.vcf", "1");
        assertThat(due(NOW)).as("nothing changed").isEmpty();
        assertThat(isAnyDue(book)).isFalse();
        fixture().put(book, "a.vcf", "2");
        fixture().delete(book, "a.vcf");
        assertThat(isAnyDue(book)).isTrue();
        assertThat(isAnyDue(other)).isFalse();
        List<DuePush> of = pushes(all -> all.lease(other, "w", NOW, MINUTE, 100));
        assertThat(of).isEmpty();
        List<DuePush> taken = pushes(all -> all.lease(book, "w", NOW, MINUTE, 100));
        assertThat(taken)
                .containsExactly(new DuePush(
                        made, "w", fixture().bookOf(book).token(), taken.get(0).described(), 0, true, false, false));
        change(all -> all.sent(taken.get(0), NOW));
        assertThat(due(NOW)).isEmpty();
        assertThat(isAnyDue(book)).isFalse();
        fixture().put(book, "b.vcf", "1");
        assertThat(due(NOW)).containsExactly(made.id());
    }

    @Test
    default void what_comes_while_it_is_told_is_told_after() {
        BookId book = fixture().book("alice");
        PushSubscription made = register(book);
        fixture().put(book, "a.vcf", "1");
        DuePush push = lease("w", NOW).get(0);
        fixture().put(book, "b.vcf", "1");
        change(all -> all.sent(push, NOW));
        assertThat(due(NOW)).containsExactly(made.id());
    }

    @Test
    default void a_description_is_told_to_who_wants_to_know_and_a_change_of_cards_to_who_does() {
        BookId book = fixture().book("alice");
        Wish both = PushEngine.wish(book, "https://push.example/");
        register(new Wish(book.home(), book, both.target(), false, true, false, END));
        fixture().put(book, "a.vcf", "1");
        assertThat(due(NOW)).isEmpty();
        fixture().write(tx -> {
            tx.books().describe(book, "Mine", Optional.empty(), AddressBook.Languages.NONE, NOW);
            return true;
        });
        List<DuePush> taken = lease("w", NOW);
        assertThat(taken).singleElement().satisfies(push -> {
            assertThat(push.content()).isFalse();
            assertThat(push.properties()).isTrue();
        });
        change(all -> all.sent(taken.get(0), NOW));
        assertThat(due(NOW)).isEmpty();
        register(new Wish(book.home(), book, both.target(), true, false, false, END));
        fixture().write(tx -> {
            tx.books().touch(book);
            return true;
        });
        assertThat(due(NOW)).isEmpty();
        fixture().put(book, "b.vcf", "1");
        assertThat(lease("w", NOW)).singleElement().satisfies(push -> {
            assertThat(push.content()).isTrue();
            assertThat(push.properties()).isFalse();
        });
    }

    @Test
    default void a_home_is_told_of_its_books_and_not_of_what_is_in_them() {
        BookId book = fixture().book("alice");
        PushSubscription made = register(PushEngine.home(book));
        fixture().put(book, "a.vcf", "1");
        assertThat(due(NOW)).isEmpty();
        fixture().book(book.home(), "friends");
        List<DuePush> taken = lease("w", NOW);
        assertThat(taken)
                .containsExactly(new DuePush(
                        made,
                        "w",
                        fixture().read(tx -> tx.books().state(book.home())).token(),
                        0,
                        0,
                        true,
                        false,
                        false));
    }

    @Test
    default void a_new_key_of_the_server_is_told_to_all_once_whatever_they_want_to_know() {
        BookId book = fixture().book("alice");
        register(book);
        register(PushEngine.home(book));
        assertThat(lease("w", NOW)).isEmpty();
        change(all -> all.announceKey(NOW));
        List<DuePush> taken = lease("w", NOW);
        assertThat(taken).hasSize(2).allSatisfy(push -> {
            assertThat(push.transports()).isTrue();
            assertThat(push.content()).isFalse();
        });
        taken.forEach(push -> change(all -> all.sent(push, NOW)));
        assertThat(due(NOW)).isEmpty();
        fixture().put(book, "a.vcf", "1");
        assertThat(lease("w", NOW))
                .singleElement()
                .satisfies(push -> assertThat(push.transports()).isFalse());
    }

    @Test
    default void a_directory_is_told_to_members_only() {
        BookId alice = fixture().book("alice");
        BookId bob = fixture().book("bob");
        long group = fixture()
                .write(tx -> tx.principals().addGroup("family", "Family", NOW))
                .id();
        BookId directory = new BookId(group, 1);
        fixture().own(fixture().stored(alice, "me.vcf", "1").id());
        fixture().write(tx -> {
            List.of(alice, bob).forEach(member -> tx.principals().join(group, member.home(), NOW));
            return true;
        });
        Wish wish = PushEngine.wish(directory, "https://push.example/");
        PushSubscription made = register(new Wish(bob.home(), directory, wish.target(), true, false, false, END));
        fixture().write(tx -> tx.principals().setShown(group, alice.home(), true, NOW));
        assertThat(due(NOW)).containsExactly(made.id());
        fixture().write(tx -> tx.principals().leave(group, bob.home(), NOW));
        assertThat(find(bob.home(), made.id(), NOW)).isEmpty();
    }

    @Test
    default void nothing_is_due_that_has_expired_or_whose_user_is_disabled() {
        BookId book = fixture().book("alice");
        PushSubscription made = register(book);
        fixture().put(book, "a.vcf", "1");
        assertThat(lease("w", END)).isEmpty();
        disable(book.home(), true);
        assertThat(lease("w", NOW)).isEmpty();
        disable(book.home(), false);
        assertThat(due(NOW)).containsExactly(made.id());
        change(all -> all.prune(END.minusNanos(1000)));
        assertThat(find(book.home(), made.id(), NOW)).isPresent();
        change(all -> all.prune(END));
        assertThat(find(book.home(), made.id(), NOW)).isEmpty();
    }

    private void disable(long user, boolean disabled) {
        fixture().write(tx -> {
            tx.principals().setDisabled(user, disabled, NOW);
            return true;
        });
    }

    @Test
    default void one_worker_has_it_until_its_lease_is_over_and_of_many_one() {
        BookId book = fixture().book("alice");
        register(book);
        fixture().put(book, "a.vcf", "1");
        List<CompletableFuture<List<DuePush>>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> lease("w" + i, NOW)))
                .toList();
        List<DuePush> taken =
                all.stream().map(CompletableFuture::join).flatMap(List::stream).toList();
        assertThat(taken).hasSize(1);
        assertThat(lease("late", NOW.plus(MINUTE).minusNanos(1000))).isEmpty();
        DuePush second = lease("late", NOW.plus(MINUTE)).get(0);
        change(pushes -> pushes.failed(taken.get(0), false, NOW.plusSeconds(900)));
        assertThat(find(book.home(), second.subscription().id(), NOW)
                        .orElseThrow()
                        .failures())
                .isZero();
        change(pushes -> pushes.sent(taken.get(0), NOW.plusSeconds(900)));
        assertThat(lease("later", NOW.plus(MINUTE).plus(MINUTE)))
                .as("it is told")
                .isEmpty();
    }

    @Test
    default void one_that_failed_waits_for_its_time_and_counts_until_it_is_told() {
        BookId book = fixture().book("alice");
        register(book);
        fixture().put(book, "a.vcf", "1");
        DuePush push = lease("w", NOW).get(0);
        change(all -> all.failed(push, true, NOW.plusSeconds(5)));
        assertThat(lease("w", NOW.plusSeconds(5).minusNanos(1000))).isEmpty();
        DuePush again = lease("w", NOW.plusSeconds(5)).get(0);
        assertThat(again.subscription().failures()).isEqualTo(1);
        assertThat(again.subscription().refusals()).isEqualTo(1);
        change(all -> all.failed(again, false, NOW.plusSeconds(10)));
        DuePush last = lease("w", NOW.plusSeconds(10)).get(0);
        assertThat(last.subscription().failures()).isEqualTo(2);
        assertThat(last.subscription().refusals()).isZero();
        change(all -> all.sent(last, NOW.plusSeconds(30)));
        fixture().put(book, "b.vcf", "1");
        assertThat(lease("w", NOW.plusSeconds(29))).as("not so soon").isEmpty();
        assertThat(lease("w", NOW.plusSeconds(30)).get(0).subscription().failures())
                .isZero();
    }

    @Test
    default void who_changes_something_is_not_told_of_it_but_of_what_they_did_not_know() {
        BookId book = fixture().book("alice");
        PushSubscription phone = register(PushEngine.wish(book, "https://push.example/phone"));
        PushSubscription laptop = register(PushEngine.wish(book, "https://push.example/laptop"));
        sparing(book, Optional.of(Set.of(phone.id())), "a.vcf");
        assertThat(due(NOW)).containsExactly(laptop.id());
        sparing(book, Optional.of(Set.of(laptop.id())), "b.vcf");
        assertThat(due(NOW)).as("it did not know of the first").contains(laptop.id(), phone.id());
        lease("w", NOW).forEach(push -> change(all -> all.sent(push, NOW)));
        sparing(book, Optional.empty(), "c.vcf");
        assertThat(due(NOW)).isEmpty();
    }

    private void sparing(BookId book, Optional<Set<String>> ids, String name) {
        fixture().write(book.home(), tx -> {
            tx.pushSubscriptions().spare(book.home(), ids);
            return fixture().putIn(tx, book, name, "1");
        });
    }

    @Test
    default void who_describes_a_book_is_told_neither_of_that_nor_that_the_home_has_changed() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book("bob");
        register(book);
        register(PushEngine.home(book));
        describing(book.home(), book, "Mine");
        assertThat(due(NOW)).isEmpty();
        describing(other.home(), book, "Ours");
        assertThat(due(NOW)).as("what another spares is the other's").hasSize(2);
    }

    private void describing(long who, BookId book, String name) {
        fixture().write(book.home(), tx -> {
            tx.pushSubscriptions().spare(who, Optional.empty());
            tx.books().describe(book, name, Optional.empty(), AddressBook.Languages.NONE, NOW);
            return true;
        });
    }

    @Test
    default void who_listens_is_told_what_has_changed_and_only_that() {
        BookId book = fixture().book("alice");
        fixture().changed().clear();
        fixture().put(book, "a.vcf", "1");
        assertThat(fixture().changed()).containsExactly(book);
        fixture().changed().clear();
        fixture().put(book, "a.vcf", "1");
        assertThat(fixture().changed()).isEmpty();
        fixture().write(tx -> {
            tx.books().describe(book, "Mine", Optional.empty(), AddressBook.Languages.NONE, NOW);
            return true;
        });
        assertThat(fixture().changed()).containsExactlyInAnyOrder(book, PushEngine.home(book));
        fixture().changed().clear();
        try {
            fixture().write(tx -> {
                fixture().putIn(tx, book, "b.vcf", "1");
                throw new IllegalArgumentException("undone");
            });
        } catch (IllegalArgumentException undone) {
            assertThat(fixture().changed()).isEmpty();
        }
    }
}
