package org.teldav.storage.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * A line of works of which one runs at a time: those that come together are put into one commit, and so under one fsync. One of the threads that wait leads,
 * and runs the works of all, so that none is woken but to be told what has become of its own. Each work has a savepoint; the last, behind which nobody
 * waits, commits for all of the group, with its last statements where the engine is far, and nobody is told before that. Thread-safe.
 *
 * <p>Where the engine is far, the last statements of a work behind which somebody waits go with the first of the next. Where such a round trip fails, nobody
 * knows whose statement it was: all is rolled back, and each of the group runs again, alone in its transaction, so that each comes to what it would have
 * come to by itself. No such round trip carries the COMMIT, so that none runs again that may be committed.
 */
final class GroupCommit {
    private static final int MOST = 32;

    private final Database database;
    private final Queue<Member<?>> line = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final LineConnections connections;

    GroupCommit(Database database) {
        this.database = database;
        this.connections = new LineConnections(database);
    }

    <T> T write(Function<Sql, T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun within a transaction");
        }
        try {
            return together(new Member<>(work));
        } catch (TornException e) {
            return alone(new Member<>(work));
        }
    }

    private <T> T together(Member<T> member) {
        line.add(member);
        boolean interrupted = false;
        while (!member.isTold()) {
            if (turn.tryLock()) {
                lead();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return member.outcome();
    }

    /** The group is empty where somebody else has led meanwhile, and has run this one's work, too. */
    private void lead() {
        Group group = new Group(MOST);
        try {
            while (!group.isOver() && !line.isEmpty()) {
                group.run(line.remove());
            }
            group.end();
        } finally {
            leave();
            group.tell();
        }
    }

    private <T> T alone(Member<T> member) {
        turn.lock();
        try {
            Group group = new Group(1);
            group.run(member);
            group.end();
        } finally {
            leave();
        }
        return member.outcome();
    }

    /** Whoever found the turn taken may lead now. */
    private void leave() {
        turn.unlock();
        Optional.ofNullable(line.peek()).ifPresent(Member::wake);
    }

    /** Waits for those who are in a group; who comes later is refused. */
    void close() {
        turn.lock();
        try {
            connections.close();
        } finally {
            leave();
        }
    }

    /** A work, and the thread that waits for its outcome. Guarded by the turn until it is told. */
    private static final class Member<T> {
        private final Function<Sql, T> work;
        private final Thread thread = Thread.currentThread();
        private final long came = System.nanoTime();
        private Optional<Supplier<T>> outcome = Optional.empty();
        private volatile boolean told;

        Member(Function<Sql, T> work) {
            this.work = work;
        }

        void comesTo(Supplier<T> what) {
            outcome = Optional.of(what);
        }

        boolean isTold() {
            return told;
        }

        void tell() {
            told = true;
            wake();
        }

        void wake() {
            LockSupport.unpark(thread);
        }

        T outcome() {
            return outcome.orElseThrow().get();
        }
    }

    /** Works that are committed together, on one connection. Guarded by the turn. */
    private final class Group {
        private final int most;
        private final Waiting waiting = new Waiting();
        private final List<Member<?>> members = new ArrayList<>();
        private final List<Member<?>> done = new ArrayList<>();
        private Optional<Handle> handle = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();
        private boolean torn;
        private boolean committed;
        private boolean over;

        Group(int most) {
            this.most = most;
        }

        boolean isOver() {
            return over || failure.isPresent() || members.size() == most;
        }

        <T> void run(Member<T> member) {
            members.add(member);
            try {
                T result = run(member.work, handle.orElseGet(() -> begin(member.came)));
                member.comesTo(() -> result);
                done.add(member);
            } catch (RuntimeException | Error e) {
                member.comesTo(() -> {
                    throw e;
                });
                if (waiting.isTorn()) {
                    done.add(member);
                }
            }
        }

        private <T> T run(Function<Sql, T> work, Handle connected) {
            Sql sql = database.sql(connected.getConnection(), waiting);
            Optional<Mark> start = done.isEmpty() ? Optional.empty() : Optional.of(mark(sql));
            try {
                T result = work.apply(sql);
                start.ifPresent(Mark::pass);
                over = sql.isLast() || members.size() == most || line.isEmpty();
                committed = sql.end(over);
                return result;
            } catch (RuntimeException | Error e) {
                undo(connected, start, e);
                throw e;
            }
        }

        private Handle begin(long came) {
            Handle connected = connections.connect(came);
            handle = Optional.of(connected);
            autoCommit(connected, false);
            return connected;
        }

        /** What can be undone was not committed: a commit ends the savepoint, too. Where it can't, the outcome of all is that of this one. */
        private void undo(Handle connected, Optional<Mark> start, Throwable cause) {
            over = false;
            if (waiting.isTorn()) {
                fail(connected, cause);
                return;
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
                fail(connected, new TransactionException("another work could not be rolled back", cause));
            }
        }

        /** They may run again only where the server has said that it has nothing of them: not where the connection is lost. */
        private void fail(Handle connected, Throwable cause) {
            failure = Optional.of(cause);
            try {
                connected.getConnection().rollback();
                torn = waiting.isTorn();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }

        /** What fails once the outcome is known is a matter of the connection, which the pool looks at before it gives it to another. */
        void end() {
            if (handle.isPresent()) {
                try (Handle connected = handle.get()) {
                    commit(connected);
                    autoCommit(connected, true);
                } catch (RuntimeException | Error e) {
                    failure = failure.or(() -> Optional.of(e));
                }
            }
            if (!committed) {
                done.forEach(member -> member.comesTo(this::failed));
            }
        }

        void tell() {
            members.forEach(Member::tell);
        }

        private void commit(Handle connected) {
            if (committed || failure.isPresent() || done.isEmpty()) {
                return;
            }
            try {
                database.sql(connected.getConnection(), waiting).flush();
                Commit.of(connected.getConnection());
                committed = true;
            } catch (SQLException | RuntimeException e) {
                fail(connected, e);
            }
        }

        private <T> T failed() {
            TransactionException told = new TransactionException("the commit failed", failure.orElse(null));
            throw torn ? new TornException(told) : told;
        }
    }

    /** All of the group is rolled back, and nobody knows by whose fault. */
    private static final class TornException extends RuntimeException {
        TornException(TransactionException cause) {
            super("works of a group were rolled back together", cause, false, false);
        }
    }

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
