package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.SyncToken;

/** Which rows of the table {@code push_subscriptions} a worker may take, and has taken. */
final class PushLeases {
    /** Also of who is to be told first that the server has another key. */
    private static final String BEHIND = " AND (push_subscriptions.properties_sent < 0"
            + " OR EXISTS (SELECT b.book FROM books b WHERE b.home = push_subscriptions.of_home"
            + " AND b.book = push_subscriptions.book AND ("
            + past("b.sync_number", "b.changed_number", "b.members_described") + "))"
            + " OR push_subscriptions.book = 0 AND EXISTS (SELECT h.home FROM homes h"
            + " WHERE h.home = push_subscriptions.of_home AND ("
            + past("h.sync_number", "h.described", "h.members_described") + ")))"
            + " AND EXISTS (SELECT p.id FROM principals p WHERE p.id = push_subscriptions.home AND p.disabled = FALSE)";

    /** Takes the time three times. */
    private static final String DUE =
            " expires_at > ? AND next_at <= ? AND (lease_until IS NULL OR lease_until <= ?)" + BEHIND;

    private static final String OF_COLLECTION = " of_home = ? AND book = ? AND";
    private static final String FIND = "SELECT home, id FROM push_subscriptions WHERE";
    private static final String ORDERED = " ORDER BY home, id LIMIT ?";
    private static final String OF_WORKER = " WHERE home = ? AND id = ? AND lease_owner = ?";

    private static final String TAKEN = "SELECT s." + PushSubscriptionTable.COLUMNS.replace(", ", ", s.")
            + ", s.sent, s.properties_sent, s.members_sent, COALESCE(b.epoch, h.epoch),"
            + " COALESCE(b.sync_number, h.sync_number), COALESCE(b.changed_number, h.described),"
            + " COALESCE(b.members_described, h.members_described)"
            + " FROM push_subscriptions s LEFT JOIN books b ON b.home = s.of_home AND b.book = s.book"
            + " LEFT JOIN homes h ON h.home = s.of_home AND s.book = 0 WHERE s.home = ? AND s.id = ?";

    private final Sql sql;

    PushLeases(Sql sql) {
        this.sql = sql;
    }

    private static String past(String number, String described, String members) {
        return "push_subscriptions.on_content AND " + number + " > push_subscriptions.sent"
                + " OR push_subscriptions.on_properties AND " + described + " > push_subscriptions.properties_sent"
                + " OR push_subscriptions.on_members AND " + members + " > push_subscriptions.members_sent";
    }

    /** The key of a row. */
    record Key(long home, String id) {}

    /** Of what changes, next to nothing is registered for: one look leaves out the others. */
    List<BookId> due(List<BookId> collections, Instant now) {
        Set<Long> homes = collections.stream().map(BookId::home).collect(Collectors.toSet());
        Set<BookId> registered = new HashSet<>(sql.listAny(
                "SELECT of_home, book FROM push_subscriptions WHERE of_home",
                row -> new BookId(row.getLong(1), row.getLong(2)),
                List.of(),
                homes));
        return collections.stream()
                .filter(registered::contains)
                .filter(collection -> !due(collection, now, 1).isEmpty())
                .toList();
    }

    List<Key> due(BookId collection, Instant now, int most) {
        long time = Sql.micros(now);
        return sql.list(
                FIND + OF_COLLECTION + DUE + ORDERED,
                row -> new Key(row.getLong(1), row.getString(2)),
                collection.home(),
                collection.book(),
                time,
                time,
                time,
                most);
    }

    List<Key> due(Instant now, int most) {
        long time = Sql.micros(now);
        return sql.list(FIND + DUE + ORDERED, row -> new Key(row.getLong(1), row.getString(2)), time, time, time, most);
    }

    /** Those that no other has taken meanwhile. */
    List<DuePush> lease(List<Key> due, String worker, Instant now, Duration time) {
        List<Question<Integer>> takings =
                due.stream().map(key -> laterTake(key, worker, now, time)).toList();
        List<Question<Optional<DuePush>>> taken = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            if (takings.get(i).get() > 0) {
                Key key = due.get(i);
                taken.add(sql.laterFirst(TAKEN, row -> push(row, worker), key.home(), key.id()));
            }
        }
        return taken.stream().flatMap(each -> each.get().stream()).toList();
    }

    private Question<Integer> laterTake(Key key, String worker, Instant now, Duration time) {
        long micros = Sql.micros(now);
        return sql.laterUpdate(
                "UPDATE push_subscriptions SET lease_owner = ?, lease_until = ? WHERE home = ? AND id = ? AND" + DUE,
                worker,
                Sql.micros(now.plus(time)),
                key.home(),
                key.id(),
                micros,
                micros,
                micros);
    }

    private static DuePush push(ResultSet row, String worker) throws SQLException {
        PushSubscription subscription = PushSubscriptionTable.read(row);
        int next = PushSubscriptionTable.WIDTH;
        SyncToken token = new SyncToken(row.getLong(next + 4), row.getLong(next + 5));
        long described = row.getLong(next + 6);
        long members = row.getLong(next + 7);
        boolean newKey = row.getLong(next + 2) < 0;
        return new DuePush(
                subscription,
                worker,
                token,
                described,
                members,
                !newKey && subscription.content() && token.number() > row.getLong(next + 1),
                !newKey
                        && (subscription.properties() && described > row.getLong(next + 2)
                                || subscription.members() && members > row.getLong(next + 3)),
                newKey);
    }

    /** Also where the lease was lost: the message is out. Whoever has it now may send another. */
    void sent(DuePush push, Instant next) {
        if (push.transports()) {
            toldOfKey(push.subscription());
        } else {
            told(push);
        }
        sql.run(
                "UPDATE push_subscriptions SET failures = 0, refusals = 0, next_at = ?, lease_owner = NULL,"
                        + " lease_until = NULL"
                        + OF_WORKER,
                Sql.micros(next),
                push.subscription().user(),
                push.subscription().id(),
                push.worker());
    }

    private void toldOfKey(PushSubscription subscription) {
        sql.run(
                "UPDATE push_subscriptions SET properties_sent = -1 - properties_sent"
                        + " WHERE home = ? AND id = ? AND properties_sent < 0",
                subscription.user(),
                subscription.id());
    }

    private void told(DuePush push) {
        sql.run(
                "UPDATE push_subscriptions SET sent = CASE WHEN sent < ? THEN ? ELSE sent END, properties_sent ="
                        + " CASE WHEN properties_sent BETWEEN 0 AND ? THEN ? ELSE properties_sent END, members_sent ="
                        + " CASE WHEN members_sent < ? THEN ? ELSE members_sent END WHERE home = ? AND id = ?",
                push.token().number(),
                push.token().number(),
                push.described(),
                push.described(),
                push.members(),
                push.members(),
                push.subscription().user(),
                push.subscription().id());
    }

    void failed(DuePush push, boolean refused, Instant next) {
        sql.run(
                "UPDATE push_subscriptions SET failures = failures + 1, refusals = "
                        + (refused ? "refusals + 1" : "0")
                        + ", next_at = ?, lease_owner = NULL, lease_until = NULL" + OF_WORKER,
                Sql.micros(next),
                push.subscription().user(),
                push.subscription().id(),
                push.worker());
    }
}
