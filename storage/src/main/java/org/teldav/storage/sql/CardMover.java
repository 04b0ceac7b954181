package org.teldav.storage.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;

/** COPY and MOVE within one home (RFC 4918 §9.8, §9.9). Where two books are locked, that of the lower number is first. */
final class CardMover {
    private final Sql sql;
    private final BookTable books;
    private final CardTable cards;
    private final ContentTable contents;
    private final IndexTable index;
    private final HistoryTable history;
    private final TombstoneTable tombstones;
    private final DeadPropertyTable properties;
    private final RewriteTable rewrites;
    private final LockTable locks;
    private final CardRemoval removal;
    private final CardWriter writer;
    private final OwnCards ownCards;

    CardMover(Sql sql, OwnCards ownCards, LockTable locks) {
        this.sql = sql;
        this.books = new BookTable(sql);
        this.cards = new CardTable(sql);
        this.contents = new ContentTable(sql);
        this.index = new IndexTable(sql);
        this.history = new HistoryTable(sql);
        this.tombstones = new TombstoneTable(sql);
        this.properties = new DeadPropertyTable(sql);
        this.rewrites = new RewriteTable(sql);
        this.locks = locks;
        this.removal = new CardRemoval(sql);
        this.writer = new CardWriter(sql, ownCards, locks);
        this.ownCards = ownCards;
    }

    PutResult copy(CardId source, BookId book, String name, Predicate<Optional<Card>> condition, Instant now) {
        lock(source.book(), book);
        Optional<StoredCard> found = contents.read(source);
        if (found.isEmpty()) {
            return new PutResult.Missing();
        }
        Card card = found.get().card();
        PutResult result = writer.put(
                new CardPut(book, name, found.get().content(), card.uid(), index.list(source), condition), now);
        if (result instanceof PutResult.Created made) {
            properties.copy(source, made.card().id());
        } else if (result instanceof PutResult.Replaced made) {
            replaceProperties(source, made.card().id());
        } else if (result instanceof PutResult.Unchanged same
                && !same.card().id().equals(source)) {
            replaceProperties(source, same.card().id());
        }
        return result;
    }

    private void replaceProperties(CardId source, CardId target) {
        properties.copy(source, target);
        new Descriptions(sql).ofCards(target.book());
    }

    PutResult move(Move move, Instant now) {
        Text.name(move.name());
        lock(move.source().book(), move.book());
        Optional<Card> source = cards.find(move.source());
        if (source.isEmpty() || books.find(move.book()).isEmpty()) {
            return new PutResult.Missing();
        }
        if (!move.sourceCondition().test(source.get())) {
            return new PutResult.ConditionFailed(source);
        }
        CardTable.Slot target =
                cards.slot(move.book(), move.name(), source.get().uid());
        return move(move, source.get(), target, now);
    }

    private PutResult move(Move move, Card source, CardTable.Slot target, Instant now) {
        if (!move.condition().test(target.card())) {
            return new PutResult.ConditionFailed(target.card());
        }
        if (target.card().filter(source::equals).isPresent()) {
            return new PutResult.Unchanged(source);
        }
        Optional<String> conflict =
                target.uidConflict(move.name(), source.uid()).filter(name -> !isSource(move, source, name));
        if (conflict.isPresent()) {
            return new PutResult.UidConflict(conflict.get());
        }
        Optional<byte[]> ownBefore = target.isOwn()
                ? contents.version(target.card().get().id(), target.card().get().syncNumber())
                : Optional.empty();
        Card moved = move.isRename() ? rename(move, source, target, now) : carry(move, source, target, now);
        locks.deleteAll(source.id().book(), source.name());
        followOwnCard(source, moved, target, ownBefore, now);
        return target.card().isPresent() ? new PutResult.Replaced(moved) : new PutResult.Created(moved);
    }

    private static boolean isSource(Move move, Card source, String name) {
        return move.isRename() && name.equals(source.name());
    }

    /** Two events, hence two numbers: the old name goes, the new one comes. */
    private Card rename(Move move, Card source, CardTable.Slot target, Instant now) {
        books.advance(move.book(), 2, now);
        long number = target.number() + 2;
        clear(move, target, now);
        history.end(source, now);
        tombstones.insert(move.book(), source.name(), number - 1, now);
        contents.copy(source.id(), source.syncNumber(), source.id(), number);
        Card moved = moved(source, source.id(), move.name(), number, now);
        cards.update(source, moved);
        return moved;
    }

    private Card carry(Move move, Card source, CardTable.Slot target, Instant now) {
        books.advance(move.book(), 1, now);
        books.advance(source.id().book(), 1, now);
        long number = target.number() + 1;
        CardId id = new CardId(move.book(), number);
        clear(move, target, now);
        Card moved = moved(source, id, move.name(), number, now);
        cards.insert(moved);
        contents.copy(source.id(), source.syncNumber(), id, number);
        List<IndexRow> rows = index.list(source.id());
        index.insert(id, rows);
        properties.copy(source.id(), id);
        removal.card(source, books.number(source.id().book()), now);
        rewrites.follow(moved);
        ownCards.entered(moved, rows, List::of, now);
        return moved;
    }

    private void clear(Move move, CardTable.Slot target, Instant now) {
        target.card().ifPresent(there -> removal.card(there, now));
        tombstones.delete(move.book(), move.name());
    }

    private static Card moved(Card source, CardId id, String name, long number, Instant now) {
        return new Card(
                id,
                name,
                source.uid(),
                source.etag(),
                source.size(),
                source.created(),
                now.truncatedTo(ChronoUnit.SECONDS),
                number);
    }

    /**
     * An own card that moves stays the own card. One that is overwritten hands that on to what overwrites it: some clients save by a move over the old
     * version.
     */
    private void followOwnCard(
            Card source, Card moved, CardTable.Slot target, Optional<byte[]> ownBefore, Instant now) {
        long home = moved.id().book().home();
        if (target.isOwn()) {
            ownCards.name(home, Optional.of(moved.id()));
            ownCards.edited(home, ownBefore, contents.version(moved.id(), moved.syncNumber()), now);
        } else if (target.own().filter(source.id()::equals).isPresent()) {
            ownCards.name(home, Optional.of(moved.id()));
        } else if (!moved.id().book().equals(source.id().book())) {
            contents.version(moved.id(), moved.syncNumber())
                    .ifPresent(content -> ownCards.recognize(moved, target, content, now));
        }
    }

    private void lock(BookId source, BookId target) {
        if (source.home() != target.home()) {
            throw new IllegalArgumentException("a card can't leave its home");
        }
        List<BookId> both = source.book() <= target.book() ? List.of(source, target) : List.of(target, source);
        both.stream().distinct().forEach(books::lock);
    }

    /** A request to move a card. */
    record Move(
            CardId source,
            Predicate<Card> sourceCondition,
            BookId book,
            String name,
            Predicate<Optional<Card>> condition) {
        boolean isRename() {
            return source.book().equals(book);
        }
    }
}
