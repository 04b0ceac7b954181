package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Optional;

/** What the operator holds: single changes, and everything (the table {@code propagation_pause}). */
final class PauseTable {
    /** Of what was held before it began, groups are looked at as they are when it is let go (rule 4). */
    private static final String LET_OUT =
            "UPDATE changes SET out_at = ? WHERE state = 'PENDING' AND lease_owner IS NULL"
                    + " AND COALESCE(out_at, edited_at) < ?";

    private final Sql sql;

    PauseTable(Sql sql) {
        this.sql = sql;
    }

    boolean pause(long change) {
        return sql.update(
                        "UPDATE changes SET paused = TRUE WHERE id = ? AND NOT paused AND state IN ('PENDING', 'WAITING')",
                        change)
                > 0;
    }

    boolean resume(long change, Instant now) {
        boolean held = sql.update("UPDATE changes SET paused = FALSE WHERE id = ? AND paused", change) > 0;
        if (held) {
            sql.update(
                    LET_OUT + " AND home = (SELECT home FROM changes WHERE id = ?) AND id >= ?",
                    Sql.micros(now),
                    Sql.micros(now),
                    change,
                    change);
        }
        return held;
    }

    boolean pauseAll(Instant now) {
        return since().isEmpty()
                && sql.update("INSERT INTO propagation_pause (id, since_at) VALUES (1, ?)", Sql.micros(now)) > 0;
    }

    boolean resumeAll(Instant now) {
        boolean held = sql.update("DELETE FROM propagation_pause") > 0;
        if (held) {
            sql.update(LET_OUT, Sql.micros(now), Sql.micros(now));
        }
        return held;
    }

    Optional<Instant> since() {
        return sql.first("SELECT since_at FROM propagation_pause", row -> Sql.instant(row.getLong(1)));
    }
}
