package org.teldav.bench;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * People and whom they know. Each newcomer gets to know some who are there, the more likely the more these know already, so that most know few and a few
 * know very many: a scale-free graph (Barabási and Albert, 1999). The same seed gives the same people. Not thread-safe.
 */
final class Population {
    /** Of all their numbers, which are in ranges kept free for drama. */
    static final int MOST = 180_000;

    private static final int IRISH = 100_000;
    private static final int[] AUSTRALIAN_AREAS = {2, 3, 7, 8};
    private static final int[] AUSTRALIAN_RANGES = {5550, 7010};
    private static final int RANGE = 10_000;

    private final SplittableRandom random;
    private final int each;
    /** Both of each acquaintance, so that one who is drawn from here is drawn as often as they know somebody. */
    private int[] ends = new int[1024];

    private int filled;
    private int people;

    /** @param each how many acquaintances a newcomer makes; on average, people have twice as many */
    Population(long seed, int each) {
        this.random = new SplittableRandom(seed);
        this.each = each;
    }

    /** How many have come. The first is 0. */
    int people() {
        return people;
    }

    /** The next one comes. @return whom they get to know, and who gets to know them */
    Set<Integer> arrive() {
        int newcomer = people;
        Set<Integer> known = new LinkedHashSet<>();
        while (known.size() < Math.min(each, newcomer)) {
            known.add(filled == 0 ? 0 : ends[random.nextInt(filled)]);
        }
        known.forEach(other -> acquaint(newcomer, other));
        people++;
        return known;
    }

    private void acquaint(int one, int other) {
        if (filled + 2 > ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[filled++] = one;
        ends[filled++] = other;
    }

    /** How many each of those who have come knows, smallest first. */
    int[] acquaintances() {
        int[] counts = new int[people];
        for (int i = 0; i < filled; i++) {
            counts[ends[i]]++;
        }
        Arrays.sort(counts);
        return counts;
    }

    static String name(int person) {
        return String.format(Locale.ROOT, "person%06d", person);
    }

    /** One that nobody else has, and no real person: kept for drama by ComReg (Ireland) and ACMA (Australia). */
    static String number(int person) {
        if (person < IRISH) {
            return String.format(Locale.ROOT, "+353 20 91%d %04d", person / RANGE, person % RANGE);
        }
        int range = (person - IRISH) / RANGE;
        return String.format(
                Locale.ROOT,
                "+61 %d %d %04d",
                AUSTRALIAN_AREAS[range / AUSTRALIAN_RANGES.length],
                AUSTRALIAN_RANGES[range % AUSTRALIAN_RANGES.length],
                person % RANGE);
    }
}
