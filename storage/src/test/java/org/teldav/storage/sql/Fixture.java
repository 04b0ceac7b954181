package org.teldav.storage.sql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Snapshot;
import org.teldav.storage.Store;
import org.teldav.storage.StoreListener;
import org.teldav.storage.SyncItem;
import org.teldav.storage.Transaction;

/** A store with an own-card listener that a test can set, and short words for what tests do. Time stands still unless a test moves it. */
final class Fixture implements StoreListener {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456Z");

    private final DatabaseSettings settings;
    private final Store store;
    private final List<OwnCardEdit> edits = new ArrayList<>();
    private final Set<BookId> changed = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private volatile StoreListener listener = (transaction, edit) -> {};

    Fixture(DatabaseSettings settings) {
        this.settings = settings;
        this.store = SqlStore.open(settings, this, changed::addAll);
    }

    EmptyTables emptyTables() {
        return new EmptyTables(settings, catalog().tables());
    }

    /** One on the same database, emptied: this one, if it is open. */
    Fixture emptied(EmptyTables tables) {
        Fixture next = closed ? new Fixture(settings) : this;
        tables.make();
        next.edits.clear();
        next.changed.clear();
        next.listener = (transaction, edit) -> {};
        return next;
    }

    void close() {
        closed = true;
        store.close();
    }

    Store store() {
        return store;
    }

    /** What the listener was told, rolled back or not. */
    List<OwnCardEdit> edits() {
        return edits;
    }

    /** The collections that the store said have changed. */
    Set<BookId> changed() {
        return changed;
    }

    void listen(StoreListener next) {
        listener = next;
    }

    /** What is to become of the rows of a card that comes into a book. */
    interface Entering {
        List<IndexRow> rows(Card card, List<IndexRow> index, Supplier<List<Rewrite>> lines);
    }

    void listenTo(Entering next) {
        listen(new StoreListener() {
            @Override
            public void edited(Transaction transaction, OwnCardEdit edit) {}

            @Override
            public List<IndexRow> entered(
                    Transaction transaction,
                    Card card,
                    List<IndexRow> index,
                    Supplier<List<Rewrite>> lines,
                    Instant now) {
                return next.rows(card, index, lines);
            }
        });
    }

    @Override
    public synchronized void edited(Transaction transaction, OwnCardEdit edit) {
        edits.add(edit);
        listener.edited(transaction, edit);
    }

    @Override
    public boolean isSame(Card card, byte[] deleted) {
        return listener.isSame(card, deleted);
    }

    @Override
    public List<IndexRow> entered(
            Transaction transaction, Card card, List<IndexRow> index, Supplier<List<Rewrite>> lines, Instant now) {
        return listener.entered(transaction, card, index, lines, now);
    }

    @Override
    public void copied(Transaction transaction, BookId book, Instant now) {
        listener.copied(transaction, book, now);
    }

    @Override
    public void joined(Transaction transaction, long group, long user, Instant now) {
        listener.joined(transaction, group, user, now);
    }

    Principal.User user(String name) {
        return store.write(tx -> tx.principals().addUser(name, name, "hash", Optional.of("US"), false, NOW));
    }

    /** A new user's default book. */
    BookId book(String user) {
        Principal.User owner = user(user);
        return book(owner.id(), AddressBook.DEFAULT_NAME);
    }

    BookId book(long home, String name) {
        return store.write(tx -> tx.books().create(home, name, name, Optional.empty(), NOW))
                .id();
    }

    long number(BookId book) {
        return store.read(tx -> tx.books().find(book)).orElseThrow().token().number();
    }

    PutResult put(BookId book, String name, String content) {
        return put(book, name, content, List.of());
    }

    PutResult put(BookId book, String name, String content, List<IndexRow> index) {
        return put(book, name, content, "uid of " + name, index, CardPut.ALWAYS);
    }

    PutResult put(
            BookId book,
            String name,
            String content,
            String uid,
            List<IndexRow> index,
            Predicate<Optional<Card>> condition) {
        CardPut put = new CardPut(book, name, bytes(content), uid, index, condition);
        return store.write(book.home(), tx -> tx.cards().put(put, NOW));
    }

    /** The card of a put that must have stored something. */
    Card stored(BookId book, String name, String content, IndexRow... index) {
        PutResult result = put(book, name, content, List.of(index));
        if (result instanceof PutResult.Created created) {
            return created.card();
        }
        if (result instanceof PutResult.Replaced replaced) {
            return replaced.card();
        }
        throw new AssertionError(result);
    }

    Card stored(Transaction tx, BookId book, String name, String content, IndexRow... index) {
        CardPut put = new CardPut(book, name, bytes(content), "uid of " + name, List.of(index), CardPut.ALWAYS);
        return ((PutResult.Created) tx.cards().put(put, NOW)).card();
    }

    void rename(Card card, String name) {
        store.write(tx -> tx.cards().move(card.id(), there -> true, card.id().book(), name, CardPut.ALWAYS, NOW));
    }

    DeleteResult delete(BookId book, String name) {
        return store.write(book.home(), tx -> tx.cards().delete(book, name, card -> true, NOW));
    }

    Optional<Card> find(BookId book, String name) {
        return store.read(tx -> tx.cards().find(book, name));
    }

    List<Card> page(BookId book, long after, int limit) {
        return store.read(tx -> tx.cards().page(book, after, limit));
    }

    List<SyncItem> events(BookId book, long after, long upTo, int limit, boolean withRemoved) {
        return store.read(tx -> tx.cards().events(book, after, upTo, limit, withRemoved));
    }

    <T> T snapshot(Function<Snapshot, T> work) {
        return store.snapshot(work);
    }

    /** Whether there or not. */
    PutResult putIn(Transaction tx, BookId book, String name, String content) {
        return tx.cards()
                .put(new CardPut(book, name, bytes(content), "uid of " + name, List.of(), CardPut.ALWAYS), NOW);
    }

    Catalog catalog() {
        return new Catalog(settings);
    }

    <T> T read(Function<Transaction, T> work) {
        return store.read(work);
    }

    <T> List<T> list(Function<Transaction, List<T>> work) {
        return store.read(work);
    }

    <T> Optional<T> first(Function<Transaction, Optional<T>> work) {
        return store.read(work);
    }

    <T> T write(Function<Transaction, T> work) {
        return store.write(work);
    }

    <T> T write(long home, Function<Transaction, T> work) {
        return store.write(home, work);
    }

    AddressBook bookOf(BookId book) {
        return store.read(tx -> tx.books().find(book)).orElseThrow();
    }

    List<CardVersion> history(BookId book, String name) {
        return store.read(tx -> tx.cards().history(book, name));
    }

    String version(CardId card, long number) {
        return store.read(tx -> tx.cards().version(card, number))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow();
    }

    List<IndexRow> index(Card card) {
        return store.read(tx -> tx.cards().index(card.id()));
    }

    String content(BookId book, String name) {
        return store.read(tx -> tx.cards().read(book, name))
                .map(card -> new String(card.content(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    void own(CardId card) {
        store.write(tx -> {
            tx.principals().setOwnCard(card.book().home(), Optional.of(card), NOW);
            return true;
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static IndexRow tel(int position, String key) {
        return new IndexRow(IndexRow.Kind.TEL, position, Optional.of(key), key, OptionalLong.empty());
    }

    static IndexRow tel(int position, String key, long about) {
        return new IndexRow(IndexRow.Kind.TEL, position, Optional.of(key), key, OptionalLong.of(about));
    }

    static IndexRow text(IndexRow.Kind kind, int position, String text) {
        return new IndexRow(kind, position, Optional.empty(), text, OptionalLong.empty());
    }
}
