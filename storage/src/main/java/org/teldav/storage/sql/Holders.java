package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Changes.Holding;

/**
 * Who has an entry about a changer (rule 4 of propagation.md). Reads along the index of keys, from the last card on, and asks of each entry by index:
 * what it costs grows with the entries that have the key, and with nothing else.
 */
final class Holders {
    private static final int MIN_PAGE = 64;
    private static final Comparator<CardId> ORDER = Comparator.comparingLong(
                    (CardId card) -> card.book().home())
            .thenComparingLong(card -> card.book().book())
            .thenComparingLong(CardId::number);
    private static final CardId START = new CardId(new BookId(0, 0), 0);

    /**
     * All entries of a key, with what is found beside each by the whole of a primary key. Not as conditions: then an engine may choose to ask about all of the
     * entries for each page.
     */
    private static final String ENTRIES = "SELECT i.home, i.book, i.card, i.about, h.home, r.home, c.bytes"
            + " FROM card_index i"
            + " JOIN cards c ON c.home = i.home AND c.book = i.book AND c.card = i.card"
            + " LEFT JOIN homes h ON h.home = i.home AND h.own_book = i.book AND h.own_card = i.card"
            + " LEFT JOIN rewrites r ON r.home = i.home AND r.book = i.book AND r.card = i.card AND r.change_id = ?"
            + " WHERE i.tel_key = ? AND i.home >= ? AND (i.home > ? OR i.book > ? OR (i.book = ? AND i.card > ?))"
            + " ORDER BY i.tel_key, i.home, i.book, i.card, i.ordinal";

    /** The changer's mates, among some users, as it was at a time. */
    private static final String MATES = "SELECT o.user_id FROM memberships o WHERE o.group_id = ?"
            + " AND o.user_id >= ? AND o.user_id <= ? AND o.since_at <= ? AND (o.until_at IS NULL OR o.until_at > ?)";

    private final Sql sql;
    private final Change change;
    private final Set<String> keys;
    private final Set<String> proved;
    private Optional<List<Long>> groups = Optional.empty();

    Holders(Sql sql, Change change, Collection<String> keys, Collection<String> proved) {
        this.sql = sql;
        this.change = change;
        this.keys = Set.copyOf(keys);
        this.proved = Set.copyOf(proved);
    }

    List<Holding> next(Optional<CardId> after, int limit) {
        TreeMap<CardId, Integer> sizes = new TreeMap<>(ORDER);
        Optional<CardId> cursor = Optional.of(after.orElse(START));
        while (cursor.isPresent() && sizes.size() < limit) {
            cursor = collect(cursor.get(), Math.max(limit, MIN_PAGE), sizes);
        }
        return sizes.entrySet().stream()
                .limit(limit)
                .map(entry -> new Holding(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * Adds the cards of all keys from one card on, up to where each key is known in whole.
     *
     * @return the card up to which that is, empty at the end
     */
    private Optional<CardId> collect(CardId after, int limit, TreeMap<CardId, Integer> sizes) {
        List<Entry> entries = new ArrayList<>();
        Optional<CardId> bound = Optional.empty();
        for (String key : keys) {
            List<Entry> page = entries(key, after, limit);
            entries.addAll(page);
            if (page.size() == limit) {
                CardId whole = lastWhole(page);
                bound = bound.filter(least -> ORDER.compare(least, whole) <= 0).or(() -> Optional.of(whole));
            }
        }
        Set<Long> mates = mates(entries);
        for (Entry entry : entries) {
            boolean isWhole =
                    bound.filter(last -> ORDER.compare(entry.card(), last) > 0).isEmpty();
            if (isWhole && entry.applies() && mates.contains(entry.card().book().home())) {
                sizes.put(entry.card(), entry.size());
            }
        }
        return bound;
    }

    /** The page may end amid the entries of its last card. */
    private static CardId lastWhole(List<Entry> page) {
        CardId last = page.get(page.size() - 1).card();
        for (int i = page.size() - 1; i >= 0; i--) {
            if (!page.get(i).card().equals(last)) {
                return page.get(i).card();
            }
        }
        return last;
    }

    private List<Entry> entries(String key, CardId after, int limit) {
        long home = after.book().home();
        return sql.page(
                ENTRIES,
                row -> entry(key, row),
                change.id(),
                key,
                home,
                home,
                after.book().book(),
                after.book().book(),
                after.number(),
                limit);
    }

    private Entry entry(String key, ResultSet row) throws SQLException {
        CardId card = new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3));
        long about = row.getLong(4);
        boolean isAbout = row.wasNull() ? proved.contains(key) : about == change.user();
        boolean isOpen = row.getObject(5) == null && row.getObject(6) == null;
        return new Entry(card, row.getInt(7), isAbout && isOpen && card.book().home() != change.user());
    }

    /** Those of the entries' homes that share a group with the changer: a whole page is asked about at once. */
    private Set<Long> mates(List<Entry> entries) {
        LongSummaryStatistics homes = entries.stream()
                .filter(Entry::applies)
                .mapToLong(entry -> entry.card().book().home())
                .summaryStatistics();
        Set<Long> mates = new HashSet<>();
        if (homes.getCount() > 0) {
            long at = Sql.micros(change.asOf());
            for (long group : groups()) {
                mates.addAll(sql.list(MATES, row -> row.getLong(1), group, homes.getMin(), homes.getMax(), at, at));
            }
        }
        return mates;
    }

    /** The changer's, at the time of the change. */
    private List<Long> groups() {
        if (groups.isEmpty()) {
            groups = Optional.of(new MembershipTable(sql).groupsAt(change.user(), change.asOf()));
        }
        return groups.get();
    }

    /** @param applies whether the change is to rewrite it, provided that its holder is a mate of the changer */
    private record Entry(CardId card, int size, boolean applies) {}
}
