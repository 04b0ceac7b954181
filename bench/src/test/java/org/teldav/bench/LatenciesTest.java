package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long SEED = 42;

    @Test
    void percentiles_are_within_a_hundredth_of_the_sorted_times() {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] nanos = random.longs(10_001)
                .map(bits -> (bits & Long.MAX_VALUE) >>> random.nextInt(20, 55))
                .toArray();
        Latencies latencies = new Latencies();
        Arrays.stream(nanos).forEach(latencies::add);
        Arrays.sort(nanos);

        for (double share : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
            assertThat(latencies.millis(share))
                    .as("seed %d, share %s", SEED, share)
                    .isCloseTo(exact, Percentage.withPercentage(0.8));
        }
        assertThat(latencies.longestMillis()).isEqualTo(nanos[nanos.length - 1] / 1e6);
    }

    @Test
    void sums_are_as_if_added_to_one_and_none_is_zero() {
        Latencies one = new Latencies();
        assertThat(one.millis(0.5)).isZero();
        Latencies two = new Latencies();
        one.add(1_000_000);
        two.add(3_000_000);
        one.add(two);
        assertThat(one.total()).isEqualTo(2);
        assertThat(one.millis(0.5)).isCloseTo(1, within(0.008));
        assertThat(one.millis(0.99)).isCloseTo(3, within(0.024));
    }
}
