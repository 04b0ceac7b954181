package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Claim;
import org.teldav.storage.Claims;

/** The table {@code claims}. */
final class ClaimTable implements Claims {
    private static final String SELECT = "SELECT home, tel_key, state, since_at, until_at FROM claims";

    private final Sql sql;
    private final String openOne;

    ClaimTable(Sql sql) {
        this.sql = sql;
        this.openOne = openOne(sql.unsought("home"));
    }

    /**
     * The one that a user has open on a number, by the number, on which there are few: by the home it would be gone through all claims that the user ever had, once for each number of an
     * own card that has thousands.
     */
    static String openOne(String home) {
        return " WHERE " + home + " = ? AND tel_key = ? AND until_at IS NULL";
    }

    @Override
    public void lock(String key) {
        new Lines(sql).stand(key);
    }

    @Override
    public List<Claim> on(String key) {
        return sql.list(
                SELECT + " WHERE tel_key = ? AND until_at IS NULL ORDER BY since_at, id", row -> claim(row), key);
    }

    @Override
    public List<Claim> historyOf(String key) {
        return sql.list(SELECT + " WHERE tel_key = ? ORDER BY since_at, id", row -> claim(row), key);
    }

    @Override
    public boolean isAnyOther(Collection<String> keys, long user) {
        return !sql.listAny(
                        "SELECT id FROM claims WHERE home <> ? AND tel_key", row -> row.getLong(1), List.of(user), keys)
                .isEmpty();
    }

    @Override
    public List<Claim> of(long user) {
        return sql.list(SELECT + " WHERE home = ? AND until_at IS NULL ORDER BY tel_key", row -> claim(row), user);
    }

    @Override
    public List<Claim> waiting(int limit) {
        return sql.list(
                SELECT + " WHERE state = 'WAITING' AND until_at IS NULL ORDER BY since_at, id LIMIT ?",
                row -> claim(row),
                limit);
    }

    @Override
    public void open(long user, String key, Claim.State state, Instant now) {
        int held = sql.update("UPDATE claims SET state = ?" + openOne, state.name(), user, key);
        if (held == 0) {
            sql.update(
                    "INSERT INTO claims (home, tel_key, state, since_at) VALUES (?, ?, ?, ?)",
                    user,
                    key,
                    state.name(),
                    Sql.micros(now));
        }
    }

    @Override
    public void end(long user, String key, Instant now) {
        sql.update("UPDATE claims SET until_at = ?" + openOne, Sql.micros(now), user, key);
    }

    @Override
    public int forgetRemoved(Instant before, int limit) {
        List<Object[]> keys = sql.list(
                "SELECT c.home, c.id FROM claims c WHERE c.until_at < ?"
                        + " AND NOT EXISTS (SELECT 1 FROM principals p WHERE p.id = c.home) LIMIT ?",
                row -> new Object[] {row.getLong(1), row.getLong(2)},
                Sql.micros(before),
                limit);
        sql.batch("DELETE FROM claims WHERE home = ? AND id = ?", keys);
        return keys.size();
    }

    /** Of somebody who goes, it stays known which numbers were theirs for certain (rule 10), and nothing else. */
    void leaveVerified(long user, Instant now) {
        sql.update("DELETE FROM claims WHERE home = ? AND state <> 'VERIFIED'", user);
        sql.update("UPDATE claims SET until_at = ? WHERE home = ? AND until_at IS NULL", Sql.micros(now), user);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        long until = row.getLong(5);
        boolean holds = row.wasNull();
        return new Claim(
                row.getLong(1),
                row.getString(2),
                Claim.State.valueOf(row.getString(3)),
                Sql.instant(row.getLong(4)),
                holds ? Optional.empty() : Optional.of(Sql.instant(until)));
    }
}
