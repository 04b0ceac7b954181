package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Optional;
import org.teldav.storage.Sessions;

/** The table {@code sessions}. */
final class SessionTable implements Sessions {
    private final Sql sql;

    SessionTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void open(String hash, long user, boolean complete, Instant now, Instant until) {
        sql.run(
                "INSERT INTO sessions (hash, home, complete, opened_at, until_at) VALUES (?, ?, ?, ?, ?)",
                hash,
                user,
                complete,
                Sql.micros(now),
                Sql.micros(until));
    }

    @Override
    public Optional<Session> find(String hash, Instant now) {
        return sql.first(
                "SELECT " + PrincipalTable.COLUMNS + ", s.complete, s.opened_at, s.until_at"
                        + " FROM sessions s JOIN principals p ON p.id = s.home WHERE s.hash = ? AND s.until_at > ?"
                        + " AND p.disabled = FALSE",
                row -> new Session(
                        PrincipalTable.user(row),
                        row.getBoolean(PrincipalTable.WIDTH + 1),
                        Sql.instant(row.getLong(PrincipalTable.WIDTH + 2)),
                        Sql.instant(row.getLong(PrincipalTable.WIDTH + 3))),
                hash,
                Sql.micros(now));
    }

    @Override
    public void last(String hash, Instant until) {
        sql.run("UPDATE sessions SET until_at = ? WHERE hash = ?", Sql.micros(until), hash);
    }

    @Override
    public boolean end(String hash) {
        return sql.update("DELETE FROM sessions WHERE hash = ?", hash) > 0;
    }

    @Override
    public void keepNewest(long user, boolean complete, int count) {
        sql.run(
                "DELETE FROM sessions WHERE home = ? AND complete = ? AND hash NOT IN (SELECT newest.hash FROM"
                        + " (SELECT hash FROM sessions WHERE home = ? AND complete = ?"
                        + " ORDER BY opened_at DESC, hash FETCH FIRST " + count + " ROWS ONLY) AS newest)",
                user,
                complete,
                user,
                complete);
    }

    @Override
    public void endAll(long user) {
        sql.run("DELETE FROM sessions WHERE home = ?", user);
    }

    @Override
    public void prune(Instant now) {
        sql.run("DELETE FROM sessions WHERE until_at <= ?", Sql.micros(now));
    }
}
