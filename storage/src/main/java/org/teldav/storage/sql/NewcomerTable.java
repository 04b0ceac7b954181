package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.LateComers.Newcomer;

/** The table {@code newcomers}. */
final class NewcomerTable {
    private static final String OLDEST = "SELECT home, group_id FROM newcomers ORDER BY came_at, home, group_id LIMIT ";
    private static final String OF_NEWCOMER = " WHERE home = ? AND group_id = ?";
    private static final RowReader<Newcomer> NEWCOMER = row -> new Newcomer(row.getLong(1), row.getLong(2));

    private final Sql sql;

    NewcomerTable(Sql sql) {
        this.sql = sql;
    }

    /** Waits for a worker who is at them: it may not have seen yet what they are to be looked at for. */
    void add(Newcomer newcomer, Instant now) {
        if (sql.update("UPDATE newcomers SET came_at = came_at" + OF_NEWCOMER, newcomer.user(), newcomer.group())
                == 0) {
            sql.update(
                    "INSERT INTO newcomers (home, group_id, came_at) VALUES (?, ?, ?)",
                    newcomer.user(),
                    newcomer.group(),
                    Sql.micros(now));
        }
    }

    void addSince(long user, Instant since, Instant now) {
        sql.list(
                        "SELECT DISTINCT j.user_id, j.group_id FROM memberships m JOIN memberships j ON j.group_id = m.group_id"
                                + " WHERE m.user_id = ? AND m.until_at IS NULL AND j.until_at IS NULL AND j.since_at > ?"
                                + " ORDER BY j.user_id, j.group_id",
                        NEWCOMER,
                        user,
                        Sql.micros(since))
                .forEach(newcomer -> add(newcomer, now));
    }

    long count() {
        return sql.number("SELECT COUNT(*) FROM newcomers");
    }

    List<Newcomer> list(int limit) {
        return sql.list(OLDEST + "?", NEWCOMER, limit);
    }

    Optional<Newcomer> take() {
        return sql.unlocked(OLDEST + "1", NEWCOMER).stream()
                .findFirst()
                .filter(oldest -> sql.update("DELETE FROM newcomers" + OF_NEWCOMER, oldest.user(), oldest.group()) > 0);
    }
}
