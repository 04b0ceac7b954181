package org.teldav.push;

import java.time.Duration;

/**
 * How messages are sent.
 *
 * @param poll how often what other servers changed, or left, is looked for
 * @param lease how long a worker has what it took
 * @param interval between two messages of a subscription: what changes meanwhile is told by the second
 * @param firstPause after a message that wasn't taken; twice as long after each further one
 * @param longestPause but never longer
 * @param refusals after so many in a row the subscription is removed
 * @param perHost the most messages on their way to one push service
 */
record PushSettings(
        Duration poll,
        Duration lease,
        Duration interval,
        Duration firstPause,
        Duration longestPause,
        int refusals,
        int perHost) {
    static final PushSettings DEFAULT = new PushSettings(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            5,
            16);

    /** How long a subscription waits after its so-and-so-manyth failure in a row, counted from 0. */
    Duration pause(int failures) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(20, failures));
        return shorter(pause, longestPause);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
