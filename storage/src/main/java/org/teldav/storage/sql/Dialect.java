package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.teldav.storage.CardId;

/** All that is not the same on both engines. Immutable, thread-safe. */
sealed interface Dialect permits Hsqldb, Postgres {
    /** @throws IllegalArgumentException for a URL of no engine that we have */
    static Dialect of(String url) {
        if (url.startsWith(Hsqldb.URL_PREFIX)) {
            return new Hsqldb(url);
        }
        if (url.startsWith(Postgres.URL_PREFIX)) {
            return new Postgres();
        }
        throw new IllegalArgumentException(
                "database.url must begin with " + Hsqldb.URL_PREFIX + " or " + Postgres.URL_PREFIX);
    }

    /** What the placeholders in the migrations stand for. */
    Map<String, String> placeholders();

    void configure(HikariConfig pool, DatabaseSettings settings);

    /** Whether a statement is a round trip to another process. */
    boolean isFar();

    /** Whether reads are to have connections of their own, set to read only. */
    boolean separatesReaders();

    Writer writer(Database database);

    /** As {@link org.teldav.storage.Store#writesAtOnce}. @param connections the most there are, for all */
    int writesAtOnce(int connections);

    /** Returns when the database answers. @throws org.teldav.storage.StorageException where it doesn't in time, or where its files are damaged */
    void await(DatabaseSettings settings);

    /** What to tell people where the database can't be opened. */
    String refusal(Exception why);

    /** Holds off other processes, where the engine can't serve several. */
    AutoCloseable reserve();

    /** Sets what the database shall be like, before the migrations. */
    void prepare(Sql sql);

    /** What follows an ORDER BY of whole index columns, and takes one parameter: no more rows than that, read along the index. */
    String limit();

    /** As {@link Sql#insertNew}. */
    BooleanSupplier insertNew(Sql sql, String insert, Object... arguments);

    /** A number's column, so that rows are not looked for by it: where there is a better one in the query, and the engine would not see that. */
    String unsought(String column);

    /** What follows the LIMIT of a query in a transaction, for rows that no other has locked, and locks them; empty where there is no such thing. */
    String unlocked();

    /** The rows where, beside all else that the query asks, its last column is one of the values. */
    <T> List<T> listAny(Sql sql, String query, RowReader<T> mapper, List<Object> arguments, Collection<?> values);

    /** The rows of these cards. @param query of a table {@code c} that has {@code home}, {@code book} and {@code card}, ends before its conditions */
    <T> List<T> ofCards(Sql sql, String query, RowReader<T> reader, List<CardId> cards);

    /** After much was put into empty tables, and is committed: the database takes note of it, however long that takes. */
    void filled(Sql sql);

    /** Lets the engine learn of tables that have become far larger than it believes. To be called now and then. */
    void grown(Database database);

    /** The files that the database is in, where they are this process's own. */
    Optional<Path> files();

    /** Says farewell, after the last transaction. */
    void shutdown(Database database);
}
