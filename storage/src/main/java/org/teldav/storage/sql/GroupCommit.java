package org.teldav.storage.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.teldav.storage.StorageException;

/**
 * A line of works of which one runs at a time: those that come together are put into one commit, and so under one fsync. Each has a savepoint; the last,
 * behind whom nobody waits, commits for all of the group, with his last statements where the engine is far, and none returns before that. Thread-safe.
 *
 * <p>Where the engine is far, the last statements of a work behind which somebody waits go with the first of the next. Where such a round trip fails, nobody
 * knows whose statement it was: all is rolled back, and each of the group runs again, alone in its transaction, so that each comes to what it would have
 * come to by itself. No such round trip carries the COMMIT, so that none runs again that may be committed.
 */
final class GroupCommit {
    private static final int MOST = 32;

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock();
    private Group group = new Group(MOST);
    private Optional<Refusal> refusal = Optional.empty();
    private boolean closed;

    GroupCommit(Database database) {
        this.database = database;
    }

    <T> T write(Function<Sql, T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun within a transaction");
        }
        try {
            return write(work, false);
        } catch (TornException e) {
            return write(work, true);
        }
    }

    private <T> T write(Function<Sql, T> work, boolean alone) {
        long came = System.nanoTime();
        Group mine;
        T result;
        turn.lock();
        try {
            if (alone) {
                next(1);
            }
            mine = group;
            result = mine.member(work, came);
        } finally {
            leave();
        }
        mine.await();
        return result;
    }

    /** Whoever waits for his turn will be in the group, and ends it in the end. */
    private void leave() {
        try {
            if (group.isOver() || !turn.hasQueuedThreads()) {
                next(MOST);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Commits for those who are in the group; who comes now is in another. */
    private void next(int most) {
        Group before = group;
        group = new Group(most);
        before.end();
    }

    /** Commits for those who were before; who comes later is refused. */
    void close() {
        turn.lock();
        try {
            closed = true;
            next(MOST);
        } finally {
            turn.unlock();
        }
    }

    /** Works that are committed together, on one connection. Guarded by the turn, but for {@link #await}. */
    private final class Group {
        private final int most;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final Waiting waiting = new Waiting();
        private Optional<Handle> handle = Optional.empty();
        private int size;
        private boolean ended;

        Group(int most) {
            this.most = most;
        }

        boolean isOver() {
            return ended || done.isDone();
        }

        <T> T member(Function<Sql, T> work, long came) {
            Handle connected = handle.orElseGet(() -> begin(came));
            Sql sql = database.sql(connected.getConnection(), waiting);
            Optional<Mark> start = size == 0 ? Optional.empty() : Optional.of(mark(sql));
            try {
                T result = work.apply(sql);
                start.ifPresent(Mark::pass);
                boolean last = sql.isLast() || size + 1 == most || !turn.hasQueuedThreads();
                if (sql.end(last)) {
                    done.complete(true);
                }
                ended = last;
                size++;
                return result;
            } catch (RuntimeException | Error e) {
                undo(connected, start, e);
                throw e;
            }
        }

        private Handle begin(long came) {
            if (closed) {
                throw new StorageException("the store is closed");
            }
            Handle connected = connect(came);
            handle = Optional.of(connected);
            autoCommit(connected, false);
            return connected;
        }

        /** What can be undone was not committed: a commit ends the savepoint, too. Where it can't, the outcome of all is that of this one. */
        private void undo(Handle connected, Optional<Mark> start, Throwable cause) {
            if (waiting.isTorn()) {
                fail(connected, cause);
                // It throws: this one is told what all are.
                await();
            }
            try {
                waiting.drop();
                if (start.isPresent()) {
                    start.get().undo();
                } else {
                    connected.getConnection().rollback();
                }
            } catch (SQLException | StatementFailedException e) {
                cause.addSuppressed(e);
                done.completeExceptionally(new TransactionException("another work could not be rolled back", cause));
            }
        }

        /** They may run again only where the server has said that it has nothing of them: not where the connection is lost. */
        private void fail(Handle connected, Throwable cause) {
            TransactionException told = new TransactionException("the commit failed", cause);
            try {
                connected.getConnection().rollback();
                done.completeExceptionally(waiting.isTorn() ? new TornException(told) : told);
            } catch (SQLException e) {
                told.addSuppressed(e);
                done.completeExceptionally(told);
            }
        }

        /** What fails once the outcome is known is a matter of the connection, which the pool looks at before it gives it to another. */
        void end() {
            if (handle.isPresent()) {
                try (Handle connected = handle.get()) {
                    commit(connected);
                    autoCommit(connected, true);
                } catch (JdbiException e) {
                    done.completeExceptionally(e);
                }
            }
        }

        private void commit(Handle connected) {
            try {
                if (done.isCompletedExceptionally()) {
                    connected.getConnection().rollback();
                } else if (!done.isDone() && size > 0) {
                    database.sql(connected.getConnection(), waiting).flush();
                    Commit.of(connected.getConnection());
                }
                done.complete(true);
            } catch (SQLException | RuntimeException e) {
                fail(connected, e);
            }
        }

        void await() {
            try {
                done.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof TornException torn) {
                    throw torn;
                }
                throw new TransactionException("the commit failed", e.getCause());
            }
        }
    }

    /** All of the group is rolled back, and nobody knows by whose fault. */
    private static final class TornException extends RuntimeException {
        TornException(TransactionException cause) {
            super("works of a group were rolled back together", cause, false, false);
        }
    }

    /** Whoever stood in line while it was tried is not made to try it again, one after the other. */
    private Handle connect(long came) {
        if (refusal.isPresent() && refusal.get().at - came > 0) {
            throw new ConnectionException(refusal.get().why);
        }
        try {
            Handle connected = database.handle();
            refusal = Optional.empty();
            return connected;
        } catch (JdbiException e) {
            refusal = Optional.of(new Refusal(System.nanoTime(), e));
            throw e;
        }
    }

    /** @param at by the clock of the JVM, when no connection could be had */
    private record Refusal(long at, JdbiException why) {}

    private static Mark mark(Sql sql) {
        try {
            return Mark.set(sql);
        } catch (SQLException e) {
            throw new TransactionException("no savepoint", e);
        }
    }

    private static void autoCommit(Handle handle, boolean on) {
        try {
            handle.getConnection().setAutoCommit(on);
        } catch (SQLException e) {
            throw new TransactionException("autocommit can't be set", e);
        }
    }
}
