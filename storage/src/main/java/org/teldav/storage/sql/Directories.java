package org.teldav.storage.sql;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.storage.SyncToken;
import org.teldav.storage.Transaction;

/**
 * The directories of groups (docs/decisions/directory.md). The home of such a book is the group. Its cards have no keys and are about nobody, so that no
 * change of a number finds them, and no versions of before.
 *
 * <p>Whoever writes here holds all of the user's that it follows from: the book of the own card to edit it, the whole home to say otherwise who is shown
 * where. The directories are locked behind everything else, that of the lower id first.
 */
final class Directories {
    /** The number of the book in its home. */
    static final long BOOK = 1;

    private static final String SUFFIX = ".vcf";

    /** Books {@code b} that a user finds in their home through memberships {@code m}; a book of their own covers the one of its name. */
    static final String OF_USER = " FROM memberships m JOIN books b ON b.home = m.group_id AND b.book = " + BOOK
            + " LEFT JOIN books o ON o.home = m.user_id AND o.name = b.name"
            + " WHERE m.user_id = ? AND m.until_at IS NULL AND o.home IS NULL";

    private static final String SHOWN = " AND m.until_at IS NULL AND m.is_shown AND NOT p.disabled";
    private static final String PLACES =
            "SELECT m.group_id, p.name FROM memberships m JOIN principals p ON p.id = m.user_id"
                    + " WHERE m.user_id = ?" + SHOWN + " ORDER BY m.group_id";
    private static final String MISSING = "SELECT m.user_id, p.name FROM memberships m"
            + " JOIN principals p ON p.id = m.user_id LEFT JOIN cards c"
            + " ON c.home = m.group_id AND c.book = " + BOOK + " AND c.name = p.name || '" + SUFFIX + "'"
            + " WHERE m.group_id = ?" + SHOWN + " AND c.card IS NULL ORDER BY m.user_id";
    private static final String UID = "SELECT c.uid FROM homes h"
            + " JOIN cards c ON c.home = h.home AND c.book = h.own_book AND c.card = h.own_card WHERE h.home = ?";

    private final Sql sql;
    private final BookTable books;
    private final ContentTable contents;
    private final IndexTable index;
    private final OwnCards ownCards;
    private final CardWriter writer;

    Directories(Sql sql, Transaction transaction) {
        this.sql = sql;
        this.books = new BookTable(sql);
        this.contents = new ContentTable(sql);
        this.index = new IndexTable(sql);
        this.ownCards = new OwnCards(sql, (inside, edit) -> {}, transaction);
        this.writer = new CardWriter(sql, ownCards, new LockTable(sql));
    }

    private static BookId book(long group) {
        return new BookId(group, BOOK);
    }

    static String name(Principal.Group group) {
        return AddressBook.DIRECTORY_PREFIX + group.name();
    }

    /** Of a new group. */
    void make(Principal.Group group) {
        books.insert(new AddressBook(
                book(group.id()),
                name(group),
                group.displayName(),
                Optional.empty(),
                AddressBook.Languages.NONE,
                new SyncToken(HomeHistory.epoch(), 0),
                0,
                group.created(),
                group.created()));
    }

    /** @return false where it is no group's */
    boolean describe(long principal, String displayName) {
        return sql.update(
                        "UPDATE books SET display_name = ? WHERE home = ? AND book = ? AND EXISTS"
                                + " (SELECT id FROM principals WHERE id = ? AND kind = 'group')",
                        displayName,
                        principal,
                        BOOK,
                        principal)
                > 0;
    }

    Optional<AddressBook> find(long user, String name) {
        return sql.first(
                "SELECT " + BookTable.COLUMNS_OF_B + OF_USER + " AND b.name = ?",
                row -> BookTable.book(row),
                user,
                name);
    }

    Question<List<AddressBook>> laterList(long user) {
        return sql.laterList("SELECT " + BookTable.COLUMNS_OF_B + OF_USER, row -> BookTable.book(row), user);
    }

    /** Asks what an edit of a user's own card is to change here, with what is asked next. */
    Edit edit(long user) {
        return new Edit(
                sql.laterList(PLACES, row -> new Place(row.getLong(1), row.getString(2)), user),
                sql.laterFirst(UID, row -> row.getString(1), user),
                index.laterListOwn(user));
    }

    /** @param id of a group that shows the user, or of the user */
    private record Place(long id, String user) {}

    /** An edit of an own card that is written, and is to be carried to where its user is shown. */
    final class Edit {
        private final Question<List<Place>> places;
        private final Question<Optional<String>> uid;
        private final Question<List<IndexRow>> rows;

        private Edit(Question<List<Place>> places, Question<Optional<String>> uid, Question<List<IndexRow>> rows) {
            this.places = places;
            this.uid = uid;
            this.rows = rows;
        }

        /** @param content of the own card; empty where there is none any more */
        void carry(Optional<byte[]> content, Instant now) {
            for (Place place : places.get()) {
                content.ifPresentOrElse(
                        bytes -> put(
                                place.id(),
                                place.user(),
                                new Shown(bytes, uid.get().orElseThrow(), rows.get()),
                                now),
                        () -> remove(place.id(), place.user(), now));
            }
        }
    }

    /** Brings the directories of these groups up to where the user is to be shown by now. @param groups ascending */
    void follow(Principal.User user, List<Long> groups, Instant now) {
        Set<Long> shown = new HashSet<>(sql.list(PLACES, row -> row.getLong(1), user.id()));
        Optional<Shown> own = groups.isEmpty() ? Optional.empty() : own(user.id());
        for (long group : groups) {
            own.filter(card -> shown.contains(group))
                    .ifPresentOrElse(card -> put(group, user.name(), card, now), () -> remove(group, user.name(), now));
        }
    }

    /** The user's own card, as it is committed: who edits it while it is shown waits for the directory. */
    private Optional<Shown> own(long user) {
        return ownCards.of(user).flatMap(id -> contents.read(id)).map(this::shown);
    }

    private Shown shown(StoredCard stored) {
        return new Shown(
                stored.content(), stored.card().uid(), index.list(stored.card().id()));
    }

    /** What of an own card is shown. @param index as the own card has it */
    @SuppressWarnings("ArrayRecordComponent")
    private record Shown(byte[] content, String uid, List<IndexRow> index) {
        List<IndexRow> withoutKeys() {
            return index.stream()
                    .map(row -> new IndexRow(
                            row.kind(), row.position(), Optional.empty(), row.text(), OptionalLong.empty()))
                    .toList();
        }
    }

    /** No two cards of a book have one UID: who comes later with another member's is shown once that one is gone. */
    private void put(long group, String user, Shown card, Instant now) {
        if (write(group, user, card, now) instanceof PutResult.UidConflict) {
            remove(group, user, now);
        }
    }

    private PutResult write(long group, String user, Shown card, Instant now) {
        sql.last();
        PutResult result = writer.put(
                new CardPut(book(group), user + SUFFIX, card.content(), card.uid(), card.withoutKeys(), CardPut.ALWAYS),
                now);
        if (result instanceof PutResult.Replaced replaced) {
            forget(replaced.card().id(), replaced.card().syncNumber());
        }
        return result;
    }

    void remove(long group, String user, Instant now) {
        sql.last();
        DeleteResult result = writer.delete(book(group), user + SUFFIX, there -> true, now);
        if (result instanceof DeleteResult.Deleted deleted) {
            forget(deleted.before().id(), 0);
            fill(group, now);
        }
    }

    /** Those who are to be shown and are not: another's card was in the way. */
    private void fill(long group, Instant now) {
        List<Place> missing = sql.list(MISSING, row -> new Place(row.getLong(1), row.getString(2)), group);
        for (Place user : missing) {
            own(user.id()).ifPresent(card -> write(group, user.user(), card, now));
        }
    }

    /** Who takes a card back, or changes it, leaves nothing of it. @param but the version that is there */
    private void forget(CardId card, long but) {
        String of = " WHERE home = ? AND book = ? AND card = ? AND sync_number <> ?";
        Object[] which = {card.book().home(), card.book().book(), card.number(), but};
        sql.run("DELETE FROM history" + of, which);
        sql.run("DELETE FROM contents" + of, which);
    }
}
