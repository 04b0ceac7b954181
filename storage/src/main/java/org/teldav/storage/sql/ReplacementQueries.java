package org.teldav.storage.sql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Replacement;

/** What was replaced of late, for those who come late (rule 12). Each query goes along an index. */
final class ReplacementQueries {
    /** What has reached, or is reaching, its holders. What is held has not: when it is let out, or goes on, it finds also those who came until then. */
    private static final String WENT_OUT = " AND n.new_key IS NOT NULL AND c.edited_at >= ? AND (c.state = 'DONE'"
            + " OR (c.state = 'PENDING' AND NOT c.paused AND (c.lease_owner IS NOT NULL OR c.not_before IS NULL)))";

    private static final RowReader<CardId> CARD =
            row -> new CardId(new BookId(row.getLong(1), row.getLong(2)), row.getLong(3));

    private final Sql sql;

    ReplacementQueries(Sql sql) {
        this.sql = sql;
    }

    List<Long> by(Collection<String> keys, Instant since) {
        return replaced(keys, since).stream().map(Replaced::user).distinct().toList();
    }

    /** Of many cards few have such a number: those are found in two round trips. */
    List<CardId> in(List<CardId> cards, Instant since) {
        Map<CardId, TreeSet<IndexRow>> index = new IndexTable(sql).list(cards);
        Set<String> all = index.values().stream().flatMap(rows -> keys(rows)).collect(toSet());
        Map<String, Set<Long>> users =
                replaced(all, since).stream().collect(groupingBy(Replaced::key, mapping(Replaced::user, toSet())));
        return cards.stream()
                .filter(card -> keys(index.getOrDefault(card, new TreeSet<>()))
                        .anyMatch(key -> users.getOrDefault(key, Set.of()).stream()
                                .anyMatch(user -> user != card.book().home())))
                .toList();
    }

    private static Stream<String> keys(Collection<IndexRow> rows) {
        return rows.stream().flatMap(row -> row.key().stream());
    }

    private record Replaced(String key, long user) {}

    private List<Replaced> replaced(Collection<String> keys, Instant since) {
        return sql.listAny(
                "SELECT n.old_key, n.home FROM change_numbers n JOIN changes c ON c.home = n.home AND c.id = n.change_id"
                        + " WHERE n.old_key IS NOT NULL" + WENT_OUT + " AND n.old_key",
                row -> new Replaced(row.getString(1), row.getLong(2)),
                List.of(Sql.micros(since)),
                keys);
    }

    List<Replacement> of(long user, Instant since) {
        return sql.list(
                "SELECT c.id, c.edited_at, n.old_key, n.new_key, n.proved, c.told"
                        + " FROM changes c JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " WHERE c.home = ? AND n.old_key IS NOT NULL" + WENT_OUT + " ORDER BY c.id, n.ordinal",
                row -> new Replacement(
                        row.getLong(1),
                        Sql.instant(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        Optional.ofNullable(row.getString(6))
                                .map(ChangerChoice.Audience::valueOf)
                                .orElse(ChangerChoice.Audience.EVERYONE)),
                user,
                Sql.micros(since));
    }

    /**
     * Along the newcomer's own entries, and along the entries that have one of their old numbers: of the group's members only these are asked about. The
     * outer joins keep HSQLDB from beginning with the group, which may have thousands of members.
     */
    List<CardId> cards(long group, long user, Instant since) {
        Set<CardId> cards = new LinkedHashSet<>();
        String own = "card_index i JOIN change_numbers n ON n.old_key = i.tel_key"
                + " JOIN changes c ON c.home = n.home AND c.id = n.change_id";
        String others = "changes c JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                + " JOIN card_index i ON i.tel_key = n.old_key";
        ofMembers(own, "i.home", "c.home", group, user, since).forEach(found -> found.ifPresent(cards::add));
        ofMembers(others, "c.home", "i.home", group, user, since).forEach(found -> found.ifPresent(cards::add));
        return List.copyOf(cards);
    }

    /** @param newcomer the column that is to be the user @param member the one that is to be another of the group */
    private List<Optional<CardId>> ofMembers(
            String entries, String newcomer, String member, long group, long user, Instant since) {
        return sql.list(
                "SELECT DISTINCT i.home, i.book, i.card, m.user_id FROM " + entries
                        + " LEFT JOIN memberships m ON m.user_id = " + member
                        + " AND m.group_id = ? AND m.until_at IS NULL WHERE " + newcomer + " = ? AND " + member
                        + " <> ?" + WENT_OUT,
                ReplacementQueries::ofMember,
                group,
                user,
                user,
                Sql.micros(since));
    }

    private static Optional<CardId> ofMember(ResultSet row) throws SQLException {
        boolean isMember = row.getObject(4) != null;
        return isMember ? Optional.of(CARD.read(row)) : Optional.empty();
    }
}
