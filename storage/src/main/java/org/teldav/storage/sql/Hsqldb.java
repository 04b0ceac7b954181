package org.teldav.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.teldav.storage.CardId;

/**
 * HSQLDB 2.7 on files, in this process.
 *
 * @param url with the path of the files
 */
record Hsqldb(String url) implements Dialect {
    static final String URL_PREFIX = "jdbc:hsqldb:file:";

    /**
     * The write delay of a new database would lose half a second of acknowledged writes on a crash. The row cache grows with the heap; 256 MB hold a
     * book of 100,000 cards. The log is folded into the data file each time it has grown by so many MB.
     */
    private static final List<String> SETTINGS = List.of(
            "SET DATABASE TRANSACTION CONTROL MVLOCKS",
            "SET DATABASE DEFAULT ISOLATION LEVEL READ COMMITTED",
            "SET DATABASE DEFAULT TABLE TYPE CACHED",
            "SET DATABASE DEFAULT RESULT MEMORY ROWS 0",
            "SET DATABASE EVENT LOG LEVEL 0",
            "SET DATABASE EXTERNAL EVENT LOG LEVEL 2",
            "SET FILES WRITE DELAY FALSE",
            "SET FILES LOG SIZE 64");

    private static final String TABLES =
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYSTEM_TABLES WHERE TABLE_SCHEM = 'PUBLIC'";
    private static final String PROPERTY = "SELECT CAST(PROPERTY_VALUE AS BIGINT)"
            + " FROM INFORMATION_SCHEMA.SYSTEM_PROPERTIES WHERE PROPERTY_NAME = ";
    private static final String CACHED_ROWS = PROPERTY + "'hsqldb.cache_rows'";
    private static final String CACHE_KILOBYTES = PROPERTY + "'hsqldb.cache_size'";
    private static final String MAPPED_MEGABYTES = PROPERTY + "'hsqldb.nio_max_size'";

    /** All that the data file can come to is mapped into memory. By default it is read and written by system calls once it is of 256 MB. */
    private static final int MEGABYTES = 65_536;

    /** The row cache for each {@link #SHARE} of heap, up to so many of them. */
    private static final int ROWS = 50_000;

    private static final int KILOBYTES = 24_000;
    private static final long SHARE = 256L << 20;
    private static final long MOST_SHARES = 16;

    @Override
    public Map<String, String> placeholders() {
        return Map.of("bytes", "VARBINARY(67108864)", "text", "VARCHAR(16777216)", "exact", "");
    }

    /**
     * Its own lock file is off: a stale one, after a crash or a close on a busy machine, holds up the next start. {@link DatabaseLock} does better. A log
     * with a statement that it can't carry out ends the start; by default it would leave out all that follows, and say so in its own log only.
     */
    @Override
    public void configure(HikariConfig pool, DatabaseSettings settings) {
        pool.setDataSourceProperties(driver());
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(0);
    }

    private static Properties driver() {
        Properties driver = new Properties();
        driver.setProperty("hsqldb.lock_file", "false");
        driver.setProperty("hsqldb.full_log_replay", "true");
        return driver;
    }

    @Override
    public boolean isFar() {
        return false;
    }

    /** With mvlocks, only who is read only does not wait for the writers' locks. */
    @Override
    public boolean separatesReaders() {
        return true;
    }

    @Override
    public int writesAtOnce(int connections) {
        return 1;
    }

    /** One line for all: a writer locks whole tables until its fsync is done. */
    @Override
    public Writer writer(Database database) {
        return new FullDiskLog(new DiskGuard(
                database,
                new HomeCommits(database, 1),
                DiskGuard.freeOn(path().toAbsolutePath().getParent())));
    }

    @Override
    public void await(DatabaseSettings settings) {
        new FileCheck(path()).check();
        Properties driver = driver();
        driver.setProperty("user", settings.user());
        driver.setProperty("password", settings.password());
        try (Connection connection = DriverManager.getConnection(url, driver);
                Statement statement = connection.createStatement()) {
            fitFiles(statement);
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /**
     * The data file is opened and its cache made with the first of its tables, as they are to be then: a database that has some is closed, and the next
     * connection opens it again. Both sizes of the cache are looked at: one of them may be the engine's own default, and a row that is larger than the
     * cache can't be stored.
     */
    private static void fitFiles(Statement statement) throws SQLException {
        long shares = Math.max(1, Math.min(MOST_SHARES, Runtime.getRuntime().maxMemory() / SHARE));
        if (number(statement, CACHED_ROWS) != ROWS * shares
                || number(statement, CACHE_KILOBYTES) != KILOBYTES * shares
                || number(statement, MAPPED_MEGABYTES) != MEGABYTES) {
            statement.execute("SET FILES NIO SIZE " + MEGABYTES);
            statement.execute("SET FILES CACHE ROWS " + ROWS * shares);
            statement.execute("SET FILES CACHE SIZE " + KILOBYTES * shares);
            if (number(statement, TABLES) > 0) {
                statement.execute("SHUTDOWN");
            }
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public String refusal(Exception why) {
        Throwable first = Objects.requireNonNullElse(why.getCause(), why);
        String said = String.valueOf(first.getMessage()).replace("org.hsqldb.HsqlException: ", "");
        return "the database " + path() + " can't be opened, and its files may be damaged: " + said + ". "
                + FileCheck.ADVICE;
    }

    @Override
    public AutoCloseable reserve() {
        return DatabaseLock.of(path());
    }

    @Override
    public void prepare(Sql sql) {
        if (sql.number(TABLES) == 0) {
            sql.execute("SET DATABASE COLLATION SQL_TEXT NO PAD");
        }
        SETTINGS.forEach(sql::execute);
    }

    /** A statement that fails takes back what it did itself, and the transaction goes on. */
    @Override
    public BooleanSupplier insertNew(Sql sql, String insert, Object... arguments) {
        boolean inserted = sql.tryInsert(insert, arguments);
        return () -> inserted;
    }

    /** Without the hint it reads and sorts the whole book. */
    @Override
    public String limit() {
        return " LIMIT ? USING INDEX";
    }

    /** There is one writer at a time. */
    /** It makes a plan when it first sees a statement, while the table is small, and keeps it. */
    @Override
    public String unsought(String column) {
        return column + " + 0";
    }

    @Override
    public String unlocked() {
        return "";
    }

    /** One by one: its IN reads the whole book, and nothing is nearer than a table in the same process. */
    @Override
    public <T> List<T> listAny(
            Sql sql, String query, RowReader<T> mapper, List<Object> arguments, Collection<?> values) {
        List<T> found = new ArrayList<>();
        Object[] all = Arrays.copyOf(arguments.toArray(), arguments.size() + 1);
        for (Object value : values) {
            all[arguments.size()] = value;
            found.addAll(sql.list(query + " = ?", mapper, all));
        }
        return found;
    }

    @Override
    public <T> List<T> ofCards(Sql sql, String query, RowReader<T> reader, List<CardId> cards) {
        List<T> found = new ArrayList<>();
        for (CardId card : cards) {
            found.addAll(sql.list(
                    query + " WHERE c.home = ? AND c.book = ? AND c.card = ?",
                    reader,
                    card.book().home(),
                    card.book().book(),
                    card.number()));
        }
        return found;
    }

    @Override
    public void shutdown(Database database) {
        try (Handle handle = database.handle()) {
            database.sql(handle).execute("SHUTDOWN");
        }
    }

    @Override
    public void filled(Sql sql) {
        // It keeps no statistics.
    }

    @Override
    public void grown(Database database) {
        // It plans by the columns of indexes alone.
    }

    @Override
    public Optional<Path> files() {
        return Optional.of(path());
    }

    private Path path() {
        return Path.of(url.substring(URL_PREFIX.length()).replaceAll(";.*", ""));
    }
}
