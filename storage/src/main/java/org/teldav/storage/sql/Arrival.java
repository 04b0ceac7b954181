package org.teldav.storage.sql;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.StorageException;

/** The wait for a database that is not there yet: of two machines that are switched on together, one is first. */
final class Arrival {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

    private Arrival() {}

    /**
     * Returns when a connection can be made.
     *
     * @throws StorageException with one line, where it isn't made in time or is refused for a reason that waiting doesn't mend
     */
    static void await(DatabaseSettings settings, Properties driver) {
        long end = System.nanoTime() + settings.patience().toNanos();
        long tell = System.nanoTime();
        while (true) {
            try (Connection connection = DriverManager.getConnection(settings.url(), driver)) {
                LOG.debug("{} answers", connection.getMetaData().getDatabaseProductName());
                return;
            } catch (SQLException e) {
                if (!Failures.isComing(e)
                        || System.nanoTime() - end >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw new StorageException(
                            "the database at " + DatabaseUrl.hosts(settings.url()) + " can't be used: " + line(e), e);
                }
            }
            if (System.nanoTime() - tell >= 0) {
                LOG.info("waiting for the database at {}", DatabaseUrl.hosts(settings.url()));
                tell = System.nanoTime() + TOLD_EVERY.toNanos();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Of a name without an address the driver says that the attempt failed, and not why: that is in the cause. */
    private static String line(SQLException e) {
        String line = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return e.getCause() instanceof UnknownHostException host
                ? line + " There is no address of the name " + host.getMessage() + "."
                : line;
    }
}
