package org.teldav.storage.sql;

import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.teldav.storage.StorageException;

/** The connections of a line of works, one at a time. Not thread-safe: whoever has the turn asks. */
final class LineConnections {
    private final Database database;
    private Optional<Refusal> refusal = Optional.empty();
    private boolean closed;

    LineConnections(Database database) {
        this.database = database;
    }

    /**
     * A connection. Whoever stood in line while it was tried in vain is not made to try it again, one after the other.
     *
     * @param came by the clock of the JVM, when the work that needs it came into the line
     */
    Handle connect(long came) {
        if (closed) {
            throw new StorageException("the store is closed");
        }
        if (refusal.isPresent() && refusal.get().at - came > 0) {
            throw new ConnectionException(refusal.get().why);
        }
        try {
            Handle connected = database.handle();
            refusal = Optional.empty();
            return connected;
        } catch (JdbiException e) {
            refusal = Optional.of(new Refusal(System.nanoTime(), e));
            throw e;
        }
    }

    /** There are no more. */
    void close() {
        closed = true;
    }

    /** @param at by the clock of the JVM, when no connection could be had */
    private record Refusal(long at, JdbiException why) {}
}
