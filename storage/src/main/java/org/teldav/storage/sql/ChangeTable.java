package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Change;
import org.teldav.storage.Changes.Withdrawn;

/** The tables {@code changes} and {@code change_numbers}. */
final class ChangeTable {
    private static final String SELECT = "SELECT c.id, c.home, c.edited_at, c.state, c.finished_at,"
            + " (SELECT COUNT(*) FROM rewrites d WHERE d.change_id = c.id AND d.reason = '' AND d.state = 'DONE'),"
            + " (SELECT COUNT(*) FROM rewrites l WHERE l.change_id = c.id AND (l.reason <> '' OR l.state <> 'DONE'))"
            + " FROM changes c";
    private static final String NUMBER = "ordinal, old_key, new_key, proved, types, label, paired";

    private final Sql sql;

    ChangeTable(Sql sql) {
        this.sql = sql;
    }

    long insert(long user, Instant at, Change.State state, List<Change.Number> numbers) {
        long id = sql.insert(
                "INSERT INTO changes (home, edited_at, state) VALUES (?, ?, ?)", user, Sql.micros(at), state.name());
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            Change.Number number = numbers.get(i);
            rows.add(new Object[] {
                user,
                id,
                i,
                number.oldKey(),
                number.newKey(),
                number.proved(),
                number.types(),
                Text.storable(number.label()),
                number.paired()
            });
        }
        sql.batch(
                "INSERT INTO change_numbers (home, change_id, " + NUMBER + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        return id;
    }

    Optional<Change> find(long id) {
        return sql.first(SELECT + " WHERE c.id = ?", (row, context) -> change(row), id)
                .map(this::withNumbers);
    }

    List<Change> list(int limit) {
        return sql.list(SELECT + " ORDER BY c.id DESC LIMIT ?", (row, context) -> change(row), limit).stream()
                .map(this::withNumbers)
                .toList();
    }

    List<Change> listOf(long user, int limit) {
        return sql
                .list(
                        SELECT + " WHERE c.home = ? ORDER BY c.id DESC LIMIT ?",
                        (row, context) -> change(row),
                        user,
                        limit)
                .stream()
                .map(this::withNumbers)
                .toList();
    }

    List<Withdrawn> withdrawn(long user, Instant since) {
        return sql.list(
                "SELECT n.ordinal, n.old_key, n.new_key, n.proved, n.types, n.label, n.paired, n.change_id"
                        + " FROM changes c JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " WHERE c.home = ? AND c.edited_at >= ? AND n.new_key IS NULL AND NOT n.paired"
                        + " ORDER BY n.change_id, n.ordinal",
                (row, context) -> new Withdrawn(row.getLong(8), number(row)),
                user,
                Sql.micros(since));
    }

    void pair(long change, int ordinal) {
        sql.update(
                "UPDATE change_numbers SET paired = TRUE"
                        + " WHERE home = (SELECT home FROM changes WHERE id = ?) AND change_id = ? AND ordinal = ?",
                change,
                change,
                ordinal);
    }

    void setState(long change, Change.State state, Instant now) {
        sql.update(
                "UPDATE changes SET state = ?, finished_at = ?, lease_owner = NULL, lease_until = NULL WHERE id = ?",
                state.name(),
                state == Change.State.DONE ? Optional.of(Sql.micros(now)) : Optional.empty(),
                change);
    }

    /** The oldest that may be taken. */
    Optional<Long> nextPending(Instant now) {
        return sql.first(
                "SELECT c.id FROM changes c WHERE c.state = 'PENDING' AND (c.lease_until IS NULL OR c.lease_until <= ?)"
                        + " AND NOT EXISTS (SELECT 1 FROM changes e WHERE e.home = c.home AND e.state = 'PENDING'"
                        + " AND e.id < c.id) ORDER BY c.id LIMIT 1",
                (row, context) -> row.getLong(1),
                Sql.micros(now));
    }

    boolean take(long change, String worker, Instant now, Instant until) {
        return sql.update(
                        "UPDATE changes SET lease_owner = ?, lease_until = ? WHERE id = ? AND state = 'PENDING'"
                                + " AND (lease_until IS NULL OR lease_until <= ?)",
                        worker,
                        Sql.micros(until),
                        change,
                        Sql.micros(now))
                > 0;
    }

    boolean renew(long change, String worker, Instant until) {
        return sql.update(
                        "UPDATE changes SET lease_until = ? WHERE id = ? AND state = 'PENDING' AND lease_owner = ?",
                        Sql.micros(until),
                        change,
                        worker)
                > 0;
    }

    private Change withNumbers(Change change) {
        List<Change.Number> numbers = sql.list(
                "SELECT " + NUMBER + " FROM change_numbers WHERE home = ? AND change_id = ? ORDER BY ordinal",
                (row, context) -> number(row),
                change.user(),
                change.id());
        return new Change(
                change.id(),
                change.user(),
                change.at(),
                change.state(),
                numbers,
                change.finished(),
                change.rewritten(),
                change.left());
    }

    private static Change.Number number(ResultSet row) throws SQLException {
        return new Change.Number(
                row.getInt(1),
                Optional.ofNullable(row.getString(2)),
                Optional.ofNullable(row.getString(3)),
                row.getBoolean(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7));
    }

    private static Change change(ResultSet row) throws SQLException {
        long finished = row.getLong(5);
        boolean unfinished = row.wasNull();
        return new Change(
                row.getLong(1),
                row.getLong(2),
                Sql.instant(row.getLong(3)),
                Change.State.valueOf(row.getString(4)),
                List.of(),
                unfinished ? Optional.empty() : Optional.of(Sql.instant(finished)),
                row.getLong(6),
                row.getLong(7));
    }
}
