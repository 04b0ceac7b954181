package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** All that is kept. Thread-safe. */
public interface Store extends AutoCloseable {
    /** Reads with one connection; each statement sees what was committed before it. */
    <T> T read(Function<Transaction, T> work);

    /**
     * Runs the work in one transaction, READ COMMITTED, and commits it durably before it returns; an exception rolls all of it back. Where the engine
     * asks for it (deadlock, serialization failure), the work is rolled back and run again: it must have no effect outside the transaction.
     */
    <T> T write(Function<Transaction, T> work);

    /**
     * As {@link #write(Function)}, for work that writes to one home only: what comes together may then be committed together, and none need wait for
     * the disk as often as there are writers. It may be rolled back and run again because of another one that failed, too.
     */
    default <T> T write(long home, Function<Transaction, T> work) {
        return write(work);
    }

    /** How many writes, each to other homes, one work is to make at the same time: 1 where the engine makes one after the other. */
    int writesAtOnce();

    /**
     * Deletes the versions that ended before the one time, and the tombstones laid before the other; a book's oldest valid token moves on in the same
     * transaction. Works in many small transactions, beside everything else.
     */
    void prune(Instant historyBefore, Instant tombstonesBefore);

    /** Reads all there is as it is at this moment; others write on meanwhile. */
    <T> T snapshot(Function<Snapshot, T> work);

    /** Whether the database answers. */
    boolean healthy();

    /** The connections of this process, without asking the database. */
    List<ConnectionPool> pools();

    /** The engine's name and version, for people to read. */
    String engine();

    @Override
    void close();
}
