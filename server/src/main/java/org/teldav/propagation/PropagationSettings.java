package org.teldav.propagation;

import java.time.Duration;

/**
 * How a worker works.
 *
 * @param batch the most cards that are being written, in one transaction, or shared by several where the store makes so many at once, one in each at the least; 1 where the database is sharded by home
 * @param threads how many changes, of different users, are carried at the same time
 * @param lease how long a change that a worker has stays its own after its last sign of life: a killed server's changes go on after that time
 * @param poll how often changes are looked for that nobody rang for: another server's or the command line's
 * @param longestPause between two tries while the database is away
 */
public record PropagationSettings(int batch, int threads, Duration lease, Duration poll, Duration longestPause) {
    public static final PropagationSettings DEFAULT =
            new PropagationSettings(100, 2, Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30));

    public PropagationSettings {
        if (batch < 1 || threads < 1 || lease.toMillis() < 1) {
            throw new IllegalArgumentException("batch, threads and lease must be positive");
        }
    }
}
