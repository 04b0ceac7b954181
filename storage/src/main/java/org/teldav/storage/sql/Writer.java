package org.teldav.storage.sql;

import java.util.function.Function;

/** How transactions are committed. Thread-safe. */
interface Writer extends AutoCloseable {
    /** Runs the work in a transaction and returns when that is durable; rolled back when the work throws. */
    <T> T write(Function<Sql, T> work);

    @Override
    void close();
}
