package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.AppPassword;
import org.teldav.storage.AppPasswords;

/** The table {@code app_passwords}. */
final class AppPasswordTable implements AppPasswords {
    private static final String SELECT =
            "SELECT id, label, created_at, last_used_at, expires_at FROM app_passwords WHERE home = ?";

    private final Sql sql;

    AppPasswordTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<AppPassword> add(
            long user, String label, String hash, Optional<Instant> expires, int most, Instant now) {
        new Lines(sql).stand(user);
        if (sql.number("SELECT COUNT(*) FROM app_passwords WHERE home = ?", user) >= most) {
            return Optional.empty();
        }
        sql.update(
                "INSERT INTO app_passwords (home, label, password_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                user,
                label,
                hash,
                Sql.micros(now),
                expires.map(Sql::micros));
        return find(user, hash);
    }

    @Override
    public List<AppPassword> of(long user) {
        return sql.list(SELECT + " ORDER BY id", row -> read(row), user);
    }

    @Override
    public Optional<AppPassword> find(long user, String hash) {
        return sql.first(SELECT + " AND password_hash = ?", row -> read(row), user, hash);
    }

    @Override
    public boolean remove(long user, long id) {
        return sql.update("DELETE FROM app_passwords WHERE home = ? AND id = ?", user, id) > 0;
    }

    @Override
    public void used(long user, String hash, Instant now) {
        sql.run(
                "UPDATE app_passwords SET last_used_at = ? WHERE home = ? AND password_hash = ?"
                        + " AND (last_used_at IS NULL OR last_used_at <= ?)",
                Sql.micros(now),
                user,
                hash,
                Sql.micros(now.minus(COARSE)));
    }

    private static AppPassword read(ResultSet row) throws SQLException {
        return new AppPassword(
                row.getLong(1), row.getString(2), Sql.instant(row.getLong(3)), time(row, 4), time(row, 5));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Sql.instant(micros));
    }
}
