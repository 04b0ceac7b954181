package org.teldav.push;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.teldav.MovedClock;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.metrics.Metrics;
import org.teldav.metrics.Registry;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions.Wish;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** A store with books and who wants to be told of them, and a worker that tells. The time is what tests say. */
final class PushDesk implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(30));
    private static final int BATCH = 100;

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));
    private final Registry registry = new Registry();
    private final PushQueue queue = new PushQueue();
    private final List<PushQueue> told = new CopyOnWriteArrayList<>(List.of(queue));
    private final Store store;
    private final boolean isOwner;
    private final AtomicReference<Instant> now;
    private final Clock clock;
    private final ServerKeys keys;
    private final PushWorker worker;
    private final AtomicLong looks = new AtomicLong();
    private int names;

    PushDesk(Path folder, int perHost, PushClient.Limits limits) {
        store = SqlStore.open(
                TestDatabase.settings(folder),
                (tx, edit) -> {},
                changed -> told.forEach(each -> each.changed(changed)));
        isOwner = true;
        now = new AtomicReference<>(START);
        clock = new MovedClock(now::get);
        keys = new ServerKeys(store, clock);
        worker = worker(perHost, limits);
    }

    /** Another worker at the same store. */
    PushDesk(PushDesk other) {
        store = other.store;
        isOwner = false;
        now = other.now;
        clock = other.clock;
        keys = new ServerKeys(store, clock);
        worker = worker(PushSettings.DEFAULT.perHost(), PushClient.Limits.DEFAULT);
        other.told.add(queue);
    }

    private PushWorker worker(int perHost, PushClient.Limits limits) {
        PushSettings usual = PushSettings.DEFAULT;
        PushSettings settings = new PushSettings(
                usual.poll(),
                usual.lease(),
                usual.interval(),
                usual.firstPause(),
                usual.longestPause(),
                usual.refusals(),
                perHost);
        PushPolicy policy = new PushPolicy(List.of(), true);
        PushClient client = new PushClient(policy, limits);
        PushSender sender = new PushSender(client, policy, keys, Optional.empty(), clock);
        return new PushWorker(counted(), client, sender, settings, clock, new PushMetrics(registry), queue);
    }

    /** The store, of which each reading is counted. */
    private Store counted() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    looks.addAndGet(method.getName().equals("read") ? 1 : 0);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void start() {
        worker.start();
    }

    void stop() {
        worker.close();
    }

    Store store() {
        return store;
    }

    ServerKeys keys() {
        return keys;
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
        queue.wake();
    }

    /** Somebody with a book. */
    BookId book() {
        return books(1).get(0);
    }

    List<BookId> books(int count) {
        return store.write(tx -> {
            List<BookId> books = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                books.add(book(tx, "user" + names++));
            }
            return books;
        });
    }

    private BookId book(Transaction tx, String name) {
        long user = tx.principals()
                .addUser(name, name, "no hash", Optional.empty(), false, now())
                .id();
        return tx.books()
                .create(user, AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), now())
                .id();
    }

    /** The owner's phone wants to be told of the book. */
    Phone subscribe(BookId book, String resource) {
        return subscribe(List.of(book), any -> resource);
    }

    /** One phone for all of them, as its keys go. */
    Phone subscribe(List<BookId> books, Function<BookId, String> resources) {
        Phone phone = Phone.make();
        subscribe(books, resources, phone.publicText(), phone.secretText());
        return phone;
    }

    void subscribe(List<BookId> books, Function<BookId, String> resources, String publicKey, String secret) {
        long pair = keys.pair().id();
        store.write(tx -> {
            books.forEach(book -> tx.pushSubscriptions()
                    .register(
                            new Wish(
                                    book.home(),
                                    book,
                                    new PushSubscription.Target(resources.apply(book), publicKey, secret, pair),
                                    true,
                                    false,
                                    false,
                                    END),
                            10,
                            now()));
            return true;
        });
    }

    /** Of all users of a book. */
    void unsubscribe(BookId book) {
        store.write(tx -> {
            tx.pushSubscriptions()
                    .lease(book, "remover", END.minusSeconds(1), Duration.ZERO, 10)
                    .forEach(push -> tx.pushSubscriptions()
                            .remove(book.home(), push.subscription().id()));
            return true;
        });
    }

    void put(BookId book, String name) {
        putAll(List.of(book), name);
    }

    /** So many in a transaction as propagation has. */
    void putAll(List<BookId> books, String name) {
        for (int from = 0; from < books.size(); from += BATCH) {
            List<BookId> some = books.subList(from, Math.min(from + BATCH, books.size()));
            store.write(tx -> {
                some.forEach(book -> tx.cards().put(card(book, name), now()));
                return true;
            });
        }
    }

    private CardPut card(BookId book, String name) {
        byte[] card = ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + name + "\r\nFN:" + name + "\r\nEND:VCARD\r\n")
                .getBytes(StandardCharsets.UTF_8);
        try {
            return writing.put(book, name, card, Optional.of("US"), CardPut.ALWAYS);
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }

    String token(BookId book) {
        return store.read(tx -> tx.books().find(book)).orElseThrow().token().toString();
    }

    long subscriptions() {
        return store.read(tx -> tx.pushSubscriptions().count(now()));
    }

    private long counted(String name) {
        return registry.read().stream()
                .filter(sample -> sample.name().equals(name))
                .mapToLong(Metrics.Sample::value)
                .sum();
    }

    /** Until the worker has looked into the database so often. @return how often it has */
    long awaitLooks(long count) {
        await(() -> looks.get() >= count);
        return looks.get();
    }

    /** Until so many were taken, and that is written down. */
    void awaitSent(long count) {
        await(() -> counted("push_sent") >= count);
    }

    static void awaitSent(long count, PushDesk... desks) {
        await(() ->
                Stream.of(desks).mapToLong(desk -> desk.counted("push_sent")).sum() >= count);
    }

    void awaitFailed(long count) {
        await(() -> counted("push_failed") >= count);
    }

    void awaitRemoved(long count) {
        await(() -> counted("push_removed") >= count);
    }

    /** Until the worker has taken what is due for the book. */
    void awaitTaken(BookId book) {
        await(() -> store.read(tx -> tx.pushSubscriptions().due(List.of(book), now()))
                .isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it took too long");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        worker.close();
        if (isOwner) {
            store.close();
        }
    }
}
