package org.teldav.bench;

/**
 * How many requests took how long: 128 steps for each doubling, so a value read back is at most 0.8 % off. Its size doesn't
 * grow with the number of requests. Times are nanoseconds. Not thread-safe.
 */
final class Latencies {

    private static final int BITS = 7;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[(64 - BITS + 1) * STEPS];
    private long total;
    private long longest;

    void add(long nanos) {
        counts[index(Math.max(0, nanos))]++;
        total++;
        longest = Math.max(longest, nanos);
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        longest = Math.max(longest, other.longest);
    }

    long total() {
        return total;
    }

    double longestMillis() {
        return longest / 1e6;
    }

    /** The time that this share (0 to 1) of the requests didn't exceed, by nearest rank; 0 when there were none. */
    double millis(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        for (int i = 0; i < counts.length; i++) {
            rank -= counts[i];
            if (rank <= 0) {
                return Math.min(middle(i), longest) / 1e6;
            }
        }
        return 0;
    }

    private static int index(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - BITS);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    private static long middle(int index) {
        if (index < 2 * STEPS) {
            return index;
        }
        int shift = index / STEPS - 1;
        return ((long) (index - shift * STEPS) << shift) + (1L << shift) / 2;
    }
}
