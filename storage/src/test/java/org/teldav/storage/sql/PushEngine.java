package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.PushSubscriptions.Outcome;
import org.teldav.storage.PushSubscriptions.Wish;

/** How the subscriptions of an engine are tried. */
interface PushEngine extends Engine {
    Duration MINUTE = Duration.ofMinutes(1);
    Instant END = NOW.plus(Duration.ofDays(3));

    default <T> T pushes(Function<PushSubscriptions, T> work) {
        return fixture().write(tx -> work.apply(tx.pushSubscriptions()));
    }

    default void change(Consumer<PushSubscriptions> work) {
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

    default Outcome outcome(Wish wish, int most, Instant now) {
        return pushes(all -> all.register(wish, most, now));
    }

    default PushSubscription register(Wish wish) {
        Outcome outcome = outcome(wish, 10, NOW);
        assertThat(outcome).isInstanceOf(Outcome.Registered.class);
        return ((Outcome.Registered) outcome).subscription();
    }

    default PushSubscription register(BookId book) {
        return register(wish(book, "https://push.example/" + book));
    }

    default List<DuePush> lease(String worker, Instant now) {
        return pushes(all -> all.lease(worker, now, MINUTE, 100));
    }

    default List<String> due(Instant now) {
        return pushes(all -> all.lease("ward", now, Duration.ZERO, 100)).stream()
                .map(push -> push.subscription().id())
                .toList();
    }

    default boolean isAnyDue(BookId book) {
        return fixture()
                .read(tx -> tx.pushSubscriptions().due(List.of(book), NOW))
                .contains(book);
    }

    default Optional<PushSubscription> find(long user, String id, Instant now) {
        return fixture().first(tx -> tx.pushSubscriptions().find(user, id, now));
    }
}
