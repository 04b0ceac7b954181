package org.teldav.carddav;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardCursor;
import org.teldav.storage.CardId;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.SyncItem;
import org.teldav.storage.SyncToken;

/**
 * What was read of books before, where it still holds: nothing in here can be stale. The bytes of a card at a sync number never change, and neither does the
 * list of a book at its token, which every request reads anew. Hence it is right beside other servers on the same database, too. Bounded by the heap.
 * Thread-safe (docs/decisions/book-cache.md).
 */
final class BookCache {
    /** Larger books are read page by page. */
    private static final int MAX_LISTED = 20_000;
    /** Below that many names a query is cheaper than a list of the book. */
    private static final int FEW = 20;

    private static final Duration TOO_LARGE_FOR = Duration.ofMinutes(10);
    private static final int MAX_STEPS = 1000;
    private static final int PART_CARDS = 250;
    private static final int PART_BYTES = 1 << 20;
    private static final int BYTES_OF_A_CARD = 400;

    /** A filter unfolds, decodes and folds a value that may be most of the card. */
    private static final int FILTERED = 4;

    private final Store store;
    private final LargeBodies bodies;
    private final int maxListed;
    private final CardCursor cursor;
    private final BookTexts texts;
    private final Cache<BookId, Listing> listings;
    private final Cache<BookId, Boolean> tooLarge = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(TOO_LARGE_FOR)
            .build();
    private final Cache<Version, byte[]> contents;

    BookCache(Store store, LargeBodies bodies) {
        this(store, bodies, MAX_LISTED);
    }

    /** @param maxListed larger books are read page by page */
    BookCache(Store store, LargeBodies bodies, int maxListed) {
        this.store = store;
        this.bodies = bodies;
        this.maxListed = maxListed;
        this.cursor = new CardCursor(store);
        this.texts = new BookTexts(store);
        long heap = Runtime.getRuntime().maxMemory();
        this.listings = Caffeine.newBuilder()
                .maximumWeight(heap / 10)
                .weigher((BookId book, Listing listing) -> listing.cards().size() * BYTES_OF_A_CARD)
                .build();
        this.contents = Caffeine.newBuilder()
                .maximumWeight(heap / 6)
                .weigher((Version version, byte[] content) -> content.length + BYTES_OF_A_CARD)
                .build();
    }

    /** The bytes of a card at a sync number. */
    record Version(CardId card, long number) {
        /** 2^64 divided by the golden ratio. */
        private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

        static Version of(Card card) {
            return new Version(card.id(), card.syncNumber());
        }

        /** Both numbers grow by one with each new card: what a record does, 31 times one and the other, would leave all of a book in a few places of a table. */
        @Override
        public int hashCode() {
            return (int) ((31L * card.hashCode() + number) * SPREAD >>> Integer.SIZE);
        }
    }

    /** The cards of a book at a token, by name. Must not be changed. */
    private record Listing(SyncToken token, Map<String, Card> cards) {}

    Optional<Card> find(AddressBook book, String name) {
        Optional<Listing> listing = current(book);
        return listing.isPresent()
                ? Optional.ofNullable(listing.get().cards().get(name))
                : store.read(tx -> tx.cards().find(book.id(), name));
    }

    /** Those of the names that are there, by name. */
    Map<String, Card> find(AddressBook book, Collection<String> names) {
        Optional<Listing> listing = names.size() < FEW ? current(book) : listing(book);
        Map<String, Card> found = new HashMap<>();
        if (listing.isPresent()) {
            names.forEach(name ->
                    Optional.ofNullable(listing.get().cards().get(name)).ifPresent(card -> found.put(name, card)));
        } else {
            store.read(tx -> tx.cards().find(book.id(), names)).forEach(card -> found.put(card.name(), card));
        }
        return found;
    }

    /** All cards of the book, in no order; empty where it is too large, or moves too fast, to be known whole. */
    Optional<Collection<Card>> all(AddressBook book) {
        return listing(book).map(listing -> listing.cards().values());
    }

    /** Of one card. Where it was changed meanwhile, both card and bytes are the new ones; empty where it is gone. */
    Optional<StoredCard> content(Card card) {
        byte[] content = contents.getIfPresent(Version.of(card));
        return content != null
                ? Optional.of(new StoredCard(card, content))
                : store.read(tx -> tx.cards().read(card.id())).map(this::keep);
    }

    /** All cards of the book, with their bytes, to be filtered. */
    void eachContent(AddressBook book, Consumer<StoredCard> receiver) {
        all(book)
                .ifPresentOrElse(
                        cards -> contents(List.copyOf(cards), FILTERED, receiver),
                        () -> cursor.eachPage(book.id(), page -> contents(page, FILTERED, receiver)));
    }

    /** That card with its bytes, to be filtered. */
    void eachContent(Card card, Consumer<StoredCard> receiver) {
        contents(List.of(card), FILTERED, receiver);
    }

    /** All cards whose index says that they may match, with their bytes, to be filtered. */
    void candidates(AddressBook book, CandidateQuery query, Consumer<StoredCard> receiver) {
        all(book)
                .ifPresentOrElse(
                        cards -> contents(texts.candidates(book.id(), cards, query), FILTERED, receiver),
                        () -> cursor.candidates(
                                book.id(),
                                query.kind(),
                                query.match(),
                                query.folded(),
                                page -> contents(page, FILTERED, receiver)));
    }

    /** The bytes of these cards, in their order, with about a megabyte of them in memory. One that is gone is left out, one that was changed comes anew. */
    void contents(List<Card> cards, Consumer<StoredCard> receiver) {
        contents(cards, 1, receiver);
    }

    private void contents(List<Card> cards, int copies, Consumer<StoredCard> receiver) {
        List<Card> part = new ArrayList<>();
        long bytes = 0;
        for (Card card : cards) {
            if (!part.isEmpty() && (bytes + card.size() > PART_BYTES || part.size() == PART_CARDS)) {
                part(part, receiver);
                part.clear();
                bytes = 0;
            }
            if (card.size() > PART_BYTES) {
                large(card, copies, receiver);
            } else {
                part.add(card);
                bytes += card.size();
            }
        }
        part(part, receiver);
    }

    @SuppressWarnings("try") // the room is held, and not used
    private void large(Card card, int copies, Consumer<StoredCard> receiver) {
        try (LargeBodies.Room room = bodies.enter((long) card.size() * copies)) {
            part(List.of(card), receiver);
        }
    }

    private void part(List<Card> cards, Consumer<StoredCard> receiver) {
        Map<CardId, StoredCard> known = new HashMap<>();
        List<Card> unknown = new ArrayList<>();
        for (Card card : cards) {
            byte[] content = contents.getIfPresent(Version.of(card));
            if (content == null) {
                unknown.add(card);
            } else {
                known.put(card.id(), new StoredCard(card, content));
            }
        }
        if (!unknown.isEmpty()) {
            store.read(tx -> tx.cards().read(unknown))
                    .forEach(stored -> known.put(stored.card().id(), keep(stored)));
        }
        cards.forEach(card -> Optional.ofNullable(known.get(card.id())).ifPresent(receiver));
    }

    /** One large photo must not drive out thousands of cards. */
    StoredCard keep(StoredCard stored) {
        if (stored.content().length <= PART_BYTES / 16) {
            contents.put(Version.of(stored.card()), stored.content());
        }
        return stored;
    }

    private Optional<Listing> current(AddressBook book) {
        return Optional.ofNullable(listings.getIfPresent(book.id()))
                .filter(listing -> listing.token().equals(book.token()));
    }

    private Optional<Listing> listing(AddressBook book) {
        Optional<Listing> listing = current(book);
        if (listing.isPresent() || tooLarge.getIfPresent(book.id()) != null) {
            return listing;
        }
        Optional<Map<String, Card>> cards = Optional.ofNullable(listings.getIfPresent(book.id()))
                .filter(old -> book.knows(old.token())
                        && book.token().number() - old.token().number() <= MAX_STEPS)
                .map(old -> stepped(book, old))
                .orElseGet(() -> read(book));
        Optional<Listing> read = cards.filter(all -> isStill(book)).map(all -> new Listing(book.token(), all));
        read.ifPresent(fresh -> listings.put(book.id(), fresh));
        return read;
    }

    private Optional<Map<String, Card>> read(AddressBook book) {
        Map<String, Card> cards = new LinkedHashMap<>();
        boolean whole = cursor.eachUntil(book.id(), card -> {
            cards.put(card.name(), card);
            return cards.size() <= maxListed;
        });
        if (!whole) {
            tooLarge.put(book.id(), true);
        }
        return Optional.of(cards).filter(all -> whole);
    }

    private Optional<Map<String, Card>> stepped(AddressBook book, Listing old) {
        List<SyncItem> events = store.read(tx ->
                tx.cards().events(book.id(), old.token().number(), book.token().number(), MAX_STEPS + 1, true));
        Map<String, Card> cards = new LinkedHashMap<>(old.cards());
        for (SyncItem event : events) {
            if (event instanceof SyncItem.Changed changed) {
                cards.put(changed.name(), changed.card());
            } else {
                cards.remove(event.name());
            }
        }
        return Optional.of(cards);
    }

    /** What was read in several statements is the book at its token only if nobody wrote meanwhile. */
    private boolean isStill(AddressBook book) {
        return store.read(tx -> tx.books().find(book.id()))
                .map(AddressBook::token)
                .equals(Optional.of(book.token()));
    }
}
