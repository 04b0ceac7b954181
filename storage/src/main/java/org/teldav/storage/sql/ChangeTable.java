package org.teldav.storage.sql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Changes.Withdrawn;

/** The tables {@code changes} and {@code change_numbers}. */
final class ChangeTable {
    private static final String SELECT = "SELECT n.ordinal, n.old_key, n.new_key, n.proved, n.types, n.label, n.paired,"
            + " c.id, c.home, c.edited_at, c.state, c.finished_at, c.not_before, c.out_at, c.paused, c.adds, c.total,"
            + " c.lease_owner FROM (SELECT * FROM changes c";

    private static final String WITH_NUMBERS =
            ") c LEFT JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                    + " ORDER BY c.id DESC, n.ordinal";

    /** Rewritten and other cards are counted along the index, where all other states come behind {@code DONE}. */
    private static final String TALLY = "SELECT c.id,"
            + " (SELECT COUNT(*) FROM rewrites d WHERE d.change_id = c.id AND d.state = 'DONE'),"
            + " (SELECT COUNT(*) FROM rewrites l WHERE l.change_id = c.id AND l.state > 'DONE')"
            + " FROM changes c WHERE c.id";

    private static final String NUMBER = "ordinal, old_key, new_key, proved, types, label, paired";

    private final Sql sql;

    ChangeTable(Sql sql) {
        this.sql = sql;
    }

    long insert(long user, Instant at, Change.State state, List<Change.Number> numbers, Change.Course course) {
        long id = sql.insert(
                "INSERT INTO changes (home, edited_at, state, not_before, out_at, adds) VALUES (?, ?, ?, ?, ?, ?)",
                user,
                Sql.micros(at),
                state.name(),
                course.notBefore().map(Sql::micros),
                course.outAt().map(Sql::micros),
                course.adds());
        insertNumbers(user, id, numbers);
        return id;
    }

    private void insertNumbers(long user, long id, List<Change.Number> numbers) {
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
    }

    Optional<Change> find(long id) {
        return list(" WHERE c.id = ?", id).stream().findFirst();
    }

    Map<Long, Change.Tally> tallies(Collection<Long> changes) {
        Map<Long, Change.Tally> tallies = new HashMap<>();
        sql.listAny(
                TALLY,
                row -> tallies.put(row.getLong(1), new Change.Tally(row.getLong(2), row.getLong(3))),
                List.of(),
                changes);
        return tallies;
    }

    OptionalLong pendingBefore(long user, long change) {
        return sql.first(
                        "SELECT MAX(id) FROM changes WHERE home = ? AND state = 'PENDING' AND id < ?",
                        row -> number(row, 1),
                        user,
                        change)
                .orElseThrow();
    }

    List<Change> list(int limit) {
        return list(" ORDER BY c.id DESC LIMIT ?", limit);
    }

    List<Change> listOf(long user, int limit) {
        return list(" WHERE c.home = ? ORDER BY c.id DESC LIMIT ?", user, limit);
    }

    List<Change> waiting(long user) {
        return list(" WHERE c.home = ? AND c.state = 'WAITING'", user);
    }

    Optional<Change> lastWith(long user, String newKey) {
        return list(
                        " WHERE c.home = ? AND c.id = (SELECT MAX(change_id) FROM change_numbers WHERE home = ? AND new_key = ?)",
                        user,
                        user,
                        newKey)
                .stream()
                .findFirst();
    }

    List<Change> held(long user, Instant now, int limit) {
        return list(
                " WHERE c.home = ? AND c.lease_owner IS NULL AND NOT c.paused"
                        + " AND (c.state = 'WAITING' OR (c.state = 'PENDING' AND c.not_before > ?))"
                        + " ORDER BY c.id DESC LIMIT ?",
                user,
                Sql.micros(now),
                limit);
    }

    private record Row(Change change, Optional<Change.Number> number) {}

    private List<Change> list(String which, Object... arguments) {
        Map<Long, List<Row>> rows =
                sql.list(SELECT + which + WITH_NUMBERS, row -> new Row(change(row), numberIn(row)), arguments).stream()
                        .collect(groupingBy(row -> row.change().id(), LinkedHashMap::new, toList()));
        return rows.values().stream()
                .map(all -> all.get(0)
                        .change()
                        .with(all.stream().flatMap(row -> row.number().stream()).toList()))
                .toList();
    }

    List<Instant> departures(long user, Instant since, int limit) {
        return sql.list(
                "SELECT COALESCE(c.out_at, c.edited_at) FROM changes c WHERE c.home = ? AND c.state IN ('PENDING', 'DONE')"
                        + " AND COALESCE(c.out_at, c.edited_at) > ? AND (c.adds OR EXISTS (SELECT 1 FROM change_numbers n"
                        + " WHERE n.home = c.home AND n.change_id = c.id AND n.old_key IS NOT NULL AND n.new_key IS NOT NULL))"
                        + " ORDER BY 1 DESC LIMIT ?",
                row -> Sql.instant(row.getLong(1)),
                user,
                Sql.micros(since),
                limit);
    }

    List<Withdrawn> withdrawn(long user, Instant since) {
        return sql.list(
                "SELECT n.ordinal, n.old_key, n.new_key, n.proved, n.types, n.label, n.paired, n.change_id"
                        + " FROM changes c JOIN change_numbers n ON n.home = c.home AND n.change_id = c.id"
                        + " WHERE c.home = ? AND c.edited_at >= ? AND n.new_key IS NULL AND NOT n.paired"
                        + " ORDER BY n.change_id, n.ordinal",
                row -> new Withdrawn(row.getLong(8), number(row)),
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

    void setTold(long change, ChangerChoice.Audience told) {
        sql.update("UPDATE changes SET told = ? WHERE id = ?", told.name(), change);
    }

    void release(long change, Optional<Instant> notBefore, Instant now) {
        sql.update(
                "UPDATE changes SET state = 'PENDING', not_before = ?, out_at = ? WHERE id = ? AND state = 'WAITING'",
                notBefore.map(Sql::micros),
                Sql.micros(now),
                change);
    }

    boolean cancel(long change, boolean whole, Instant now) {
        boolean cancelled = sql.update(
                        "UPDATE changes SET state = 'CANCELLED', finished_at = ? WHERE id = ? AND lease_owner IS NULL"
                                + " AND state IN ('WAITING', 'PENDING')",
                        Sql.micros(now),
                        change)
                > 0;
        if (cancelled && whole) {
            sql.update(
                    "UPDATE change_numbers SET paired = TRUE WHERE home = (SELECT home FROM changes WHERE id = ?)"
                            + " AND change_id = ?",
                    change,
                    change);
        }
        return cancelled;
    }

    void count(long change, long total) {
        sql.run("UPDATE changes SET total = ? WHERE id = ? AND total IS NULL", total, change);
    }

    Optional<Instant> waitingSince() {
        return sql.first(
                        "SELECT MIN(edited_at), COUNT(*) FROM changes WHERE state = 'WAITING'",
                        row -> row.getLong(2) == 0
                                ? Optional.<Instant>empty()
                                : Optional.of(Sql.instant(row.getLong(1))))
                .flatMap(oldest -> oldest);
    }

    private static Optional<Change.Number> numberIn(ResultSet row) throws SQLException {
        return row.getObject(1) == null ? Optional.empty() : Optional.of(number(row));
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
        return new Change(
                row.getLong(8),
                row.getLong(9),
                Sql.instant(row.getLong(10)),
                Change.State.valueOf(row.getString(11)),
                List.of(),
                time(row, 12),
                course(row));
    }

    private static Change.Course course(ResultSet row) throws SQLException {
        OptionalLong total = number(row, 17);
        boolean begun = row.getString(18) != null || total.isPresent();
        return new Change.Course(time(row, 13), time(row, 14), row.getBoolean(15), row.getBoolean(16), begun, total);
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        OptionalLong micros = number(row, column);
        return micros.isPresent() ? Optional.of(Sql.instant(micros.getAsLong())) : Optional.empty();
    }
}
