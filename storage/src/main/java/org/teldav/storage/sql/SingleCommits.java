package org.teldav.storage.sql;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Each work has a connection and a commit of its own: for an engine that can put commits of several connections together. */
final class SingleCommits implements Writer {
    private final Database database;

    SingleCommits(Database database) {
        this.database = database;
    }

    @Override
    public <T> T write(Function<Sql, T> work) {
        try (Handle handle = database.handle()) {
            return handle.inTransaction(inside -> work.apply(database.sql(inside)));
        }
    }

    @Override
    public void close() {
        // Nothing is held between works.
    }
}
