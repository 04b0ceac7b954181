package org.teldav.storage.sql;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * What HSQLDB 2.7.4 tells in its event log alone: that something was not written, while its commit returns as if all were well (docs/decisions/full-disk.md). Nobody else hears
 * it, until this is closed. Thread-safe.
 */
final class EngineWarnings implements AutoCloseable {
    private final Logger log;
    private final Handler listener;

    /** @param heard takes each message */
    EngineWarnings(Database database, Consumer<String> heard) {
        this.log = Logger.getLogger("hsqldb.db." + name(database) + ".ENGINE");
        this.listener = new Listener(heard);
        log.setLevel(Level.WARNING);
        log.setUseParentHandlers(false);
        log.addHandler(listener);
    }

    private static String name(Database database) {
        try (Handle handle = database.handle()) {
            return database.sql(handle)
                    .first("CALL DATABASE_NAME()", row -> row.getString(1))
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        log.removeHandler(listener);
    }

    private static final class Listener extends Handler {
        private final Consumer<String> heard;

        private Listener(Consumer<String> heard) {
            this.heard = heard;
        }

        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
                heard.accept(String.valueOf(event.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
