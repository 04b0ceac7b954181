package org.teldav.storage.sql;

import org.teldav.storage.BookId;
import org.teldav.storage.SyncToken;

/** The table {@code former_epochs}: which tokens of before a restore are still to be believed. */
final class FormerEpochs {
    /** Where a book's number would be, for what is the home's. */
    static final long HOME = 0;

    static final String INSERT = "INSERT INTO former_epochs (home, book, epoch, up_to) VALUES (?, ?, ?, ?)";

    private final Sql sql;

    FormerEpochs(Sql sql) {
        this.sql = sql;
    }

    boolean remember(long home, long book, SyncToken token) {
        return sql.exists(
                "SELECT up_to FROM former_epochs WHERE home = ? AND book = ? AND epoch = ? AND up_to >= ?",
                home,
                book,
                token.epoch(),
                token.number());
    }

    void delete(BookId book) {
        sql.run("DELETE FROM former_epochs WHERE home = ? AND book = ?", book.home(), book.book());
    }
}
