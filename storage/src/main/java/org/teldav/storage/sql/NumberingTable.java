package org.teldav.storage.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.teldav.storage.Numbering;

/** The table {@code numbering}, and the keys in others. */
final class NumberingTable implements Numbering {
    static final String NAME = "numbering";

    /** An edit that was made or not is looked at by nobody but its user. */
    private static final String OPEN = " AND state IN ('PLANNED', 'RUNNING')";

    private final Sql sql;

    NumberingTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public String version() {
        return sql.first("SELECT version FROM numbering WHERE id = 1", row -> row.getString(1))
                .orElseThrow();
    }

    @Override
    public OptionalLong lease(String version, String worker, Instant now, Duration time) {
        int taken = sql.update(
                "UPDATE numbering SET done_up_to = CASE WHEN target = ? THEN done_up_to ELSE 0 END, target = ?,"
                        + " lease_owner = ?, lease_until = ? WHERE id = 1 AND version <> ?"
                        + " AND (lease_until IS NULL OR lease_until <= ?)",
                version,
                version,
                worker,
                Sql.micros(now.plus(time)),
                version,
                Sql.micros(now));
        return taken == 0
                ? OptionalLong.empty()
                : OptionalLong.of(sql.number("SELECT done_up_to FROM numbering WHERE id = 1"));
    }

    @Override
    public boolean advance(String worker, long home, Instant now, Duration time) {
        return sql.update(
                        "UPDATE numbering SET done_up_to = ?, lease_until = ? WHERE id = 1 AND lease_owner = ?",
                        home,
                        Sql.micros(now.plus(time)),
                        worker)
                > 0;
    }

    @Override
    public boolean finish(String worker) {
        return sql.update(
                        "UPDATE numbering SET version = target, target = NULL, done_up_to = 0, lease_owner = NULL,"
                                + " lease_until = NULL WHERE id = 1 AND lease_owner = ?",
                        worker)
                > 0;
    }

    @Override
    public List<Long> homes(long after, int limit) {
        return sql.list(
                "SELECT home FROM homes WHERE home > ? UNION SELECT home FROM claims WHERE home > ? ORDER BY 1 LIMIT ?",
                row -> row.getLong(1),
                after,
                after,
                limit);
    }

    @Override
    public List<String> keys(long home) {
        return sql
                .list(
                        "SELECT tel_key FROM claims WHERE home = ? UNION SELECT tel_key FROM number_consents WHERE home = ?"
                                + " UNION SELECT old_key FROM change_numbers WHERE home = ? AND old_key IS NOT NULL"
                                + " UNION SELECT new_key FROM change_numbers WHERE home = ? AND new_key IS NOT NULL"
                                + " UNION SELECT old_key FROM scheduled_edits WHERE home = ?" + OPEN
                                + " UNION SELECT new_key FROM scheduled_edits WHERE home = ?" + OPEN,
                        row -> row.getString(1),
                        home,
                        home,
                        home,
                        home,
                        home,
                        home)
                .stream()
                .sorted()
                .toList();
    }

    @Override
    public void replace(long home, String key, String other) {
        sql.update("UPDATE claims SET tel_key = ? WHERE home = ? AND tel_key = ?", other, home, key);
        for (String column : List.of("old_key", "new_key")) {
            sql.update(
                    "UPDATE change_numbers SET " + column + " = ? WHERE home = ? AND " + column + " = ?",
                    other,
                    home,
                    key);
            sql.update(
                    "UPDATE scheduled_edits SET " + column + " = ? WHERE home = ? AND " + column + " = ?" + OPEN,
                    other,
                    home,
                    key);
        }
        sql.update(
                "DELETE FROM number_consents WHERE home = ? AND tel_key = ? AND user_id IN"
                        + " (SELECT c.user_id FROM number_consents c WHERE c.home = ? AND c.tel_key = ?)",
                home,
                key,
                home,
                other);
        sql.update("UPDATE number_consents SET tel_key = ? WHERE home = ? AND tel_key = ?", other, home, key);
    }
}
