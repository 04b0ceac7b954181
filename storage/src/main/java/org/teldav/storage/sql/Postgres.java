package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.teldav.storage.CardId;

/** PostgreSQL 15 or newer. */
record Postgres() implements Dialect {
    static final String URL_PREFIX = "jdbc:postgresql:";

    private static final int LINES = 256;
    private static final int FEW = 4;
    private static final int AT_ONCE = 3;

    /** How long a request waits for a connection before it is told to come again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Map<String, String> placeholders() {
        return Map.of("bytes", "BYTEA", "text", "TEXT COLLATE \"C\"", "exact", " COLLATE \"C\"");
    }

    /**
     * What the URL says goes before the driver's properties here. The server gives up a statement in time; the socket is given up only where the server is
     * gone and doesn't say so.
     */
    @Override
    public void configure(HikariConfig pool, DatabaseSettings settings) {
        pool.setDataSourceProperties(driver(settings));
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setMinimumIdle(Math.min(FEW, settings.poolSize()));
        if (!settings.statementTimeout().isZero()) {
            pool.setConnectionInitSql(
                    "SET statement_timeout = " + settings.statementTimeout().toMillis());
        }
    }

    /** No detail in messages: it would be somebody's number. */
    private static Properties driver(DatabaseSettings settings) {
        Properties driver = new Properties();
        driver.setProperty("reWriteBatchedInserts", "true");
        driver.setProperty("logServerErrorDetail", "false");
        driver.setProperty("ApplicationName", "teldav");
        driver.setProperty("tcpKeepAlive", "true");
        driver.setProperty("targetServerType", "primary");
        driver.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
        if (!settings.statementTimeout().isZero()) {
            driver.setProperty(
                    "socketTimeout",
                    Long.toString(settings.statementTimeout().plus(PATIENCE).toSeconds()));
        }
        return driver;
    }

    @Override
    public void await(DatabaseSettings settings) {
        Properties driver = driver(settings);
        driver.setProperty("user", settings.user());
        driver.setProperty("password", settings.password());
        Arrival.await(settings, driver);
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
        return new FullDiskLog(new HomeCommits(database, LINES));
    }

    /** Most connections are for requests. */
    @Override
    public int writesAtOnce(int connections) {
        return Math.max(1, Math.min(AT_ONCE, connections / FEW));
    }

    @Override
    public String refusal(Exception why) {
        return "the database can't be opened: " + why.getMessage();
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

    @Override
    public BooleanSupplier insertNew(Sql sql, String insert, Object... arguments) {
        Question<Integer> inserted = sql.laterUpdate(insert + " ON CONFLICT DO NOTHING", arguments);
        return () -> inserted.get() > 0;
    }

    @Override
    public String unsought(String column) {
        return column;
    }

    @Override
    public String unlocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    /** In one round trip. */
    @Override
    public <T> List<T> listAny(
            Sql sql, String query, RowReader<T> mapper, List<Object> arguments, Collection<?> values) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(values.iterator().next() instanceof Long ? values.toArray(Long[]::new) : values.toArray(String[]::new));
        return sql.list(query + " = ANY (?)", mapper, all.toArray());
    }

    /** In one round trip. */
    @Override
    public <T> List<T> ofCards(Sql sql, String query, RowReader<T> reader, List<CardId> cards) {
        return sql.list(
                query + " JOIN unnest(?, ?, ?) AS k (home, book, card)"
                        + " ON c.home = k.home AND c.book = k.book AND c.card = k.card",
                reader,
                numbers(cards, card -> card.book().home()),
                numbers(cards, card -> card.book().book()),
                numbers(cards, CardId::number));
    }

    private static Long[] numbers(List<CardId> cards, Function<CardId, Long> number) {
        return cards.stream().map(number).toArray(Long[]::new);
    }

    @Override
    public void filled(Sql sql) {
        sql.execute("ANALYZE");
    }

    /**
     * Autovacuum comes after a minute. Until then all indexes are equally good to a planner that knows nothing, and it reads a whole book for one card
     * of it: a thousand new cards made each PUT take 20 ms.
     */
    @Override
    public void grown(Database database) {
        try (Handle handle = database.handle()) {
            grown(database.sql(handle));
        }
    }

    private static void grown(Sql sql) {
        List<String> tables = sql.list(
                "SELECT CAST(CAST(c.oid AS regclass) AS TEXT) FROM pg_class c WHERE c.relkind = 'r'"
                        + " AND c.relnamespace = CAST(current_schema() AS regnamespace)"
                        + " AND pg_relation_size(c.oid) > 2 * CAST(c.relpages AS BIGINT)"
                        + " * CAST(current_setting('block_size') AS BIGINT)",
                row -> row.getString(1));
        if (!tables.isEmpty()) {
            sql.execute("ANALYZE " + String.join(", ", tables));
        }
    }

    @Override
    public Optional<Path> files() {
        return Optional.empty();
    }

    @Override
    public void shutdown(Database database) {
        // The server goes on.
    }
}
