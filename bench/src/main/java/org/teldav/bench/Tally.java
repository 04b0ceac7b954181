package org.teldav.bench;

/** What one connection has seen, and the sum over several. Times are nanoseconds. Not thread-safe. */
final class Tally {

    private final Latencies latencies = new Latencies();
    private final Latencies firstBytes = new Latencies();
    private long bytes;
    private long errors;
    private String firstError = "";
    private long reconnects;
    private double perSecond;
    private double bytesPerSecond;

    void right(long nanos, long toFirstByte, long bytesBothWays) {
        latencies.add(nanos);
        firstBytes.add(toFirstByte);
        bytes += bytesBothWays;
    }

    void wrong(String fault) {
        errors++;
        firstError = firstError.isEmpty() ? fault : firstError;
    }

    long requests() {
        return latencies.total() + errors;
    }

    /** Ends the measurement of one connection: its rate is over the time from its own start to its own last answer. */
    Tally ended(long nanos, long connectionsOpened) {
        perSecond = latencies.total() / (nanos / 1e9);
        bytesPerSecond = bytes / (nanos / 1e9);
        reconnects = connectionsOpened;
        return this;
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        firstBytes.add(other.firstBytes);
        bytes += other.bytes;
        errors += other.errors;
        firstError = firstError.isEmpty() ? other.firstError : firstError;
        reconnects += other.reconnects;
        perSecond += other.perSecond;
        bytesPerSecond += other.bytesPerSecond;
    }

    Row.Measured row(String operation) {
        return new Row.Measured(
                operation,
                latencies.total(),
                perSecond,
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.longestMillis(),
                firstBytes.millis(0.5),
                firstBytes.millis(0.99),
                bytesPerSecond,
                errors,
                firstError,
                reconnects);
    }
}
