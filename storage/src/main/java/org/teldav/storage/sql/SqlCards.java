package org.teldav.storage.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.Cards;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.HeldCard;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.storage.SyncItem;

/** Cards, over the tables of cards, contents, index, tombstones and history. */
final class SqlCards implements Cards {
    private final Sql sql;
    private final OwnCards ownCards;
    private final LockTable locks;
    private final CardTable cards;
    private final ContentTable contents;
    private final IndexTable index;

    SqlCards(Sql sql, OwnCards ownCards, LockTable locks) {
        this.sql = sql;
        this.ownCards = ownCards;
        this.locks = locks;
        this.cards = new CardTable(sql);
        this.contents = new ContentTable(sql);
        this.index = new IndexTable(sql);
    }

    @Override
    public Optional<Card> find(BookId book, String name) {
        return Text.isStorable(name) ? cards.find(book, name) : Optional.empty();
    }

    @Override
    public Optional<Card> find(CardId id) {
        return cards.find(id);
    }

    @Override
    public Optional<StoredCard> read(BookId book, String name) {
        return Text.isStorable(name) ? contents.read(book, name) : Optional.empty();
    }

    @Override
    public Optional<StoredCard> read(CardId id) {
        return contents.read(id);
    }

    @Override
    public List<HeldCard> held(List<CardId> cards) {
        return new HeldCards(sql).list(cards);
    }

    @Override
    public List<Card> find(BookId book, Collection<String> names) {
        return cards.find(
                book, names.stream().filter(Text::isStorable).distinct().toList());
    }

    @Override
    public List<StoredCard> read(List<Card> wanted) {
        Map<BookId, List<Long>> books = new LinkedHashMap<>();
        for (Card card : wanted) {
            books.computeIfAbsent(card.id().book(), book -> new ArrayList<>())
                    .add(card.id().number());
        }
        Map<CardId, StoredCard> found = new HashMap<>();
        books.forEach((book, numbers) -> contents.read(book, numbers)
                .forEach(stored -> found.put(stored.card().id(), stored)));
        return wanted.stream()
                .filter(card -> found.containsKey(card.id()))
                .map(card -> found.get(card.id()))
                .toList();
    }

    @Override
    public List<Card> page(BookId book, long afterNumber, int limit) {
        return cards.page(book, afterNumber, limit);
    }

    @Override
    public List<SyncItem> events(BookId book, long after, long upTo, int limit, boolean withRemoved) {
        Question<List<Card>> changed = cards.laterChanged(book, after, upTo, limit);
        Optional<Question<List<SyncItem.Removed>>> removed = withRemoved
                ? Optional.of(new TombstoneTable(sql).laterRemoved(book, after, upTo, limit))
                : Optional.empty();
        List<SyncItem> events = new ArrayList<>();
        changed.get().forEach(card -> events.add(new SyncItem.Changed(card)));
        if (removed.isPresent()) {
            events.addAll(removed.get().get());
            events.sort(Comparator.comparingLong(SyncItem::number));
        }
        return events.size() <= limit ? events : List.copyOf(events.subList(0, limit));
    }

    @Override
    public List<IndexText> texts(BookId book, IndexRow.Kind kind, long after, long upTo) {
        return index.texts(book, kind, after, upTo);
    }

    @Override
    public List<IndexText> keys(BookId book, long after, long upTo) {
        return index.keys(book, after, upTo);
    }

    @Override
    public List<Card> numbered(BookId book, Collection<Long> numbers) {
        return cards.numbered(book, numbers);
    }

    @Override
    public List<Card> candidates(
            BookId book, IndexRow.Kind kind, TextMatch match, String text, long afterNumber, int limit) {
        List<Card> found = new ArrayList<>();
        long after = afterNumber;
        // A card that goes between the two statements must not make the page look like the last.
        while (found.size() < limit) {
            int wanted = limit - found.size();
            List<Long> numbers = index.candidates(book, kind, match, text, after, wanted);
            cards.numbered(book, numbers).stream()
                    .sorted(Comparator.comparingLong(card -> card.id().number()))
                    .forEach(found::add);
            if (numbers.size() < wanted) {
                break;
            }
            after = numbers.get(numbers.size() - 1);
        }
        return found;
    }

    @Override
    public List<IndexRow> index(CardId card) {
        return index.list(card);
    }

    @Override
    public Usage usage(BookId book) {
        return cards.usage(book);
    }

    @Override
    public PutResult put(CardPut put, Instant now) {
        return new CardWriter(sql, ownCards, locks).put(put, now);
    }

    @Override
    public List<PutResult> put(List<CardPut> puts, Instant now) {
        return new CardWriter(sql, ownCards, locks).put(puts, now);
    }

    @Override
    public DeleteResult delete(BookId book, String name, Predicate<Card> condition, Instant now) {
        return new CardWriter(sql, ownCards, locks).delete(book, name, condition, now);
    }

    @Override
    public void touch(CardId card) {
        new Descriptions(sql).ofCards(card.book());
    }

    @Override
    public PutResult copy(CardId source, BookId book, String name, Predicate<Optional<Card>> condition, Instant now) {
        return new CardMover(sql, ownCards, locks).copy(source, book, name, condition, now);
    }

    @Override
    public PutResult move(
            CardId source,
            Predicate<Card> sourceCondition,
            BookId book,
            String name,
            Predicate<Optional<Card>> condition,
            Instant now) {
        return new CardMover(sql, ownCards, locks)
                .move(new CardMover.Move(source, sourceCondition, book, name, condition), now);
    }

    @Override
    public List<CardVersion> history(BookId book, String name) {
        return Text.isStorable(name) ? new HistoryTable(sql).list(book, name) : List.of();
    }

    @Override
    public Optional<byte[]> version(CardId card, long syncNumber) {
        return contents.version(card, syncNumber);
    }
}
