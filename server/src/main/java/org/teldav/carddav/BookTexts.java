package org.teldav.carddav;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Cards.IndexText;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Store;

/**
 * The index texts of books, as far as they were asked for. They belong to a card at a sync number, and so can't be stale. Thread-safe
 * (docs/decisions/book-cache.md).
 */
final class BookTexts {
    private static final int PART = 500;
    private static final int BYTES_OF_A_CARD = 200;

    private final Store store;
    private final Cache<Key, Map<Long, Texts>> known = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / 20)
            .weigher((Key key, Map<Long, Texts> texts) -> texts.size() * BYTES_OF_A_CARD)
            .build();

    BookTexts(Store store) {
        this.store = store;
    }

    private record Key(BookId book, IndexRow.Kind kind) {}

    /** @param number the card's sync number */
    private record Texts(long number, List<IndexText> texts) {}

    /** Those of the cards that may match, as they are or as they were made meanwhile. */
    List<Card> candidates(BookId book, Collection<Card> cards, CandidateQuery query) {
        Map<Long, Texts> texts = texts(new Key(book, query.kind()), cards);
        List<Card> found = new ArrayList<>();
        for (Card card : cards) {
            if (texts.get(card.id().number()).texts().stream()
                    .anyMatch(text -> text.cut() || query.mayMatch(text.text()))) {
                found.add(card);
            }
        }
        return found;
    }

    private Map<Long, Texts> texts(Key key, Collection<Card> cards) {
        Map<Long, Texts> old = known.get(key, k -> Map.of());
        List<Card> unknown = new ArrayList<>();
        for (Card card : cards) {
            Texts texts = old.get(card.id().number());
            if (texts == null || texts.number() != card.syncNumber()) {
                unknown.add(card);
            }
        }
        if (unknown.isEmpty()) {
            return old;
        }
        Map<Long, Texts> fresh = new HashMap<>();
        cards.forEach(card -> {
            Texts texts = old.get(card.id().number());
            if (texts != null) {
                fresh.put(card.id().number(), texts);
            }
        });
        unknown.sort((a, b) -> Long.compare(a.id().number(), b.id().number()));
        for (int from = 0; from < unknown.size(); from += PART) {
            read(key, unknown.subList(from, Math.min(unknown.size(), from + PART)), fresh);
        }
        known.put(key, fresh);
        return fresh;
    }

    private void read(Key key, List<Card> part, Map<Long, Texts> into) {
        part.forEach(card -> into.put(card.id().number(), new Texts(card.syncNumber(), new ArrayList<>())));
        long after = part.get(0).id().number() - 1;
        long upTo = part.get(part.size() - 1).id().number();
        Map<Long, Texts> wanted = new HashMap<>();
        part.forEach(card -> wanted.put(card.id().number(), into.get(card.id().number())));
        for (IndexText text : store.read(tx -> tx.cards().texts(key.book(), key.kind(), after, upTo))) {
            Texts texts = wanted.get(text.card());
            if (texts != null) {
                texts.texts().add(text);
            }
        }
    }
}
