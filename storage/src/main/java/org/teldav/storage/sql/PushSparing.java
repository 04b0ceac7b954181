package org.teldav.storage.sql;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.teldav.storage.BookId;

/** That who changes something need not be told of it: their rows of {@code push_subscriptions} are moved on with the change. */
final class PushSparing {
    private final Sql sql;

    PushSparing(Sql sql) {
        this.sql = sql;
    }

    /** At the end of a work. */
    void passOver() {
        sql.moves().spared().ifPresent(this::passOver);
    }

    private void passOver(Moves.Spared spared) {
        Moves moves = sql.moves();
        passOver(spared, "sent", moves.steps(), Stand::number, (now, steps) -> now - steps);
        passOver(spared, "properties_sent", moves.described(), Stand::described, (now, before) -> before);
        passOver(spared, "members_sent", moves.members(), Stand::members, (now, steps) -> now - steps);
    }

    private void passOver(
            Moves.Spared spared,
            String column,
            Map<BookId, Long> moved,
            ToLongFunction<Stand> number,
            BiFunction<Long, Long, Long> before) {
        moved.forEach((collection, move) -> Stand.of(sql, collection).ifPresent(stand -> {
            long now = number.applyAsLong(stand);
            passOver(spared, column, collection, before.apply(now, move), now);
        }));
    }

    private void passOver(Moves.Spared spared, String column, BookId collection, long before, long now) {
        String update = "UPDATE push_subscriptions SET " + column + " = ? WHERE home = ? AND of_home = ? AND book = ?"
                + " AND " + column + " >= ? AND " + column + " < ?";
        Object[] all = {now, spared.user(), collection.home(), collection.book(), before, now};
        if (spared.ids().isEmpty()) {
            sql.run(update, all);
            return;
        }
        for (String id : spared.ids().get()) {
            sql.run(update + " AND id = ?", now, all[1], all[2], all[3], before, now, id);
        }
    }
}
