package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Invitation;
import org.teldav.storage.Invitations;

/** The table {@code invitations}. */
final class InvitationTable implements Invitations {
    private static final String SELECT = "SELECT home, id, uses, uses_left, created_at, until_at FROM invitations";
    private static final String GOOD = " uses_left > 0 AND until_at > ?";

    private final Sql sql;

    InvitationTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Invitation> add(long group, String hash, int uses, Instant until, int most, Instant now) {
        new Lines(sql).stand(group);
        if (sql.number("SELECT COUNT(*) FROM invitations WHERE home = ? AND" + GOOD, group, Sql.micros(now)) >= most) {
            return Optional.empty();
        }
        sql.update(
                "INSERT INTO invitations (home, hash, uses, uses_left, created_at, until_at) VALUES (?, ?, ?, ?, ?, ?)",
                group,
                hash,
                uses,
                uses,
                Sql.micros(now),
                Sql.micros(until));
        return find(hash, now);
    }

    @Override
    public List<Invitation> of(long group, Instant now) {
        return sql.list(
                SELECT + " WHERE home = ? AND until_at > ? ORDER BY id", row -> read(row), group, Sql.micros(now));
    }

    @Override
    public Optional<Invitation> find(String hash, Instant now) {
        return sql.first(SELECT + " WHERE hash = ? AND" + GOOD, row -> read(row), hash, Sql.micros(now));
    }

    @Override
    public boolean use(String hash, Instant now) {
        return sql.update(
                        "UPDATE invitations SET uses_left = uses_left - 1 WHERE hash = ? AND" + GOOD,
                        hash,
                        Sql.micros(now))
                > 0;
    }

    @Override
    public boolean remove(long group, long id) {
        return sql.update("DELETE FROM invitations WHERE home = ? AND id = ?", group, id) > 0;
    }

    @Override
    public void prune(Instant now) {
        sql.run("DELETE FROM invitations WHERE until_at <= ?", Sql.micros(now));
    }

    private static Invitation read(ResultSet row) throws SQLException {
        return new Invitation(
                row.getLong(1),
                row.getLong(2),
                row.getInt(3),
                row.getInt(4),
                Sql.instant(row.getLong(5)),
                Sql.instant(row.getLong(6)));
    }
}
