package org.teldav.storage.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The highest of the ids that the database draws, wherever it is named: one that is gone, but that something still speaks of, must not be drawn again. A
 * claim outlives its user, and would be the next one's.
 */
final class Identities {
    /** Columns that name a row of a table. A table's own ids are in its column {@code id}. */
    private static final Map<String, String> NAMED = Map.of(
            "home", "principals",
            "user_id", "principals",
            "group_id", "principals",
            "changer", "principals",
            "about", "principals",
            "change_id", "changes",
            "return_of", "scheduled_edits",
            "of_home", "principals",
            "vapid_key", "push_keys");

    private static final Set<String> DRAWN = Set.of(
            "principals",
            "memberships",
            "claims",
            "changes",
            "scheduled_edits",
            "app_passwords",
            "push_keys",
            "invitations");

    private final Map<String, Long> highest = new HashMap<>();

    void see(String table, Map<String, Object> row) {
        row.forEach((column, value) -> {
            String named = column.equals("id") ? table : NAMED.getOrDefault(column, "");
            if (value instanceof Long id && DRAWN.contains(named)) {
                highest.merge(named, id, Math::max);
            }
        });
    }

    void restart(Sql sql) {
        highest.forEach(
                (table, id) -> sql.execute("ALTER TABLE " + table + " ALTER COLUMN id RESTART WITH " + (id + 1)));
    }
}
