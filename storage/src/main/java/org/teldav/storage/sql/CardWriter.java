package org.teldav.storage.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.ETag;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoreListener.Overwrite;
import org.teldav.storage.UnstorableTextException;

/** Puts and deletes single cards. */
final class CardWriter {
    private static final int MAX_UID = 1024;

    /** Where the engine is far, what so many cards ask goes in one round trip: more would make a text of more statements than are worth being kept prepared. */
    private static final int TOGETHER = 8;

    private final Sql sql;
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
        this.sql = sql;
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
        return put(asked(put, now), now);
    }

    List<PutResult> put(List<CardPut> puts, Instant now) {
        List<PutResult> results = new ArrayList<>(puts.size());
        for (int from = 0; from < puts.size(); from = results.size()) {
            List<Asked> together = new ArrayList<>();
            Set<BookId> books = new HashSet<>();
            // The number of a book may be taken back as long as it is the last.
            for (int i = from;
                    i < puts.size()
                            && together.size() < TOGETHER
                            && books.add(puts.get(i).book());
                    i++) {
                together.add(asked(puts.get(i), now));
            }
            together.forEach(asked -> results.add(put(asked, now)));
        }
        return results;
    }

    /** @param rows the index of the card that is there */
    private record Asked(
            CardPut put,
            Question<Integer> advanced,
            Question<Optional<CardTable.Slot>> found,
            Supplier<List<IndexRow>> rows) {}

    private Asked asked(CardPut put, Instant now) {
        Text.name(put.name());
        if (put.uid().length() > MAX_UID) {
            throw new UnstorableTextException("a UID has at most " + MAX_UID + " characters");
        }
        Question<Integer> advanced = books.laterAdvance(put.book(), 1, now);
        Question<Optional<CardTable.Slot>> found = cards.laterSlot(put.book(), put.name(), put.uid());
        return new Asked(put, advanced, found, rows(put, found));
    }

    private PutResult put(Asked asked, Instant now) {
        if (asked.advanced().get() == 0) {
            return new PutResult.Missing();
        }
        CardPut put = asked.put();
        CardTable.Slot slot = asked.found().get().orElseThrow();
        locks.know(put.book(), slot);
        PutResult result = put(put, slot, asked.rows(), now);
        if (!(result instanceof PutResult.Created) && !(result instanceof PutResult.Replaced)) {
            books.retreat(put.book(), 1);
        }
        return result;
    }

    /** The index of the card that is there: by its name where that saves a round trip, by its number where that is one look-up less. */
    private Supplier<List<IndexRow>> rows(CardPut put, Supplier<Optional<CardTable.Slot>> found) {
        return sql.isFar()
                ? index.laterList(put.book(), put.name())
                : () -> found.get()
                        .flatMap(CardTable.Slot::card)
                        .map(card -> index.list(card.id()))
                        .orElse(List.of());
    }

    private PutResult put(CardPut put, CardTable.Slot slot, Supplier<List<IndexRow>> rows, Instant now) {
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
            reindex(before.id(), rows.get(), put.index());
            return new PutResult.Unchanged(before);
        }
        return replace(new Replacing(put, etag, before, rows.get()), slot, now);
    }

    private PutResult create(CardPut put, ETag etag, CardTable.Slot slot, Instant now) {
        long number = slot.number();
        CardId id = new CardId(put.book(), number);
        Instant stored = now.truncatedTo(ChronoUnit.SECONDS);
        Card card = new Card(
                id, put.name(), put.uid(), etag, put.content().length, Sql.instant(Sql.micros(now)), stored, number);
        // First, so that what is written because of the answers goes with the rows of the card, and with the COMMIT, in
        // one round trip.
        Question<List<Rewrite>> lines = rewrites.laterOfUid(card);
        List<IndexRow> rows = ownCards.entered(card, put.index(), lines, now);
        rewrites.follow(card, lines);
        tombstones.delete(put.book(), put.name());
        cards.insert(card);
        contents.insert(id, number, put.content());
        index.insert(id, prepared(rows));
        ownCards.recognize(card, slot, put.content(), now);
        return new PutResult.Created(card);
    }

    /** @param rows the index of the card before */
    private record Replacing(CardPut put, ETag etag, Card before, List<IndexRow> rows) {}

    private PutResult replace(Replacing replacing, CardTable.Slot slot, Instant now) {
        CardPut put = replacing.put();
        Card before = replacing.before();
        Optional<byte[]> bytesBefore =
                slot.isOwn() ? contents.version(before.id(), before.syncNumber()) : Optional.empty();
        Card card = new Card(
                before.id(),
                before.name(),
                before.uid(),
                replacing.etag(),
                put.content().length,
                before.created(),
                now.truncatedTo(ChronoUnit.SECONDS),
                slot.number());
        history.end(before, now);
        cards.update(before, card);
        contents.insert(card.id(), card.syncNumber(), put.content());
        reindex(card.id(), replacing.rows(), put.index());
        if (slot.isOwn()) {
            ownCards.edited(put.book().home(), bytesBefore, Optional.of(put.content()), now);
        } else if (put.blind() && isKnownGone(replacing.rows(), put.index())) {
            contents.version(before.id(), before.syncNumber())
                    .ifPresent(bytes -> ownCards.overwritten(new Overwrite(card, bytes, replacing.rows(), put), now));
        }
        return new PutResult.Replaced(card);
    }

    /** Whether an entry that is about somebody is there no more. */
    private static boolean isKnownGone(List<IndexRow> before, List<IndexRow> after) {
        Set<Optional<String>> keys = after.stream().map(IndexRow::key).collect(Collectors.toSet());
        return before.stream().anyMatch(row -> row.about().isPresent() && !keys.contains(row.key()));
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
        if (!Text.isStorable(name)) {
            return new DeleteResult.Missing();
        }
        Question<Integer> advanced = books.laterAdvance(book, 1, now);
        Question<Optional<CardTable.Slot>> found = cards.laterSlot(book, name, "");
        if (advanced.get() == 0) {
            return new DeleteResult.Missing();
        }
        CardTable.Slot slot = found.get().orElseThrow();
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
            return new DeleteResult.ConditionFailed();
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
