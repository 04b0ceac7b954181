package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.PushKeys;

/** The table {@code push_keys}. */
final class PushKeyTable implements PushKeys {
    private final Sql sql;

    PushKeyTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Key> list(Kind kind) {
        return sql.list(
                "SELECT id, public_key, secret FROM push_keys WHERE kind = ? ORDER BY id DESC",
                row -> new Key(row.getLong(1), row.getString(2), row.getString(3)),
                kind.name());
    }

    @Override
    public Key first(Kind kind, String publicKey, String secret, Instant now) {
        new Lines(sql).stand(kind.name());
        List<Key> there = list(kind);
        return there.isEmpty() ? add(kind, publicKey, secret, now) : there.get(0);
    }

    @Override
    public Key add(Kind kind, String publicKey, String secret, Instant now) {
        long id = sql.insert(
                "INSERT INTO push_keys (kind, public_key, secret, created_at) VALUES (?, ?, ?, ?)",
                kind.name(),
                publicKey,
                secret,
                Sql.micros(now));
        return new Key(id, publicKey, secret);
    }
}
