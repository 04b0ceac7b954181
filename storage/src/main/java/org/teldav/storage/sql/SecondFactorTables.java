package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.SecondFactors;

/** The tables {@code second_factors} and {@code recovery_codes}. */
final class SecondFactorTables implements SecondFactors {
    private final Sql sql;

    SecondFactorTables(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Factor> of(long user) {
        return sql.first(
                "SELECT home, secret, confirmed_at FROM second_factors WHERE home = ?",
                row -> {
                    row.getLong(3);
                    boolean confirmed = !row.wasNull();
                    return new Factor(row.getLong(1), row.getString(2), confirmed);
                },
                user);
    }

    @Override
    public boolean begin(long user, String secret, Instant now) {
        new Lines(sql).stand(user);
        sql.update("DELETE FROM second_factors WHERE home = ? AND confirmed_at IS NULL", user);
        if (of(user).isPresent()) {
            return false;
        }
        sql.update(
                "INSERT INTO second_factors (home, secret, begun_at, last_step) VALUES (?, ?, ?, 0)",
                user,
                secret,
                Sql.micros(now));
        return true;
    }

    @Override
    public boolean confirm(Factor begun, long step, List<String> recovery, Instant now) {
        int confirmed = sql.update(
                "UPDATE second_factors SET confirmed_at = ?, last_step = ?"
                        + " WHERE home = ? AND secret = ? AND confirmed_at IS NULL",
                Sql.micros(now),
                step,
                begun.user(),
                begun.secret());
        if (confirmed == 0) {
            return false;
        }
        counts(begun.user(), true);
        renew(begun.user(), recovery);
        return true;
    }

    private void counts(long user, boolean so) {
        sql.update("UPDATE principals SET second_factor = ? WHERE id = ?", so, user);
    }

    @Override
    public boolean use(long user, long step) {
        return sql.update(
                        "UPDATE second_factors SET last_step = ?"
                                + " WHERE home = ? AND last_step < ? AND confirmed_at IS NOT NULL",
                        step,
                        user,
                        step)
                > 0;
    }

    @Override
    public boolean recover(long user, String hash) {
        return sql.update("DELETE FROM recovery_codes WHERE home = ? AND code_hash = ?", user, hash) > 0;
    }

    @Override
    public void renew(long user, List<String> recovery) {
        sql.update("DELETE FROM recovery_codes WHERE home = ?", user);
        sql.batch(
                "INSERT INTO recovery_codes (home, code_hash) VALUES (?, ?)",
                recovery.stream().map(hash -> new Object[] {user, hash}).toList());
    }

    @Override
    public int recoveryCodes(long user) {
        return (int) sql.number("SELECT COUNT(*) FROM recovery_codes WHERE home = ?", user);
    }

    @Override
    public boolean remove(long user) {
        boolean counted = of(user).filter(Factor::confirmed).isPresent();
        counts(user, false);
        sql.update("DELETE FROM second_factors WHERE home = ?", user);
        sql.update("DELETE FROM recovery_codes WHERE home = ?", user);
        return counted;
    }
}
