package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import org.teldav.storage.Principal;

/** The table {@code memberships}: who was in which group, from when until when. */
final class MembershipTable {
    private final Sql sql;

    MembershipTable(Sql sql) {
        this.sql = sql;
    }

    boolean join(long group, long user, Instant now) {
        String current = "SELECT id FROM memberships WHERE user_id = ? AND group_id = ? AND until_at IS NULL";
        if (sql.exists(current, user, group)) {
            return false;
        }
        sql.update(
                "INSERT INTO memberships (user_id, group_id, since_at) VALUES (?, ?, ?)", user, group, Sql.micros(now));
        return true;
    }

    boolean leave(long group, long user, Instant now) {
        return sql.update(
                        "UPDATE memberships SET until_at = ? WHERE user_id = ? AND group_id = ? AND until_at IS NULL",
                        Sql.micros(now),
                        user,
                        group)
                > 0;
    }

    boolean setShown(long group, long user, boolean shown) {
        return sql.update(
                        "UPDATE memberships SET is_shown = ? WHERE user_id = ? AND group_id = ? AND until_at IS NULL"
                                + " AND is_shown <> ?",
                        shown,
                        user,
                        group,
                        shown)
                > 0;
    }

    /** The groups that show the user, unless disabled, ascending. */
    List<Long> shownIn(long user) {
        return sql.list(
                "SELECT group_id FROM memberships WHERE user_id = ? AND until_at IS NULL AND is_shown ORDER BY group_id",
                row -> row.getLong(1),
                user);
    }

    List<Principal.User> members(long group) {
        return sql.list(
                "SELECT " + PrincipalTable.COLUMNS + " FROM memberships m JOIN principals p ON p.id = m.user_id"
                        + " WHERE m.group_id = ? AND m.until_at IS NULL ORDER BY p.name",
                row -> PrincipalTable.user(row),
                group);
    }

    List<Principal.Group> groupsOf(long user) {
        return groups(user, "");
    }

    /** As {@link #shownIn}, by their names. */
    List<Principal.Group> groupsShowing(long user) {
        return groups(user, " AND m.is_shown");
    }

    private List<Principal.Group> groups(long user, String which) {
        return sql.list(
                "SELECT " + PrincipalTable.COLUMNS + " FROM memberships m JOIN principals p ON p.id = m.group_id"
                        + " WHERE m.user_id = ? AND m.until_at IS NULL" + which + " ORDER BY p.name",
                row -> PrincipalTable.group(row),
                user);
    }

    boolean shareGroup(long user, long other) {
        return sql.exists(
                "SELECT m.id FROM memberships m JOIN memberships o ON o.group_id = m.group_id"
                        + " WHERE m.user_id = ? AND m.until_at IS NULL AND o.user_id = ? AND o.until_at IS NULL",
                user,
                other);
    }

    /** The groups that the user was in at that time. */
    List<Long> groupsAt(long user, Instant at) {
        long time = Sql.micros(at);
        return sql.list(
                "SELECT DISTINCT group_id FROM memberships WHERE user_id = ? AND since_at <= ?"
                        + " AND (until_at IS NULL OR until_at > ?) ORDER BY group_id",
                row -> row.getLong(1),
                user,
                time,
                time);
    }

    /** A user who is removed was in no group. That a group had members stays known: a change that is on its way was for them (rule 4). */
    void endAll(long principal, Instant now) {
        sql.update("DELETE FROM memberships WHERE user_id = ?", principal);
        sql.update(
                "UPDATE memberships SET until_at = ? WHERE group_id = ? AND until_at IS NULL",
                Sql.micros(now),
                principal);
    }
}
