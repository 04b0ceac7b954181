package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Puts works that come together into one commit, and so under one fsync: for an engine that lets one writer at a time in. Each work has a savepoint;
 * the last for whom nobody waits commits for all of the group, and none returns before that.
 */
final class GroupCommit implements Writer {
    private static final int MOST = 64;

    private final ReentrantLock turn = new ReentrantLock();
    private final Handle handle;
    private final Sql sql;
    private Group group = new Group();

    GroupCommit(Database database) {
        this.handle = database.handle();
        this.sql = database.sql(handle);
        try {
            handle.getConnection().setAutoCommit(false);
        } catch (SQLException e) {
            throw new TransactionException("the writing connection can't be set up", e);
        }
    }

    @Override
    public <T> T write(Function<Sql, T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun within a transaction");
        }
        turn.lock();
        Group mine = group;
        T result;
        try {
            result = member(work);
            mine.size++;
        } finally {
            leave(mine);
        }
        mine.await();
        return result;
    }

    private <T> T member(Function<Sql, T> work) {
        Connection connection = handle.getConnection();
        Savepoint start = begin(connection);
        try {
            return work.apply(sql);
        } catch (RuntimeException | Error e) {
            rollback(connection, start, e);
            throw e;
        }
    }

    private static Savepoint begin(Connection connection) {
        try {
            return connection.setSavepoint("member");
        } catch (SQLException e) {
            throw new TransactionException("no savepoint", e);
        }
    }

    private static void rollback(Connection connection, Savepoint start, Throwable cause) {
        try {
            connection.rollback(start);
        } catch (SQLException e) {
            cause.addSuppressed(e);
            throw new TransactionException("a work could not be rolled back alone", cause);
        }
    }

    /** Whoever waits for his turn will be in the group, and commits it in the end. */
    private void leave(Group mine) {
        try {
            if (mine.size < MOST && turn.hasQueuedThreads()) {
                return;
            }
            if (mine.size == 0) {
                discard();
                return;
            }
            group = new Group();
            commit(mine);
        } finally {
            turn.unlock();
        }
    }

    private void commit(Group mine) {
        try {
            handle.getConnection().commit();
            mine.done.complete(null);
        } catch (SQLException e) {
            mine.done.completeExceptionally(new TransactionException("the commit failed", e));
            discard();
        }
    }

    private void discard() {
        try {
            handle.getConnection().rollback();
        } catch (SQLException e) {
            throw new TransactionException("a failed commit could not be rolled back", e);
        }
    }

    @Override
    public void close() {
        turn.lock();
        try (handle) {
            handle.getConnection().setAutoCommit(true);
        } catch (SQLException e) {
            throw new TransactionException("the writing connection can't be given back", e);
        } finally {
            turn.unlock();
        }
    }

    /** Works that are committed together. Its size is guarded by the turn. */
    private static final class Group {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int size;

        void await() {
            try {
                done.join();
            } catch (CompletionException e) {
                throw new TransactionException("the commit failed", e.getCause());
            }
        }
    }
}
