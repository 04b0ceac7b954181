package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushKeys;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.PushSubscriptions.Outcome;
import org.teldav.storage.PushSubscriptions.Wish;

/** {@link PushSubscriptions} and {@link PushKeys}. */
interface PushContract extends Engine {
    Duration MINUTE = Duration.ofMinutes(1);
    Instant END = NOW.plus(Duration.ofDays(3));

    private <T> T pushes(Function<PushSubscriptions, T> work) {
        return fixture().write(tx -> work.apply(tx.pushSubscriptions()));
    }

    private void run(Consumer<PushSubscriptions> work) {
        pushes(all -> {
            work.accept(all);
            return true;
        });
    }

    static Wish wish(BookId book, String resource) {
        return new Wish(
                book.home(), book, new PushSubscription.Target(resource, "key", "secret", 1), true, true, true, END);
    }

    static BookId home(BookId book) {
        return new BookId(book.home(), PushSubscriptions.HOME);
    }

    private Outcome outcome(Wish wish, int most, Instant now) {
        return pushes(all -> all.register(wish, most, now));
    }

    private PushSubscription register(Wish wish) {
        Outcome outcome = outcome(wish, 10, NOW);
        assertThat(outcome).isInstanceOf(Outcome.Registered.class);
        return ((Outcome.Registered) outcome).subscription();
    }

    private PushSubscription register(BookId book) {
        return register(wish(book, "https://push.example/" + book));
    }

    private List<DuePush> lease(String worker, Instant now) {
        return pushes(all -> all.lease(worker, now, MINUTE, 100));
    }

    private List<String> due(Instant now) {
        return pushes(all -> all.lease("ward", now, Duration.ZERO, 100)).stream()
                .map(push -> push.subscription().id())
                .toList();
    }

    @Test
    default void a_subscription_is_found_by_its_user_and_id_as_registered_until_it_expires() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book("bob");
        PushSubscription made = register(book);
        assertThat(made.id()).matches("[A-Za-z0-9_-]{24}");
        assertThat(made)
                .isEqualTo(new PushSubscription(
                        book.home(),
                        made.id(),
                        book,
                        wish(book, "https://push.example/" + book).target(),
                        true,
                        true,
                        true,
                        END,
                        0,
                        0));
        assertThat(find(book.home(), made.id(), END.minusNanos(1000))).contains(made);
        assertThat(find(book.home(), made.id(), END)).isEmpty();
        assertThat(find(other.home(), made.id(), NOW)).isEmpty();
        assertThat(fixture().list(tx -> tx.pushSubscriptions().of(book.home(), NOW)))
                .containsExactly(made);
        assertThat(fixture().list(tx -> tx.pushSubscriptions().of(book.home(), END)))
                .isEmpty();
        assertThat(fixture().list(tx -> tx.pushSubscriptions().of(other.home(), NOW)))
                .isEmpty();
        assertThat(find(book.home(), "x\u0000", NOW)).isEmpty();
        assertThat(pushes(all -> all.count(NOW)).longValue()).isEqualTo(1);
        assertThat(pushes(all -> all.count(END)).longValue()).isZero();
        assertThat(pushes(all -> all.remove(other.home(), made.id())).booleanValue())
                .isFalse();
        assertThat(pushes(all -> all.remove(book.home(), made.id())).booleanValue())
                .isTrue();
        assertThat(pushes(all -> all.remove(book.home(), made.id())).booleanValue())
                .isFalse();
        assertThat(find(book.home(), made.id(), NOW)).isEmpty();
    }

    private Optional<PushSubscription> find(long user, String id, Instant now) {
        return fixture().first(tx -> tx.pushSubscriptions().find(user, id, now));
    }

    @Test
    default void the_same_push_resource_for_the_same_collection_is_changed_and_for_another_it_is_another() {
        BookId book = fixture().book("alice");
        PushSubscription made = register(book);
        fixture().put(book, "a.vcf", "1");
        Wish again = new Wish(
                book.home(),
                book,
                new PushSubscription.Target(made.target().resource(), "other", "other", 2),
                true,
                false,
                false,
                END.plusSeconds(5));
        Outcome outcome = outcome(again, 1, NOW);
        PushSubscription changed = ((Outcome.Registered) outcome).subscription();
        assertThat(((Outcome.Registered) outcome).anew()).isFalse();
        assertThat(changed.id()).isEqualTo(made.id());
        assertThat(changed.properties()).isFalse();
        assertThat(changed.expires()).isEqualTo(END.plusSeconds(5));
        assertThat(changed.target())
                .isEqualTo(new PushSubscription.Target(made.target().resource(), "other", "other", 1));
        assertThat(due(NOW)).as("what it was not told stays to be told").containsExactly(made.id());
        PushSubscription ofHome = register(wish(home(book), made.target().resource()));
        assertThat(ofHome.id()).isNotEqualTo(made.id());
    }

    @Test
    default void what_it_wants_to_know_from_now_on_is_not_told_of_before() {
        BookId book = fixture().book("alice");
        Wish wish = wish(book, "https://push.example/");
        register(new Wish(wish.user(), book, wish.target(), false, true, false, END));
        fixture().put(book, "a.vcf", "1");
        register(wish);
        assertThat(due(NOW)).isEmpty();
        fixture().put(book, "b.vcf", "1");
        assertThat(due(NOW)).hasSize(1);
    }

    @Test
    default void of_many_registered_at_the_same_time_there_are_as_many_as_may_be() {
        BookId book = fixture().book("alice");
        List<CompletableFuture<Outcome>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        pushes(each -> each.register(wish(book, "https://push.example/" + i), 3, NOW))))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).filter(Outcome.Registered.class::isInstance))
                .hasSize(3);
        assertThat(outcome(wish(book, "https://push.example/8"), 3, NOW)).isEqualTo(new Outcome.TooMany());
        assertThat(outcome(wish(book, "https://push.example/8"), 3, END))
                .as("those that have expired make room")
                .isInstanceOf(Outcome.Registered.class);
    }

    @Test
    default void there_is_none_for_what_is_not_there_and_it_goes_with_its_book() {
        BookId contacts = fixture().book("alice");
        BookId book = fixture().book(contacts.home(), "friends");
        PushSubscription made = register(book);
        PushSubscription kept = register(contacts);
        fixture().write(tx -> tx.books().delete(book, NOW));
        assertThat(find(book.home(), made.id(), NOW)).isEmpty();
        assertThat(find(book.home(), kept.id(), NOW)).isPresent();
        assertThat(outcome(wish(book, "x"), 9, NOW)).isEqualTo(new Outcome.Missing());
        BookId nobody = new BookId(book.home() + 1000, PushSubscriptions.HOME);
        assertThat(outcome(wish(nobody, "x"), 9, NOW)).isEqualTo(new Outcome.Missing());
    }

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
        run(all -> all.sent(taken.get(0), NOW));
        assertThat(due(NOW)).isEmpty();
        assertThat(isAnyDue(book)).isFalse();
        fixture().put(book, "b.vcf", "1");
        assertThat(due(NOW)).containsExactly(made.id());
    }

    @Test
    default void it_is_known_whether_anybody_has_registered_at_all() {
        BookId book = fixture().book("alice");
        assertThat(isAny()).isFalse();
        PushSubscription made = register(book);
        assertThat(isAny()).isTrue();
        run(all -> all.remove(made.user(), made.id()));
        assertThat(isAny()).isFalse();
    }

    private boolean isAny() {
        return fixture().<Boolean>read(tx -> tx.pushSubscriptions().any());
    }

    private boolean isAnyDue(BookId book) {
        return fixture()
                .read(tx -> tx.pushSubscriptions().due(List.of(book), NOW))
                .contains(book);
    }

    @Test
    default void what_comes_while_it_is_told_is_told_after() {
        BookId book = fixture().book("alice");
        PushSubscription made = register(book);
        fixture().put(book, "a.vcf", "1");
        DuePush push = lease("w", NOW).get(0);
        fixture().put(book, "b.vcf", "1");
        run(all -> all.sent(push, NOW));
        assertThat(due(NOW)).containsExactly(made.id());
    }

    @Test
    default void a_description_is_told_to_who_wants_to_know_and_a_change_of_cards_to_who_does() {
        BookId book = fixture().book("alice");
        Wish both = wish(book, "https://push.example/");
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
        run(all -> all.sent(taken.get(0), NOW));
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
        PushSubscription made = register(home(book));
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
        register(home(book));
        assertThat(lease("w", NOW)).isEmpty();
        run(all -> all.announceKey(NOW));
        List<DuePush> taken = lease("w", NOW);
        assertThat(taken).hasSize(2).allSatisfy(push -> {
            assertThat(push.transports()).isTrue();
            assertThat(push.content()).isFalse();
        });
        taken.forEach(push -> run(all -> all.sent(push, NOW)));
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
        Wish wish = wish(directory, "https://push.example/");
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
        run(all -> all.prune(END.minusNanos(1000)));
        assertThat(find(book.home(), made.id(), NOW)).isPresent();
        run(all -> all.prune(END));
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
        run(pushes -> pushes.failed(taken.get(0), false, NOW.plusSeconds(900)));
        assertThat(find(book.home(), second.subscription().id(), NOW)
                        .orElseThrow()
                        .failures())
                .isZero();
        run(pushes -> pushes.sent(taken.get(0), NOW.plusSeconds(900)));
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
        run(all -> all.failed(push, true, NOW.plusSeconds(5)));
        assertThat(lease("w", NOW.plusSeconds(5).minusNanos(1000))).isEmpty();
        DuePush again = lease("w", NOW.plusSeconds(5)).get(0);
        assertThat(again.subscription().failures()).isEqualTo(1);
        assertThat(again.subscription().refusals()).isEqualTo(1);
        run(all -> all.failed(again, false, NOW.plusSeconds(10)));
        DuePush last = lease("w", NOW.plusSeconds(10)).get(0);
        assertThat(last.subscription().failures()).isEqualTo(2);
        assertThat(last.subscription().refusals()).isZero();
        run(all -> all.sent(last, NOW.plusSeconds(30)));
        fixture().put(book, "b.vcf", "1");
        assertThat(lease("w", NOW.plusSeconds(29))).as("not so soon").isEmpty();
        assertThat(lease("w", NOW.plusSeconds(30)).get(0).subscription().failures())
                .isZero();
    }

    @Test
    default void who_changes_something_is_not_told_of_it_but_of_what_they_did_not_know() {
        BookId book = fixture().book("alice");
        PushSubscription phone = register(wish(book, "https://push.example/phone"));
        PushSubscription laptop = register(wish(book, "https://push.example/laptop"));
        sparing(book, Optional.of(Set.of(phone.id())), "a.vcf");
        assertThat(due(NOW)).containsExactly(laptop.id());
        sparing(book, Optional.of(Set.of(laptop.id())), "b.vcf");
        assertThat(due(NOW)).as("it did not know of the first").contains(laptop.id(), phone.id());
        lease("w", NOW).forEach(push -> run(all -> all.sent(push, NOW)));
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
        register(home(book));
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
        assertThat(fixture().changed()).containsExactlyInAnyOrder(book, home(book));
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

    @Test
    default void all_servers_have_the_first_key_of_a_kind_until_there_is_another() {
        List<CompletableFuture<PushKeys.Key>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> fixture()
                        .write(tx -> tx.pushKeys().first(PushKeys.Kind.VAPID, "public" + i, "secret" + i, NOW))))
                .toList();
        List<PushKeys.Key> had =
                all.stream().map(CompletableFuture::join).distinct().toList();
        assertThat(had).hasSize(1);
        PushKeys.Key topic = fixture().write(tx -> tx.pushKeys().first(PushKeys.Kind.TOPIC, "", "topic", NOW));
        PushKeys.Key next = fixture().write(tx -> tx.pushKeys().add(PushKeys.Kind.VAPID, "next", "nextSecret", NOW));
        assertThat(fixture().list(tx -> tx.pushKeys().list(PushKeys.Kind.VAPID)))
                .containsExactly(next, had.get(0));
        assertThat(fixture().list(tx -> tx.pushKeys().list(PushKeys.Kind.TOPIC)))
                .containsExactly(topic);
        assertThat(next).hasToString("Key[" + next.id() + "]");
    }
}
