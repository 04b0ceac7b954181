package org.teldav.storage.sql;

import java.util.Optional;
import org.teldav.storage.BookId;
import org.teldav.storage.PushSubscriptions;

/**
 * Where a collection stands: what its subscriptions are compared with.
 *
 * @param number of its sync-token
 * @param described of its last description
 * @param members of the last description of one of its members
 */
record Stand(long number, long described, long members) {
    static Optional<Stand> of(Sql sql, BookId collection) {
        RowReader<Stand> reader = row -> new Stand(row.getLong(1), row.getLong(2), row.getLong(3));
        return collection.book() == PushSubscriptions.HOME
                ? sql.first(
                        "SELECT sync_number, described, members_described FROM homes WHERE home = ?",
                        reader,
                        collection.home())
                : sql.first(
                        "SELECT sync_number, changed_number, members_described FROM books WHERE home = ? AND book = ?",
                        reader,
                        collection.home(),
                        collection.book());
    }
}
