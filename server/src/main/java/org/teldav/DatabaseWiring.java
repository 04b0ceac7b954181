package org.teldav;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;
import org.teldav.propagation.OwnCardHook;
import org.teldav.push.PushQueue;
import org.teldav.storage.ConnectionPool;
import org.teldav.storage.Store;
import org.teldav.storage.sql.DatabaseSettings;
import org.teldav.storage.sql.SqlStore;

/** The database that is configured: another, or the one in the data folder. */
final class DatabaseWiring {
    private DatabaseWiring() {}

    static DatabaseSettings settings(TeldavConfig config) {
        TeldavConfig.Database database = config.database();
        return database.url()
                .map(url -> new DatabaseSettings(
                        url,
                        database.user(),
                        database.password(),
                        database.pool(),
                        database.statementTimeout(),
                        database.patience()))
                .orElseGet(() -> DatabaseSettings.hsqldb(config.data(), database.pool()));
    }

    /**
     * Makes it where there is none.
     *
     * @throws org.teldav.storage.DataFolderInUseException where another process has the files
     */
    static Store open(TeldavConfig config, OwnCardHook hook, PushQueue pushQueue, Registry metrics) {
        Store store = SqlStore.open(settings(config), hook, pushQueue);
        metrics.gauges("database_connections", "connections to the database", () -> connections(store));
        return store;
    }

    private static Map<Map<String, String>, Long> connections(Store store) {
        Map<Map<String, String>, Long> counted = new HashMap<>();
        for (ConnectionPool pool : store.pools()) {
            counted.put(Map.of("pool", pool.name(), "state", "active"), (long) pool.active());
            counted.put(Map.of("pool", pool.name(), "state", "idle"), (long) pool.idle());
            counted.put(Map.of("pool", pool.name(), "state", "awaited"), (long) pool.awaited());
        }
        return counted;
    }

    /** What the disk of an embedded database has left; of another database nothing is known. */
    static OptionalLong free(TeldavConfig config) {
        return config.database().url().isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(config.data().toFile().getUsableSpace());
    }
}
