package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.teldav.storage.Consents;

/** The table {@code number_consents}. */
final class ConsentTable implements Consents {
    private static final String OF_PAIR = " WHERE home = ? AND tel_key = ? AND user_id = ?";

    private final Sql sql;

    ConsentTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean give(long user, String key, long other, Instant now) {
        if (givenBy(user, key).contains(other)) {
            return false;
        }
        sql.update(
                "INSERT INTO number_consents (home, tel_key, user_id, relied_on, given_at) VALUES (?, ?, ?, ?, ?)",
                user,
                key,
                other,
                false,
                Sql.micros(now));
        return true;
    }

    @Override
    public boolean takeBack(long user, String key, long other) {
        return sql.update("DELETE FROM number_consents" + OF_PAIR, user, key, other) > 0;
    }

    @Override
    public Set<Long> givenBy(long user, String key) {
        return Set.copyOf(sql.list(
                "SELECT user_id FROM number_consents WHERE home = ? AND tel_key = ?",
                row -> row.getLong(1),
                user,
                key));
    }

    @Override
    public Set<Long> givenTo(long user, String key) {
        return Set.copyOf(sql.list(
                "SELECT home FROM number_consents WHERE user_id = ? AND tel_key = ?",
                row -> row.getLong(1),
                user,
                key));
    }

    @Override
    public void relyOn(long user, String key, Collection<Long> others) {
        others.forEach(other -> rely(true, OF_PAIR, user, key, other));
    }

    @Override
    public void relyOnNobody(long user, String key) {
        rely(false, " WHERE home = ? AND tel_key = ?", user, key);
    }

    private void rely(boolean relies, String where, Object... which) {
        sql.update("UPDATE number_consents SET relied_on = " + relies + where, which);
    }

    @Override
    public boolean reliesOn(long user, String key, long other) {
        return sql.exists("SELECT home FROM number_consents" + OF_PAIR + " AND relied_on", user, key, other);
    }

    @Override
    public List<Consent> of(long user, int limit) {
        return sql.list(
                "SELECT tel_key, user_id, given_at FROM number_consents WHERE home = ? ORDER BY home, tel_key, user_id"
                        + " LIMIT ?",
                row -> new Consent(row.getString(1), row.getLong(2), Sql.instant(row.getLong(3))),
                user,
                limit);
    }

    /** What others agreed to with somebody who is no more. */
    void forget(long user) {
        sql.update("DELETE FROM number_consents WHERE user_id = ?", user);
    }
}
