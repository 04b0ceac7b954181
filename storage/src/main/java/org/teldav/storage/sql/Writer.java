package org.teldav.storage.sql;

import java.util.OptionalLong;
import java.util.function.Function;

/** How transactions are committed. Thread-safe. */
interface Writer extends AutoCloseable {
    /**
     * Runs the work in a transaction and returns when that is durable; rolled back when the work throws.
     *
     * @param home the one home that the work is about, and for whose other works it would have to wait
     */
    <T> T write(OptionalLong home, Function<Sql, T> work);

    @Override
    void close();
}
