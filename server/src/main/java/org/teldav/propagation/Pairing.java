package org.teldav.propagation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Rule 2: which of the removed numbers became which of the added ones. Pure.
 *
 * @param replaced old and new, the surest pair first
 * @param withdrawn removed numbers that nothing replaced
 * @param added numbers that replaced nothing
 */
record Pairing(List<Pair> replaced, List<OwnNumber> withdrawn, List<OwnNumber> added) {
    record Pair(OwnNumber before, OwnNumber after) {}

    /** From the surest sign to the weakest. A step is finished for all numbers before the next one begins. */
    private static final List<BiPredicate<OwnNumber, OwnNumber>> STEPS = List.of(
            (a, b) ->
                    sameLabel(a, b) && a.types().equals(b.types()) && a.group().equals(b.group()),
            (a, b) -> sameLabel(a, b) && a.types().equals(b.types()),
            (a, b) -> sameLabel(a, b) && a.kind().equals(b.kind()),
            (a, b) -> a.labelAllows(b) && a.kind().equals(b.kind()));

    private static final List<BiPredicate<OwnNumber, OwnNumber>> LATER_STEPS = STEPS.subList(2, 4);

    /**
     * Pairs the numbers of one edit.
     *
     * @param removed numbers of the card before that are not in the one after; several of the same key count as one number
     * @param added numbers of the card after that are not in the one before
     */
    static Pairing of(List<OwnNumber> removed, List<OwnNumber> added) {
        return of(removed, added, STEPS, true);
    }

    /**
     * The grace time of rule 2: which of the numbers that earlier edits withdrew the ones added now replace. Only of the same kind: what is the only one left
     * says nothing over several edits.
     *
     * @param withdrawn the newest edit's first, those of one edit as they were in the card
     */
    static Pairing later(List<OwnNumber> withdrawn, List<OwnNumber> added) {
        return of(withdrawn, added, LATER_STEPS, false);
    }

    private static Pairing of(
            List<OwnNumber> removed,
            List<OwnNumber> added,
            List<BiPredicate<OwnNumber, OwnNumber>> steps,
            boolean onlyOnes) {
        List<OwnNumber> olds = new ArrayList<>(removed);
        List<OwnNumber> news = new ArrayList<>(added);
        List<Pair> pairs = new ArrayList<>();
        for (BiPredicate<OwnNumber, OwnNumber> step : steps) {
            pairAll(olds, news, (a, b) -> a.position() == b.position() && step.test(a, b), pairs);
            pairAll(olds, news, step, pairs);
        }
        if (onlyOnes && keys(olds) == 1 && keys(news) == 1) {
            pairAll(olds, news, (a, b) -> true, pairs);
        }
        return new Pairing(List.copyOf(pairs), once(olds), once(news));
    }

    private static void pairAll(
            List<OwnNumber> olds, List<OwnNumber> news, BiPredicate<OwnNumber, OwnNumber> alike, List<Pair> pairs) {
        for (OwnNumber old : List.copyOf(olds)) {
            Optional<OwnNumber> match = olds.contains(old)
                    ? news.stream()
                            .filter(candidate -> alike.test(old, candidate))
                            .findFirst()
                    : Optional.empty();
            match.ifPresent(found -> {
                pairs.add(new Pair(old, found));
                olds.removeIf(other -> other.key().equals(old.key()));
                news.removeIf(other -> other.key().equals(found.key()));
            });
        }
    }

    private static boolean sameLabel(OwnNumber a, OwnNumber b) {
        return a.label().equals(b.label());
    }

    private static long keys(List<OwnNumber> numbers) {
        return numbers.stream().map(OwnNumber::key).distinct().count();
    }

    /** Each key with its first entry only. */
    private static List<OwnNumber> once(List<OwnNumber> numbers) {
        Map<String, OwnNumber> first = new LinkedHashMap<>();
        numbers.forEach(number -> first.putIfAbsent(number.key(), number));
        return List.copyOf(first.values());
    }
}
