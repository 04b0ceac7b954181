package org.teldav.propagation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.metrics.Registry;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Claim;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.TelRewriter;

/**
 * Users and their cards on a real store. A TEL is written {@code TYPE:value}, a card as its TELs with commas between them; all of them are read in the
 * region US.
 */
final class Village implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration GRACE = Duration.ofDays(7);
    static final Duration FORWARDING = Duration.ofDays(180);

    /** Everything goes out at once: most stories have more changes in a day than a person. */
    static final PropagationRules RULES = new PropagationRules(GRACE, FORWARDING, Duration.ZERO, 0, false);

    final PhoneNumbers numbers = new PhoneNumbers();
    final CardWriting writing = new CardWriting(numbers, Optional.of("US"));
    final Bell bell = new Bell();
    final Registry metrics = new Registry();
    private final PropagationMetrics counted = new PropagationMetrics(metrics);
    final FaultyStore store;
    final PropagationRules rules;
    private final Map<String, Long> users = new LinkedHashMap<>();
    private Instant now = START;

    Village(Path folder) {
        this(folder, RULES);
    }

    Village(Path folder, PropagationRules rules) {
        this.rules = rules;
        store = new FaultyStore(
                SqlStore.open(TestDatabase.settings(folder), new OwnCardHook(writing, rules, bell::ring)));
    }

    InstantSource clock() {
        return () -> now;
    }

    /** Each step of a story has a time of its own. */
    Instant tick() {
        return pass(Duration.ofSeconds(1));
    }

    Instant pass(Duration time) {
        now = now.plus(time);
        return now;
    }

    /** A user with the book {@code contacts} and an own card with these numbers, verified as an administrator gives them. */
    void user(String name, String... tels) {
        stranger(name, tels);
        List.of(tels).forEach(tel -> verify(name, tel.substring(tel.indexOf(':') + 1)));
    }

    /** As {@link #user}, but nothing proves the numbers. */
    void stranger(String name, String... tels) {
        long id = write(tx -> {
            long user = tx.principals()
                    .addUser(name, name, "no hash", Optional.empty(), false, tick())
                    .id();
            tx.books().create(user, AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), now);
            return user;
        });
        users.put(name, id);
        contact(name, "me", tels);
        write(tx -> {
            tx.principals().setOwnCard(id, Optional.of(card(tx, name, "me").id()), now);
            return 0;
        });
    }

    void group(String name, String... members) {
        write(tx -> {
            long group = tx.principals().addGroup(name, name, tick()).id();
            for (String member : members) {
                tx.principals().join(group, id(member), now);
            }
            return 0;
        });
    }

    void join(String group, String user) {
        write(tx ->
                tx.principals().join(tx.principals().group(group).orElseThrow().id(), id(user), tick()));
    }

    void leave(String group, String user) {
        write(tx ->
                tx.principals().leave(tx.principals().group(group).orElseThrow().id(), id(user), tick()));
    }

    long id(String user) {
        return users.get(user);
    }

    BookId book(String user) {
        return store.read(tx -> tx.books().find(id(user), AddressBook.DEFAULT_NAME))
                .orElseThrow()
                .id();
    }

    /** The user edits their own card. */
    void own(String user, String... tels) {
        contact(user, "me", tels);
    }

    /** The user puts a card, whatever is there. */
    Card contact(String user, String name, String... tels) {
        return put(user, name, vcard(user + "-" + name, name, tels));
    }

    Card put(String user, String name, String vcard) {
        return put(user, name, vcard.getBytes(StandardCharsets.UTF_8));
    }

    Card put(String user, String name, byte[] vcard) {
        PutResult result = put(user, name, vcard, CardPut.ALWAYS);
        if (result instanceof PutResult.Created created) {
            return created.card();
        } else if (result instanceof PutResult.Replaced replaced) {
            return replaced.card();
        } else if (result instanceof PutResult.Unchanged unchanged) {
            return unchanged.card();
        }
        throw new AssertionError("the card was not stored: " + result);
    }

    PutResult put(String user, String name, String vcard, Predicate<Optional<Card>> condition) {
        return put(user, name, vcard.getBytes(StandardCharsets.UTF_8), condition);
    }

    private PutResult put(String user, String name, byte[] vcard, Predicate<Optional<Card>> condition) {
        CardPut put = request(user, name, vcard, condition);
        Instant at = tick();
        return write(tx -> tx.cards().put(put, at));
    }

    /** What would store the user's own card with these numbers. */
    CardPut ownPut(String user, String... tels) {
        byte[] card = vcard(user + "-me", "me", tels).getBytes(StandardCharsets.UTF_8);
        return request(user, "me", card, CardPut.ALWAYS);
    }

    CardPut request(String user, String name, byte[] vcard, Predicate<Optional<Card>> condition) {
        try {
            return writing.put(book(user), name, vcard, Optional.of("US"), condition);
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }

    static String vcard(String uid, String name, String... tels) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid + "\r\nFN:" + name + "\r\n"
                + Arrays.stream(tels).map(Village::line).collect(Collectors.joining())
                + "END:VCARD\r\n";
    }

    private static String line(String tel) {
        int colon = tel.indexOf(':');
        return (colon == 0 ? "TEL" : "TEL;TYPE=" + tel.substring(0, colon)) + tel.substring(colon) + "\r\n";
    }

    /** The bytes of a card, as text. */
    String text(String user, String name) {
        return new String(bytes(user, name), StandardCharsets.UTF_8);
    }

    byte[] bytes(String user, String name) {
        return store.read(tx -> tx.cards().read(book(tx, user), name))
                .map(StoredCard::content)
                .orElseThrow();
    }

    /** The values of a card's TELs, with commas between them. */
    String tels(String user, String name) {
        return text(user, name)
                .lines()
                .filter(line -> line.startsWith("TEL"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .collect(Collectors.joining(","));
    }

    Card card(String user, String name) {
        return store.read(tx -> card(tx, user, name));
    }

    private Card card(Transaction tx, String user, String name) {
        return tx.cards().find(book(tx, user), name).orElseThrow();
    }

    private BookId book(Transaction tx, String user) {
        return tx.books().find(id(user), AddressBook.DEFAULT_NAME).orElseThrow().id();
    }

    long sync(String user) {
        return store.read(
                tx -> tx.books().find(book(tx, user)).orElseThrow().token().number());
    }

    /** Whoever else holds it verified: as a number was before there was at most one holder. */
    void verify(String user, String number) {
        String key = numbers.key(number, Optional.of("US")).orElseThrow();
        write(tx -> {
            verification().confirm(tx, id(user), key, tick());
            return 0;
        });
    }

    /** From now on others hear of numbers that the user adds, too. */
    void tellsAdded(String user) {
        write(tx -> {
            tx.preferences()
                    .setChanger(
                            id(user), new ChangerChoice(ChangerChoice.Audience.EVERYONE, ChangerChoice.Scope.ADDED));
            return 0;
        });
    }

    /** @return how many changes ended; empty where no claim waits */
    OptionalInt refuse(String user, String number) {
        String key = numbers.key(number, Optional.of("US")).orElseThrow();
        return write(tx -> verification().refuse(tx, id(user), key, tick()));
    }

    /** The user's last change, as they do it themselves. */
    void cancel(String user) {
        write(tx -> tx.changes().cancel(tx.changes().listOf(id(user), 1).get(0).id(), true, tick()));
    }

    Verification verification() {
        return new Verification(rules, bell::ring);
    }

    Optional<Claim.State> claim(String user, String key) {
        return store.read(tx -> tx.claims().on(key)).stream()
                .filter(claim -> claim.user() == id(user))
                .map(Claim::state)
                .findFirst();
    }

    /** The newest change of a user. */
    Change change(String user) {
        return changes(user).get(0);
    }

    /** How far the newest change of the user is. */
    Change.Tally tally(String user) {
        return tally(change(user));
    }

    Change.Tally tally(Change change) {
        return store.read(tx -> tx.changes().tallies(List.of(change.id()))).get(change.id());
    }

    /** Newest first, without the ones that only added the first numbers. */
    List<Change> changes(String user) {
        return store.read(tx -> tx.changes().listOf(id(user), 1000)).stream()
                .filter(change -> change.numbers().stream()
                        .anyMatch(number -> number.oldKey().isPresent()))
                .toList();
    }

    List<Rewrite> journal(String user) {
        return store.read(tx -> tx.changes().journal(id(user), 1000));
    }

    /** The card ids of a user's journal that were rewritten, and those that were left. */
    List<CardId> rewritten(String user) {
        return journal(user).stream().filter(Rewrite::done).map(Rewrite::card).toList();
    }

    <T> T write(Function<Transaction, T> work) {
        return store.inner().write(work);
    }

    HolderJournal holderJournal() {
        return new HolderJournal(writing, new TelRewriter(numbers), clock());
    }

    PropagationWorker worker() {
        return worker(settings(100));
    }

    PropagationWorker worker(PropagationSettings settings) {
        return worker(store, settings);
    }

    PropagationWorker worker(Store through, PropagationSettings settings) {
        return worker(through, settings, clock());
    }

    PropagationWorker worker(Store through, PropagationSettings settings, InstantSource clock) {
        return new PropagationWorker(through, writing, new TelRewriter(numbers), rules, settings, clock, bell, counted);
    }

    static PropagationSettings settings(int batch) {
        return new PropagationSettings(batch, 1, Duration.ofMinutes(1), Duration.ofMillis(50), Duration.ofMillis(200));
    }

    /** All changes go to their end. */
    void propagate() {
        propagate(worker());
    }

    /** The same by two servers, side by side. */
    void propagateByTwo() {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> propagate(worker(settings(2)))),
                        CompletableFuture.runAsync(() -> propagate(worker(settings(2)))))
                .join();
    }

    private static void propagate(PropagationWorker worker) {
        try (worker) {
            if (!worker.drain(Duration.ofSeconds(60))) {
                throw new AssertionError("changes are pending still");
            }
        }
    }

    @Override
    public void close() {
        store.inner().close();
    }
}
