package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.ScheduledEdits;

/** The table {@code scheduled_edits}. */
final class ScheduledEditTable implements ScheduledEdits {
    private static final String SELECT =
            "SELECT id, home, old_key, new_key, due_at, state, reason, return_of FROM scheduled_edits";

    private final Sql sql;

    ScheduledEditTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public long plan(long user, String oldKey, String newKey, Instant now, Instant due, OptionalLong returnOf) {
        return sql.insert(
                "INSERT INTO scheduled_edits (home, old_key, new_key, planned_at, due_at, state, reason, return_of)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                user,
                oldKey,
                newKey,
                Sql.micros(now),
                Sql.micros(due),
                ScheduledEdit.State.PLANNED.name(),
                "",
                returnOf.isPresent() ? Optional.of(returnOf.getAsLong()) : Optional.empty());
    }

    @Override
    public Optional<ScheduledEdit> find(long user, long id) {
        return sql.first(SELECT + " WHERE home = ? AND id = ?", row -> edit(row), user, id);
    }

    @Override
    public List<ScheduledEdit> of(long user, int limit) {
        return sql.list(
                SELECT + " WHERE home = ? ORDER BY CASE WHEN state = 'PLANNED' THEN 0 ELSE 1 END, due_at, id LIMIT ?",
                row -> edit(row),
                user,
                limit);
    }

    @Override
    public long countPlanned(long user) {
        return sql.number("SELECT COUNT(*) FROM scheduled_edits WHERE home = ? AND state = 'PLANNED'", user);
    }

    @Override
    public Optional<ScheduledEdit> take(Instant now) {
        return sql
                .unlocked(
                        SELECT
                                + " s WHERE state = 'PLANNED' AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM scheduled_edits e"
                                + " WHERE e.home = s.home AND e.state = 'PLANNED'"
                                + " AND (e.due_at < s.due_at OR e.due_at = s.due_at AND e.id < s.id)) ORDER BY due_at, id LIMIT 1",
                        row -> edit(row),
                        Sql.micros(now))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> next() {
        return sql.first(
                "SELECT due_at FROM scheduled_edits WHERE state = 'PLANNED' ORDER BY due_at LIMIT 1",
                row -> Sql.instant(row.getLong(1)));
    }

    @Override
    public Optional<ScheduledEdit> returnOf(long user, long id) {
        return sql.first(SELECT + " WHERE home = ? AND return_of = ?", row -> edit(row), user, id);
    }

    @Override
    public Optional<Instant> planned(long user, String newKey) {
        return sql.first(
                "SELECT planned_at FROM scheduled_edits WHERE home = ? AND new_key = ? AND state IN ('PLANNED', 'RUNNING')"
                        + " ORDER BY planned_at LIMIT 1",
                row -> Sql.instant(row.getLong(1)),
                user,
                newKey);
    }

    @Override
    public boolean settle(long user, long id, ScheduledEdit.State from, ScheduledEdit.State state, String reason) {
        return sql.update(
                        "UPDATE scheduled_edits SET state = ?, reason = ? WHERE home = ? AND id = ? AND state = ?",
                        state.name(),
                        reason,
                        user,
                        id,
                        from.name())
                > 0;
    }

    @Override
    public void forget(long user, int keep) {
        Optional<Long> last = sql.first(
                "SELECT id FROM scheduled_edits WHERE home = ? AND state NOT IN ('PLANNED', 'RUNNING')"
                        + " ORDER BY id DESC LIMIT 1 OFFSET ?",
                row -> row.getLong(1),
                user,
                keep);
        last.ifPresent(id -> sql.update(
                "DELETE FROM scheduled_edits WHERE home = ? AND id <= ? AND state NOT IN ('PLANNED', 'RUNNING')",
                user,
                id));
    }

    private static ScheduledEdit edit(ResultSet row) throws SQLException {
        long first = row.getLong(8);
        OptionalLong returnOf = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(first);
        return new ScheduledEdit(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                Sql.instant(row.getLong(5)),
                ScheduledEdit.State.valueOf(row.getString(6)),
                row.getString(7),
                returnOf);
    }
}
