package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
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
        Set<Long> users = new LinkedHashSet<>();
        for (String key : keys) {
            users.addAll(sql.list(
                    "SELECT n.home FROM change_numbers n JOIN changes c ON c.home = n.home AND c.id = n.change_id"
                            + " WHERE n.old_key = ?" + WENT_OUT,
                    row -> row.getLong(1),
                    key,
                    Sql.micros(since)));
        }
        return List.copyOf(users);
    }

    List<Replacement> of(long user, Instant since) {
        return sql.list(
                "SELECT c.id, c.edited_at, n.old_key, n.new_key, n.proved"
                        + " FROM changes c JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " WHERE c.home = ? AND n.old_key IS NOT NULL" + WENT_OUT + " ORDER BY c.id, n.ordinal",
                row -> new Replacement(
                        row.getLong(1),
                        Sql.instant(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5)),
                user,
                Sql.micros(since));
    }

    List<CardId> cards(long group, long user, Instant since) {
        Set<CardId> cards = new LinkedHashSet<>(sql.list(
                "SELECT DISTINCT i.home, i.book, i.card FROM memberships m JOIN changes c ON c.home = m.user_id"
                        + " JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " JOIN card_index i ON i.tel_key = n.old_key AND i.home = CAST(? AS BIGINT)"
                        + " WHERE m.group_id = ? AND m.user_id <> ? AND m.until_at IS NULL" + WENT_OUT,
                CARD,
                user,
                group,
                user,
                Sql.micros(since)));
        cards.addAll(sql.list(
                "SELECT DISTINCT i.home, i.book, i.card FROM changes c"
                        + " JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " JOIN card_index i ON i.tel_key = n.old_key JOIN memberships m ON m.user_id = i.home"
                        + " WHERE c.home = ? AND m.group_id = ? AND m.user_id <> ? AND m.until_at IS NULL" + WENT_OUT,
                CARD,
                user,
                group,
                user,
                Sql.micros(since)));
        return List.copyOf(cards);
    }
}
