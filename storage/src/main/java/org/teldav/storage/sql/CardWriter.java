package org.teldav.storage.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.ETag;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.UnstorableTextException;

/** Puts and deletes single cards. */
final class CardWriter {
    private static final int MAX_UID = 1024;

    private final BookTable books;
    private final CardTable cards;
    private final ContentTable contents;
    private final IndexTable index;
    private final HistoryTable history;
    private final TombstoneTable tombstones;
    private final LockTable locks;
    private final CardRemoval removal;
    private final RewriteTable rewrites;
    private final OwnCards ownCards;

    CardWriter(Sql sql, OwnCards ownCards, LockTable locks) {
        this.books = new BookTable(sql);
        this.cards = new CardTable(sql);
        this.contents = new ContentTable(sql);
        this.index = new IndexTable(sql);
        this.history = new HistoryTable(sql);
        this.tombstones = new TombstoneTable(sql);
        this.locks = locks;
        this.removal = new CardRemoval(sql);
        this.rewrites = new RewriteTable(sql);
        this.ownCards = ownCards;
    }

    PutResult put(CardPut put, Instant now) {
        Text.name(put.name());
        if (put.uid().length() > MAX_UID) {
            throw new UnstorableTextException("a UID has at most " + MAX_UID + " characters");
        }
        if (!books.advance(put.book(), 1, now)) {
            return new PutResult.Missing();
        }
        CardTable.Slot slot = cards.slot(put.book(), put.name(), put.uid());
        locks.know(put.book(), slot);
        PutResult result = put(put, slot, now);
        if (!(result instanceof PutResult.Created) && !(result instanceof PutResult.Replaced)) {
            books.retreat(put.book(), 1);
        }
        return result;
    }

    private PutResult put(CardPut put, CardTable.Slot slot, Instant now) {
        if (!put.condition().test(slot.card())) {
            return new PutResult.ConditionFailed(slot.card());
        }
        Optional<String> conflict = slot.uidConflict(put.name(), put.uid());
        if (conflict.isPresent()) {
            return new PutResult.UidConflict(conflict.get());
        }
        ETag etag = ETag.of(put.content());
        if (slot.card().isEmpty()) {
            return create(put, etag, slot, now);
        }
        Card before = slot.card().get();
        if (before.etag().equals(etag)) {
            reindex(before.id(), index.list(before.id()), put.index());
            return new PutResult.Unchanged(before);
        }
        return replace(put, etag, before, slot, now);
    }

    private PutResult create(CardPut put, ETag etag, CardTable.Slot slot, Instant now) {
        long number = slot.number();
        CardId id = new CardId(put.book(), number);
        Instant stored = now.truncatedTo(ChronoUnit.SECONDS);
        Card card = new Card(
                id, put.name(), put.uid(), etag, put.content().length, Sql.instant(Sql.micros(now)), stored, number);
        // First, so that what the listener writes goes with the rows of the card in one round trip.
        ownCards.entered(card, put.index(), now);
        tombstones.delete(put.book(), put.name());
        cards.insert(card);
        contents.insert(id, number, put.content());
        index.insert(id, prepared(put.index()));
        rewrites.follow(card);
        return new PutResult.Created(card);
    }

    private PutResult replace(CardPut put, ETag etag, Card before, CardTable.Slot slot, Instant now) {
        Optional<byte[]> bytesBefore =
                slot.isOwn() ? contents.version(before.id(), before.syncNumber()) : Optional.empty();
        Card card = new Card(
                before.id(),
                before.name(),
                before.uid(),
                etag,
                put.content().length,
                before.created(),
                now.truncatedTo(ChronoUnit.SECONDS),
                slot.number());
        List<IndexRow> rows = index.list(before.id());
        history.end(before, now);
        cards.update(before, card);
        contents.insert(card.id(), card.syncNumber(), put.content());
        reindex(card.id(), rows, put.index());
        if (slot.isOwn()) {
            ownCards.edited(put.book().home(), bytesBefore, Optional.of(put.content()), now);
        }
        return new PutResult.Replaced(card, before);
    }

    /** Writes the rows where they differ from those that are there; what was known of an entry stays known. */
    private void reindex(CardId card, List<IndexRow> before, List<IndexRow> rows) {
        List<IndexRow> after = inherited(prepared(rows), before);
        if (!after.equals(before)) {
            index.replace(card, before, after);
        }
    }

    /** In the table's order, as the table can keep them. */
    private static List<IndexRow> prepared(List<IndexRow> rows) {
        return rows.stream()
                .map(row -> new IndexRow(row.kind(), row.position(), row.key(), Text.storable(row.text()), row.about()))
                .sorted(IndexTable.ORDER)
                .toList();
    }

    private static List<IndexRow> inherited(List<IndexRow> rows, List<IndexRow> before) {
        Map<String, OptionalLong> known = new HashMap<>();
        for (IndexRow row : before) {
            if (row.about().isPresent()) {
                row.key().ifPresent(key -> known.putIfAbsent(key, row.about()));
            }
        }
        List<IndexRow> inherited = new ArrayList<>(rows.size());
        for (IndexRow row : rows) {
            OptionalLong about = row.about().isPresent()
                    ? row.about()
                    : known.getOrDefault(row.key().orElse(""), OptionalLong.empty());
            inherited.add(new IndexRow(row.kind(), row.position(), row.key(), row.text(), about));
        }
        return inherited;
    }

    DeleteResult delete(BookId book, String name, Predicate<Card> condition, Instant now) {
        if (!Text.isStorable(name) || !books.advance(book, 1, now)) {
            return new DeleteResult.Missing();
        }
        CardTable.Slot slot = cards.slot(book, name, "");
        locks.know(book, slot);
        DeleteResult result = delete(slot, condition, now);
        if (!(result instanceof DeleteResult.Deleted)) {
            books.retreat(book, 1);
        }
        return result;
    }

    private DeleteResult delete(CardTable.Slot slot, Predicate<Card> condition, Instant now) {
        if (slot.card().isEmpty()) {
            return new DeleteResult.Missing();
        }
        Card card = slot.card().get();
        if (!condition.test(card)) {
            return new DeleteResult.ConditionFailed(card);
        }
        Optional<byte[]> bytesBefore = slot.isOwn() ? contents.version(card.id(), card.syncNumber()) : Optional.empty();
        removal.card(card, slot.number(), now);
        locks.deleteAll(card.id().book(), card.name());
        if (slot.isOwn()) {
            long home = card.id().book().home();
            ownCards.name(home, Optional.empty());
            ownCards.edited(home, bytesBefore, Optional.empty(), now);
        }
        return new DeleteResult.Deleted(card);
    }
}
