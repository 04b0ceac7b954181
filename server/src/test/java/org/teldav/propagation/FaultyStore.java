package org.teldav.propagation;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.teldav.storage.ConnectionPool;
import org.teldav.storage.Snapshot;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** A real store, between which and its user things may happen: another writer comes first, or the server is killed. */
final class FaultyStore implements Store {
    /** The end of a server. Nobody catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What happens around the n-th write. */
    interface Around {
        /** Before the transaction. */
        default void before(int write) {}

        /** At the end of the transaction, before its commit. */
        default void inside(int write, Transaction tx) {}

        /** After the commit, before the caller knows. */
        default void after(int write) {}
    }

    private final Store inner;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile Around around = new Around() {};
    private volatile BooleanSupplier unhealthy = () -> false;
    private volatile OptionalInt atOnce = OptionalInt.empty();

    FaultyStore(Store inner) {
        this.inner = inner;
    }

    Store inner() {
        return inner;
    }

    /** Counts the writes from 1 on, anew. */
    void around(Around next) {
        writes.set(0);
        around = next;
    }

    void oneWriteAtATime() {
        atOnce = OptionalInt.of(1);
    }

    void unhealthyWhile(BooleanSupplier away) {
        unhealthy = away;
    }

    @Override
    public <T> T read(Function<Transaction, T> work) {
        return inner.read(work);
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        int write = writes.incrementAndGet();
        Around now = around;
        now.before(write);
        T result = inner.write(tx -> {
            T value = work.apply(tx);
            now.inside(write, tx);
            return value;
        });
        now.after(write);
        return result;
    }

    @Override
    public int writesAtOnce() {
        return atOnce.orElseGet(inner::writesAtOnce);
    }

    @Override
    public <T> T snapshot(Function<Snapshot, T> work) {
        return inner.snapshot(work);
    }

    @Override
    public void prune(Instant historyBefore, Instant tombstonesBefore) {
        inner.prune(historyBefore, tombstonesBefore);
    }

    @Override
    public boolean healthy() {
        return !unhealthy.getAsBoolean() && inner.healthy();
    }

    @Override
    public List<ConnectionPool> pools() {
        return inner.pools();
    }

    @Override
    public String engine() {
        return inner.engine();
    }

    @Override
    public void close() {
        inner.close();
    }
}
