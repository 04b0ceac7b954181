package org.teldav.storage.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;

/** The table {@code push_subscriptions}, as its clients see it. Which of them are due is for {@link PushLeases}. */
final class PushSubscriptionTable implements PushSubscriptions {
    /** What {@link #read} reads. */
    static final String COLUMNS = "home, id, of_home, book, push_resource, public_key, auth_secret, vapid_key,"
            + " on_content, on_properties, on_members, expires_at, failures, refusals";

    static final int WIDTH = 14;

    private static final SecureRandom IDS = new SecureRandom();
    private static final int ID_BYTES = 18;
    private static final String SELECT = "SELECT " + COLUMNS + " FROM push_subscriptions WHERE home = ?";

    private final Sql sql;
    private final PushLeases leases;

    PushSubscriptionTable(Sql sql) {
        this.sql = sql;
        this.leases = new PushLeases(sql);
    }

    @Override
    public Outcome register(Wish wish, int most, Instant now) {
        new Lines(sql).stand(wish.user());
        sql.update("DELETE FROM push_subscriptions WHERE home = ? AND expires_at <= ?", wish.user(), Sql.micros(now));
        Optional<Stand> stand = Stand.of(sql, wish.collection());
        if (stand.isEmpty()) {
            return new Outcome.Missing();
        }
        if (change(wish, stand.get(), now)) {
            return new Outcome.Registered(of(wish).orElseThrow(), false);
        }
        if (sql.number("SELECT COUNT(*) FROM push_subscriptions WHERE home = ?", wish.user()) >= most) {
            return new Outcome.TooMany();
        }
        insert(wish, stand.get(), now);
        return new Outcome.Registered(of(wish).orElseThrow(), true);
    }

    /** The client is there again: what kept messages from it is forgotten. What it did not want to know until now is not told either. */
    private boolean change(Wish wish, Stand stand, Instant now) {
        return sql.update(
                        "UPDATE push_subscriptions SET public_key = ?, auth_secret = ?,"
                                + " sent = CASE WHEN on_content THEN sent ELSE ? END,"
                                + " properties_sent = CASE WHEN on_properties THEN properties_sent"
                                + " WHEN properties_sent < 0 THEN -1 - CAST(? AS BIGINT) ELSE ? END,"
                                + " members_sent = CASE WHEN on_members THEN members_sent ELSE ? END,"
                                + " on_content = ?, on_properties = ?, on_members = ?, expires_at = ?, next_at = ?,"
                                + " failures = 0, refusals = 0"
                                + " WHERE home = ? AND of_home = ? AND book = ? AND resource_key = ?",
                        wish.target().publicKey(),
                        wish.target().authSecret(),
                        stand.number(),
                        stand.described(),
                        stand.described(),
                        stand.members(),
                        wish.content(),
                        wish.properties(),
                        wish.members(),
                        Sql.micros(wish.expires()),
                        Sql.micros(now),
                        wish.user(),
                        wish.collection().home(),
                        wish.collection().book(),
                        key(wish))
                > 0;
    }

    private void insert(Wish wish, Stand stand, Instant now) {
        sql.update(
                "INSERT INTO push_subscriptions (home, id, of_home, book, resource_key, push_resource, public_key,"
                        + " auth_secret, vapid_key, on_content, on_properties, on_members, created_at, expires_at, sent,"
                        + " properties_sent, members_sent, next_at, failures)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                wish.user(),
                id(),
                wish.collection().home(),
                wish.collection().book(),
                key(wish),
                wish.target().resource(),
                wish.target().publicKey(),
                wish.target().authSecret(),
                wish.target().vapidKey(),
                wish.content(),
                wish.properties(),
                wish.members(),
                Sql.micros(now),
                Sql.micros(wish.expires()),
                stand.number(),
                stand.described(),
                stand.members(),
                Sql.micros(now));
    }

    private Optional<PushSubscription> of(Wish wish) {
        return sql.first(
                SELECT + " AND of_home = ? AND book = ? AND resource_key = ?",
                row -> read(row),
                wish.user(),
                wish.collection().home(),
                wish.collection().book(),
                key(wish));
    }

    private static String id() {
        byte[] random = new byte[ID_BYTES];
        IDS.nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    private static String key(Wish wish) {
        try {
            byte[] resource = wish.target().resource().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(resource));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Optional<PushSubscription> find(long user, String id, Instant now) {
        return Text.isStorable(id)
                ? sql.first(SELECT + " AND id = ? AND expires_at > ?", row -> read(row), user, id, Sql.micros(now))
                : Optional.empty();
    }

    @Override
    public List<PushSubscription> of(long user, Instant now) {
        return sql.list(
                SELECT + " AND expires_at > ? ORDER BY created_at, id", row -> read(row), user, Sql.micros(now));
    }

    @Override
    public boolean remove(long user, String id) {
        return sql.update("DELETE FROM push_subscriptions WHERE home = ? AND id = ?", user, id) > 0;
    }

    /** The collection is no more. */
    void forget(BookId collection) {
        sql.run("DELETE FROM push_subscriptions WHERE of_home = ? AND book = ?", collection.home(), collection.book());
    }

    /** The user does not see the group's directory any more. */
    void leave(long group, long user) {
        sql.run("DELETE FROM push_subscriptions WHERE home = ? AND of_home = ?", user, group);
    }

    /** Of a home or a group that is no more, those of others too. */
    void forgetHome(long home) {
        sql.update("DELETE FROM push_subscriptions WHERE of_home = ?", home);
    }

    @Override
    public void spare(long user, Optional<Set<String>> ids) {
        sql.moves().spare(new Moves.Spared(user, ids));
    }

    @Override
    public int announceKey(Instant now) {
        return sql.update(
                "UPDATE push_subscriptions SET properties_sent ="
                        + " CASE WHEN properties_sent < 0 THEN properties_sent ELSE -1 - properties_sent END"
                        + " WHERE id IN (SELECT MIN(s.id) FROM push_subscriptions s WHERE s.expires_at > ?"
                        + " GROUP BY s.home, s.resource_key)",
                Sql.micros(now));
    }

    @Override
    public boolean any() {
        return sql.first("SELECT home FROM push_subscriptions LIMIT 1", row -> row.getLong(1))
                .isPresent();
    }

    @Override
    public List<BookId> due(List<BookId> collections, Instant now) {
        return leases.due(collections, now);
    }

    @Override
    public List<DuePush> lease(BookId collection, String worker, Instant now, Duration time, int most) {
        return leases.lease(leases.due(collection, now, most), worker, now, time);
    }

    @Override
    public List<DuePush> lease(String worker, Instant now, Duration time, int most) {
        return leases.lease(leases.due(now, most), worker, now, time);
    }

    @Override
    public void sent(DuePush push, Instant next) {
        leases.sent(push, next);
    }

    @Override
    public void failed(DuePush push, boolean refused, Instant next) {
        leases.failed(push, refused, next);
    }

    @Override
    public long count(Instant now) {
        return sql.number("SELECT COUNT(*) FROM push_subscriptions WHERE expires_at > ?", Sql.micros(now));
    }

    @Override
    public void prune(Instant now) {
        sql.run("DELETE FROM push_subscriptions WHERE expires_at <= ?", Sql.micros(now));
    }

    static PushSubscription read(ResultSet row) throws SQLException {
        return new PushSubscription(
                row.getLong(1),
                row.getString(2),
                new BookId(row.getLong(3), row.getLong(4)),
                new PushSubscription.Target(row.getString(5), row.getString(6), row.getString(7), row.getLong(8)),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11),
                Sql.instant(row.getLong(12)),
                row.getInt(13),
                row.getInt(14));
    }
}
