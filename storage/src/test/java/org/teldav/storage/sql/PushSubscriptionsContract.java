package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.PushKeys;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.PushSubscriptions.Outcome;
import org.teldav.storage.PushSubscriptions.Wish;

/** Who is subscribed: {@link PushSubscriptions}. */
interface PushSubscriptionsContract extends PushEngine {
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
                        PushEngine.wish(book, "https://push.example/" + book).target(),
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
        PushSubscription ofHome =
                register(PushEngine.wish(PushEngine.home(book), made.target().resource()));
        assertThat(ofHome.id()).isNotEqualTo(made.id());
    }

    @Test
    default void what_it_wants_to_know_from_now_on_is_not_told_of_before() {
        BookId book = fixture().book("alice");
        Wish wish = PushEngine.wish(book, "https://push.example/");
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
                        pushes(each -> each.register(PushEngine.wish(book, "https://push.example/" + i), 3, NOW))))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).filter(Outcome.Registered.class::isInstance))
                .hasSize(3);
        assertThat(outcome(PushEngine.wish(book, "https://push.example/8"), 3, NOW))
                .isEqualTo(new Outcome.TooMany());
        assertThat(outcome(PushEngine.wish(book, "https://push.example/8"), 3, END))
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
        assertThat(outcome(PushEngine.wish(book, "x"), 9, NOW)).isEqualTo(new Outcome.Missing());
        BookId nobody = new BookId(book.home() + 1000, PushSubscriptions.HOME);
        assertThat(outcome(PushEngine.wish(nobody, "x"), 9, NOW)).isEqualTo(new Outcome.Missing());
    }

    @Test
    default void it_is_known_whether_anybody_has_registered_at_all() {
        BookId book = fixture().book("alice");
        assertThat(isAny()).isFalse();
        PushSubscription made = register(book);
        assertThat(isAny()).isTrue();
        change(all -> all.remove(made.user(), made.id()));
        assertThat(isAny()).isFalse();
    }

    private boolean isAny() {
        return fixture().<Boolean>read(tx -> tx.pushSubscriptions().any());
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
