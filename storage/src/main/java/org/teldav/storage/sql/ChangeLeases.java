package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Optional;

/** Which changes of the table {@code changes} a worker may take, and has taken. */
final class ChangeLeases {
    private static final String NOT_PAUSED = " AND NOT c.paused AND NOT EXISTS (SELECT 1 FROM propagation_pause)";

    /** A number is free before somebody else's entries get it: in a card of both it would be taken for a twin, and theirs go (rule 5). One that is held, or stands behind one that is, frees none for now. */
    private static final String FREES_ITS_NUMBER =
            " AND NOT EXISTS (SELECT 1 FROM change_numbers n JOIN change_numbers o ON o.old_key = n.new_key"
                    + " JOIN changes e ON e.home = o.home AND e.id = o.change_id"
                    + " WHERE n.home = c.home AND n.change_id = c.id AND o.home <> c.home AND o.new_key IS NOT NULL"
                    + " AND e.id < c.id AND e.state = 'PENDING' AND NOT e.paused"
                    + " AND (e.not_before IS NULL OR e.not_before <= ?)"
                    + " AND NOT EXISTS (SELECT 1 FROM changes h WHERE h.home = e.home AND h.state = 'PENDING' AND h.id < e.id"
                    + " AND (h.paused OR h.not_before > ?)))";

    /** Earlier changes of the same user go first, also while they are held (rule 9); of others those that go out and free a number that it brings. */
    private static final String DUE = " FROM changes c WHERE c.state = 'PENDING'" + NOT_PAUSED
            + " AND (c.not_before IS NULL OR c.not_before <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM changes e WHERE e.home = c.home AND e.state = 'PENDING' AND e.id < c.id)"
            + FREES_ITS_NUMBER;

    private final Sql sql;

    ChangeLeases(Sql sql) {
        this.sql = sql;
    }

    /** The oldest that may be taken, and that no other worker is taking at this moment. */
    Optional<Long> next(Instant now) {
        return sql
                .unlocked(
                        "SELECT c.id" + DUE
                                + " AND (c.lease_until IS NULL OR c.lease_until <= ?) ORDER BY c.id LIMIT 1",
                        row -> row.getLong(1),
                        Sql.micros(now),
                        Sql.micros(now),
                        Sql.micros(now),
                        Sql.micros(now))
                .stream()
                .findFirst();
    }

    boolean isAnyDue(Instant now) {
        return sql.exists("SELECT c.id" + DUE + " LIMIT 1", Sql.micros(now), Sql.micros(now), Sql.micros(now));
    }

    Optional<Instant> dueSince(Instant now) {
        return sql.first(
                "SELECT GREATEST(COALESCE(c.out_at, c.edited_at), COALESCE(c.not_before, c.edited_at))" + DUE
                        + " ORDER BY c.id LIMIT 1",
                row -> Sql.instant(row.getLong(1)),
                Sql.micros(now),
                Sql.micros(now),
                Sql.micros(now));
    }

    Optional<Instant> nextDue(Instant now) {
        return sql.first(
                "SELECT c.not_before FROM changes c WHERE c.state = 'PENDING' AND c.not_before > ?"
                        + " ORDER BY c.not_before LIMIT 1",
                row -> Sql.instant(row.getLong(1)),
                Sql.micros(now));
    }

    /** Rule 4: one that had to wait for its time is let out when it is taken first. */
    boolean take(long change, String worker, Instant now, Instant until) {
        return sql.update(
                        "UPDATE changes SET out_at = CASE WHEN lease_owner IS NULL AND not_before IS NOT NULL THEN ? ELSE out_at END,"
                                + " lease_owner = ?, lease_until = ? WHERE id = ? AND state = 'PENDING'"
                                + " AND NOT paused AND (lease_until IS NULL OR lease_until <= ?)",
                        Sql.micros(now),
                        worker,
                        Sql.micros(until),
                        change,
                        Sql.micros(now))
                > 0;
    }

    boolean renew(long change, String worker, Instant until) {
        return sql.update(
                        "UPDATE changes SET lease_until = ? WHERE id = ? AND state = 'PENDING' AND lease_owner = ?"
                                + " AND NOT paused AND NOT EXISTS (SELECT 1 FROM propagation_pause)",
                        Sql.micros(until),
                        change,
                        worker)
                > 0;
    }

    void giveBack(long change, String worker, Instant now) {
        sql.update(
                "UPDATE changes SET lease_until = ? WHERE id = ? AND state = 'PENDING' AND lease_owner = ?",
                Sql.micros(now),
                change,
                worker);
    }
}
