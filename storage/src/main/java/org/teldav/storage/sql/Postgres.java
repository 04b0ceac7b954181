package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** PostgreSQL 15 or newer. */
record Postgres() implements Dialect {
    static final String URL_PREFIX = "jdbc:postgresql:";

    private static final int LINES = 256;

    @Override
    public Map<String, String> placeholders() {
        return Map.of("bytes", "BYTEA", "text", "TEXT COLLATE \"C\"", "exact", " COLLATE \"C\"");
    }

    /** No detail in messages: it would be somebody's number. */
    @Override
    public void configure(HikariConfig pool) {
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("ApplicationName", "teldav");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
    }

    @Override
    public boolean isFar() {
        return true;
    }

    @Override
    public boolean separatesReaders() {
        return false;
    }

    /** The server itself puts commits together, but not those that wait for the lock of one book. */
    @Override
    public Writer writer(Database database) {
        return new HomeCommits(database, LINES);
    }

    @Override
    public AutoCloseable reserve() {
        return () -> {};
    }

    @Override
    public void prepare(Sql sql) {
        // Nothing to set: the migrations make all there is.
    }

    @Override
    public String limit() {
        return " LIMIT ?";
    }

    /** In one round trip. */
    @Override
    public <T> List<T> listAny(
            Sql sql, String query, RowMapper<T> mapper, List<Object> arguments, Collection<?> values) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(values.iterator().next() instanceof Long ? values.toArray(Long[]::new) : values.toArray(String[]::new));
        return sql.list(query + " = ANY (?)", mapper, all.toArray());
    }

    @Override
    public Optional<Path> files() {
        return Optional.empty();
    }

    @Override
    public void shutdown(Sql sql) {
        // The server goes on.
    }
}
