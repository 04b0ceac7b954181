package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Codes;

/** The tables {@code number_codes} and {@code codes_key}. */
final class CodeTable implements Codes {
    private static final String SELECT =
            "SELECT home, id, tel_key, state, sendings, code_hash, expires_at, tries FROM number_codes";
    private static final String OF_SENDER = " WHERE home = ? AND id = ? AND state = 'SENDING' AND sender = ?";

    private final Sql sql;

    CodeTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<String> keyed() {
        return sql.first("SELECT fingerprint FROM codes_key WHERE id = 1", row -> row.getString(1));
    }

    @Override
    public String key(String fingerprint, boolean anew) {
        if (anew) {
            sql.update("UPDATE codes_key SET fingerprint = ? WHERE id = 1", fingerprint);
        }
        Optional<String> known = keyed();
        if (known.isEmpty()) {
            sql.update("INSERT INTO codes_key (id, fingerprint) VALUES (1, ?)", fingerprint);
        }
        return known.orElse(fingerprint);
    }

    @Override
    public void lock(long user, String key) {
        Lines lines = new Lines(sql);
        lines.stand(user);
        lines.stand(key);
    }

    @Override
    public void want(long user, String key, Instant now) {
        sql.update(
                "INSERT INTO number_codes (home, tel_key, state, asked_at, due_at, sendings, tries)"
                        + " VALUES (?, ?, ?, ?, ?, 0, 0)",
                user,
                key,
                State.WANTED.name(),
                Sql.micros(now),
                Sql.micros(now));
    }

    @Override
    public Optional<Code> newest(long user, String key) {
        return sql.first(
                SELECT + " WHERE home = ? AND tel_key = ? ORDER BY id DESC LIMIT 1", row -> code(row), user, key);
    }

    @Override
    public List<Instant> askedFor(String key, Instant since) {
        return sql.list(
                "SELECT asked_at FROM number_codes WHERE tel_key = ? AND asked_at > ? ORDER BY asked_at",
                row -> Sql.instant(row.getLong(1)),
                key,
                Sql.micros(since));
    }

    @Override
    public List<Instant> askedBy(long user, Instant since) {
        return sql.list(
                "SELECT asked_at FROM number_codes WHERE home = ? AND asked_at > ? ORDER BY asked_at",
                row -> Sql.instant(row.getLong(1)),
                user,
                Sql.micros(since));
    }

    @Override
    public Optional<Code> lease(String sender, Instant now, Duration time) {
        for (Optional<Code> next = due(now); next.isPresent(); next = due(now)) {
            Code code = next.get();
            int taken = sql.update(
                    "UPDATE number_codes SET state = 'SENDING', sender = ?, due_at = ?, sendings = sendings + 1"
                            + " WHERE home = ? AND id = ? AND state = ? AND due_at <= ?",
                    sender,
                    Sql.micros(now.plus(time)),
                    code.user(),
                    code.id(),
                    code.state().name(),
                    Sql.micros(now));
            if (taken > 0) {
                return sql.first(SELECT + " WHERE home = ? AND id = ?", row -> code(row), code.user(), code.id());
            }
        }
        return Optional.empty();
    }

    private Optional<Code> due(Instant now) {
        return sql
                .unlocked(
                        SELECT + " WHERE state IN ('WANTED', 'SENDING') AND due_at <= ? ORDER BY due_at LIMIT 1",
                        row -> code(row),
                        Sql.micros(now))
                .stream()
                .findFirst();
    }

    @Override
    public boolean draw(Code code, String sender, byte[] hash, Instant expires) {
        return sql.update(
                        "UPDATE number_codes SET code_hash = ?, expires_at = ?, tries = 0" + OF_SENDER,
                        hash,
                        Sql.micros(expires),
                        code.user(),
                        code.id(),
                        sender)
                > 0;
    }

    @Override
    public boolean settle(Code code, String sender, State state, Instant due) {
        return sql.update(
                        "UPDATE number_codes SET state = ?, due_at = ?" + OF_SENDER,
                        state.name(),
                        Sql.micros(due),
                        code.user(),
                        code.id(),
                        sender)
                > 0;
    }

    @Override
    public boolean guess(Code code, int most, Instant now) {
        return sql.update(
                        "UPDATE number_codes SET tries = tries + 1 WHERE home = ? AND id = ? AND tries < ?"
                                + " AND expires_at > ? AND code_hash IS NOT NULL AND state <> 'USED'",
                        code.user(),
                        code.id(),
                        most,
                        Sql.micros(now))
                > 0;
    }

    @Override
    public void use(Code code) {
        sql.update(
                "UPDATE number_codes SET state = 'USED', code_hash = NULL WHERE home = ? AND id = ?",
                code.user(),
                code.id());
    }

    @Override
    public int forget(Instant before, int limit) {
        List<Object[]> keys = sql.list(
                "SELECT home, id FROM number_codes WHERE asked_at < ? LIMIT ?",
                row -> new Object[] {row.getLong(1), row.getLong(2)},
                Sql.micros(before),
                limit);
        sql.batch("DELETE FROM number_codes WHERE home = ? AND id = ?", keys);
        return keys.size();
    }

    private static Code code(ResultSet row) throws SQLException {
        long expires = row.getLong(7);
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Sql.instant(expires));
        return new Code(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                State.valueOf(row.getString(4)),
                row.getInt(5),
                Optional.ofNullable(row.getBytes(6)),
                end,
                row.getInt(8));
    }
}
