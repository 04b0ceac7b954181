package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.BookId;
import org.teldav.storage.CollectionListener;
import org.teldav.storage.ConnectionPool;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;
import org.teldav.storage.Store;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;

/** The store on a database. Thread-safe. */
public final class SqlStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

    private final Database database;
    private final StoreListener listener;
    private final CollectionListener collections;
    private final Writer writer;
    private final AtomicLong writes = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqlStore(Database database, StoreListener listener, CollectionListener collections) {
        this.database = database;
        this.listener = listener;
        this.collections = collections;
        this.writer = database.writer();
    }

    /**
     * Opens the database, makes it where there is none, and brings its schema up to date.
     *
     * @param listener is told of each edit of an own card
     * @throws org.teldav.storage.DataFolderInUseException where another process has the files
     * @throws StorageException where the database can't be reached
     * @throws IllegalArgumentException for a URL that names no engine we have
     */
    public static SqlStore open(DatabaseSettings settings, StoreListener listener) {
        return open(settings, listener, changed -> {});
    }

    /**
     * As {@link #open(DatabaseSettings, StoreListener)}.
     *
     * @param collections is told of all that this process changes
     */
    public static SqlStore open(DatabaseSettings settings, StoreListener listener, CollectionListener collections) {
        return new SqlStore(Database.open(settings), listener, collections);
    }

    @Override
    public <T> T read(Function<Transaction, T> work) {
        return readSql(sql -> work.apply(new SqlTransaction(sql, listener)));
    }

    private <T> T readSql(Function<Sql, T> work) {
        try (Connection connection = database.readerConnection()) {
            return work.apply(database.sql(connection));
        } catch (JdbiException e) {
            throw Failures.translated(e);
        } catch (SQLException e) {
            throw Failures.translated(new ConnectionException(e));
        }
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        return write(OptionalLong.empty(), work);
    }

    @Override
    public <T> T write(long home, Function<Transaction, T> work) {
        return write(OptionalLong.of(home), work);
    }

    private <T> T write(OptionalLong home, Function<Transaction, T> work) {
        List<Runnable> afterCommit = new ArrayList<>();
        T result = Failures.retrying(() -> writer.write(home, sql -> {
            SqlTransaction transaction = new SqlTransaction(sql, listener);
            T outcome = work.apply(transaction);
            Set<BookId> changed = transaction.end();
            afterCommit.clear();
            afterCommit.addAll(transaction.afterCommit());
            if (!changed.isEmpty()) {
                afterCommit.add(() -> collections.changed(changed));
            }
            return outcome;
        }));
        afterCommit.forEach(Runnable::run);
        if (Long.bitCount(writes.incrementAndGet()) == 1) {
            learn();
        }
        return result;
    }

    /** After the first write and whenever there were twice as many: what is far larger than the engine believes was filled since, or was never looked at. */
    private void learn() {
        try {
            database.grown();
        } catch (JdbiException e) {
            LOG.debug("the database did not look at what has grown; it will by itself", e);
        }
    }

    @Override
    public int writesAtOnce() {
        return database.writesAtOnce();
    }

    private <T> T writeSql(Function<Sql, T> work) {
        return Failures.retrying(() -> writer.write(OptionalLong.empty(), work));
    }

    @Override
    public void prune(Instant historyBefore, Instant tombstonesBefore) {
        Pruning pruning = new Pruning(new Pruning.Transactions() {
            @Override
            public <T> T read(Function<Sql, T> work) {
                return readSql(work);
            }

            @Override
            public <T> T write(Function<Sql, T> work) {
                return writeSql(work);
            }
        });
        pruning.history(historyBefore);
        pruning.tombstones(tombstonesBefore);
    }

    @Override
    public <T> T snapshot(Function<Snapshot, T> work) {
        try {
            return database.snapshot(work::apply);
        } catch (JdbiException e) {
            throw Failures.translated(e);
        }
    }

    @Override
    public boolean healthy() {
        try (Handle handle = database.reader()) {
            return database.sql(handle).number("SELECT COUNT(*) FROM homes WHERE home = 0") == 0;
        } catch (JdbiException e) {
            return false;
        }
    }

    @Override
    public List<ConnectionPool> pools() {
        return database.pools();
    }

    @Override
    public String engine() {
        return database.engine();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            writer.close();
            database.close();
        }
    }
}
