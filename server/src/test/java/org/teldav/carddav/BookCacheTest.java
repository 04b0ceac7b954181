package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Cards.TextMatch;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** Whatever was written between two looks, by this server or another, the cache says what the store says. */
@BothEngines
class BookCacheTest {
    private static final long SEED = 20261123;
    private static final int STEPS = 200;

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));

    @TempDir
    Path data;

    private Store store;
    private long home;

    @BeforeEach
    void open() {
        store = SqlStore.open(TestDatabase.settings(data), (tx, edit) -> {});
        home = store.write(tx -> {
            long id = tx.principals()
                    .addUser("alice", "Alice", "none", Optional.empty(), false, Instant.now())
                    .id();
            tx.books().create(id, "contacts", "Contacts", Optional.empty(), Instant.now());
            return id;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private AddressBook book() {
        return store.read(tx -> tx.books().find(home, "contacts")).orElseThrow();
    }

    @Test
    void it_lists_finds_and_reads_what_the_store_has_after_any_edits() {
        Random random = new Random(SEED);
        BookCache cache = new BookCache(store, LargeBodies.ofHeap(10));
        for (int step = 0; step < STEPS; step++) {
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                edit(random);
            }
            AddressBook book = book();
            Map<String, Card> cards = stored(book);
            Optional<Collection<Card>> all = cache.all(book);
            assertThat(all).as("seed %d, step %d", SEED, step).isPresent();
            assertThat(byName(all.get())).as("seed %d, step %d", SEED, step).isEqualTo(cards);
            String name = "c" + random.nextInt(30);
            assertThat(cache.find(book, name)).isEqualTo(Optional.ofNullable(cards.get(name)));
            contentsAreRight(cache, cards);
            candidatesAreRight(cache, book, Integer.toString(random.nextInt(10)));
        }
    }

    private void edit(Random random) {
        AddressBook book = book();
        String name = "c" + random.nextInt(30);
        String other = "c" + random.nextInt(30);
        String content = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + name + "-" + random.nextInt(3) + "\r\nFN:N"
                + random.nextInt(50) + "\r\nTEL:+1 415 555 01" + (10 + random.nextInt(90)) + "\r\nEND:VCARD\r\n";
        try {
            CardPut put = writing.put(
                    book.id(), name, content.getBytes(StandardCharsets.UTF_8), Optional.of("US"), CardPut.ALWAYS);
            store.write(tx -> switch (random.nextInt(5)) {
                case 0 -> tx.cards().delete(book.id(), name, card -> true, Instant.now());
                case 1 ->
                    tx.cards()
                            .find(book.id(), name)
                            .map(card ->
                                    tx.cards().move(card.id(), c -> true, book.id(), other, c -> true, Instant.now()));
                default -> tx.cards().put(put, Instant.now());
            });
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Card> stored(AddressBook book) {
        return byName(store.read(tx -> tx.cards().page(book.id(), 0, 1000)));
    }

    private static Map<String, Card> byName(Collection<Card> cards) {
        Map<String, Card> byName = new TreeMap<>();
        cards.forEach(card -> byName.put(card.name(), card));
        return byName;
    }

    private void contentsAreRight(BookCache cache, Map<String, Card> cards) {
        List<StoredCard> read = new ArrayList<>();
        cache.contents(List.copyOf(cards.values()), read::add);
        assertThat(read.stream().map(StoredCard::card)).containsExactlyElementsOf(cards.values());
        for (StoredCard stored : read) {
            assertThat(stored.content())
                    .isEqualTo(store.read(tx -> tx.cards().read(stored.card().id()))
                            .orElseThrow()
                            .content());
        }
    }

    private void candidatesAreRight(BookCache cache, AddressBook book, String text) {
        for (TextMatch match : TextMatch.values()) {
            List<String> found = new ArrayList<>();
            cache.candidates(
                    book,
                    new CandidateQuery(IndexRow.Kind.TEL, match, text),
                    stored -> found.add(stored.card().name()));
            List<Card> expected =
                    store.read(tx -> tx.cards().candidates(book.id(), IndexRow.Kind.TEL, match, text, 0, 1000));
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(
                            expected.stream().map(Card::name).toList());
        }
    }
}
