package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Puts works on one home, which come together, into one commit: they would wait for each other's fsync at the lock of the book. What is about no home
 * has a connection and a commit of its own, unless there is one line for all.
 */
final class HomeCommits implements Writer {
    private final Database database;
    private final List<GroupCommit> lines;

    HomeCommits(Database database, int lines) {
        this.database = database;
        this.lines = IntStream.range(0, lines)
                .mapToObj(line -> new GroupCommit(database))
                .toList();
    }

    @Override
    public <T> T write(OptionalLong home, Function<Sql, T> work) {
        if (home.isEmpty() && lines.size() > 1) {
            return alone(work);
        }
        return lines.get(Math.floorMod(home.orElse(0), lines.size())).write(work);
    }

    /** For the commit of JDBI's, which doesn't look at warnings, nothing is left. */
    private <T> T alone(Function<Sql, T> work) {
        try (Handle handle = database.handle()) {
            return handle.inTransaction(inside -> {
                Sql sql = database.sql(inside);
                T result = work.apply(sql);
                if (!sql.end(true)) {
                    commit(inside.getConnection());
                }
                return result;
            });
        }
    }

    private static void commit(Connection connection) {
        try {
            Commit.of(connection);
        } catch (SQLException e) {
            throw new TransactionException("the commit failed", e);
        }
    }

    /** Waits for the works that are under way. */
    @Override
    public void close() {
        lines.forEach(GroupCommit::close);
    }
}
