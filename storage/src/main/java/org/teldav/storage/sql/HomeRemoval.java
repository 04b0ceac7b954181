package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;

/** Takes away all that belongs to a home, but what was verified. What other homes' journals say stays: it is theirs. */
final class HomeRemoval {
    private static final List<String> TABLES = List.of(
            "card_index",
            "contents",
            "cards",
            "history",
            "tombstones",
            "book_tombstones",
            "dead_properties",
            "locks",
            "former_epochs",
            "books",
            "number_consents",
            "number_codes",
            "app_passwords",
            "second_factors",
            "recovery_codes",
            "change_numbers",
            "changes",
            "late_comers",
            "newcomers",
            "rewrites",
            "scheduled_edits",
            "changer_choices",
            "blocked_users",
            "holder_choices",
            "sessions",
            "push_subscriptions",
            "invitations",
            "homes");

    private final Sql sql;

    HomeRemoval(Sql sql) {
        this.sql = sql;
    }

    void remove(long home, Instant now) {
        forgetAbout(home);
        endOffers(home);
        new PreferenceTables(sql).forget(home);
        new ConsentTable(sql).forget(home);
        new ClaimTable(sql).leaveVerified(home, now);
        new PushSubscriptionTable(sql).forgetHome(home);
        for (String table : TABLES) {
            sql.update("DELETE FROM " + table + " WHERE home = ?", home);
        }
    }

    /** Nobody can accept what nothing is known of any more. */
    private void endOffers(long home) {
        List<Long> changes = sql.list("SELECT id FROM changes WHERE home = ?", row -> row.getLong(1), home);
        for (long change : changes) {
            sql.update(
                    "UPDATE rewrites SET state = 'LEFT', reason = ? WHERE change_id = ? AND state = 'OFFERED'",
                    "whose number it was is no user any more",
                    change);
        }
    }

    /** Entries in other homes are about nobody known any more. They have keys that the user once claimed or changed, and so are found by index. */
    private void forgetAbout(long home) {
        List<String> keys = sql.list(
                "SELECT tel_key FROM claims WHERE home = ? UNION SELECT old_key FROM change_numbers WHERE home = ?"
                        + " UNION SELECT new_key FROM change_numbers WHERE home = ?",
                row -> row.getString(1),
                home,
                home,
                home);
        for (String key : keys) {
            if (key != null) {
                sql.update("UPDATE card_index SET about = NULL WHERE tel_key = ? AND about = ?", key, home);
            }
        }
    }
}
