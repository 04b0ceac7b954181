package org.teldav.propagation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an edit did to the numbers of an own card. Pure.
 *
 * @param removed entries whose key the card has no more
 * @param added entries whose key the card had not before
 * @param exchanged numbers that stayed in the card but changed places, as two swapped ones do (rule 9)
 */
record NumberEdit(List<OwnNumber> removed, List<OwnNumber> added, List<Pairing.Pair> exchanged) {
    /** Of each. Nobody has so many numbers; and each that comes or goes costs some statements while others' edits wait, and each two of them are compared. */
    static final int MOST = 200;

    /** Rule 1: keys are compared, so a number that was only written in another way is no edit at all. */
    static NumberEdit of(List<OwnNumber> before, List<OwnNumber> after) {
        boolean many = before.size() > MOST || after.size() > MOST;
        return new NumberEdit(
                without(before, keys(after)),
                without(after, keys(before)),
                many ? List.of() : exchanged(before, after));
    }

    boolean isNone() {
        return removed.isEmpty() && added.isEmpty() && exchanged.isEmpty();
    }

    /** Whether one number took the place of one. */
    boolean isOneForOne() {
        return keys(removed).size() == 1 && keys(added).size() == 1;
    }

    static Set<String> keys(List<OwnNumber> numbers) {
        return numbers.stream().map(OwnNumber::key).collect(Collectors.toUnmodifiableSet());
    }

    private static List<OwnNumber> without(List<OwnNumber> numbers, Set<String> keys) {
        return numbers.stream()
                .filter(number -> !keys.contains(number.key()))
                .limit(MOST)
                .toList();
    }

    /**
     * Kept numbers that took each other's place: the circles of places, each with the number it had and the one it has. Only places that tell one number
     * from all others count, and a number with two places, or one that is new or gone, closes no circle.
     */
    private static List<Pairing.Pair> exchanged(List<OwnNumber> before, List<OwnNumber> after) {
        Map<String, OwnNumber> had = byKey(before);
        Map<String, OwnNumber> has = byKey(after);
        Map<Place, OwnNumber> now = byPlace(after);
        Map<String, OwnNumber> next = new HashMap<>();
        byPlace(before)
                .forEach((place, number) -> Optional.ofNullable(now.get(place))
                        .filter(other -> had.containsKey(number.key()) && has.containsKey(other.key()))
                        .filter(other -> !other.key().equals(number.key()))
                        .ifPresent(other -> next.put(number.key(), other)));
        List<Pairing.Pair> pairs = new ArrayList<>();
        for (OwnNumber number : before) {
            if (closes(number.key(), next)) {
                pairs.add(new Pairing.Pair(number, next.get(number.key())));
            }
        }
        return List.copyOf(pairs);
    }

    private static boolean closes(String start, Map<String, OwnNumber> next) {
        OwnNumber at = next.get(start);
        for (int steps = 0; at != null && steps < next.size(); steps++) {
            if (at.key().equals(start)) {
                return true;
            }
            at = next.get(at.key());
        }
        return false;
    }

    private record Place(String label, Set<String> kind) {
        static Place of(OwnNumber number) {
            return new Place(number.label(), number.kind());
        }
    }

    private static Map<Place, OwnNumber> byPlace(List<OwnNumber> numbers) {
        return unique(numbers, Place::of);
    }

    private static Map<String, OwnNumber> byKey(List<OwnNumber> numbers) {
        return unique(numbers, OwnNumber::key);
    }

    /** Those that are alone under their name. */
    private static <K> Map<K, OwnNumber> unique(List<OwnNumber> numbers, Function<OwnNumber, K> name) {
        Map<K, List<OwnNumber>> all = numbers.stream().collect(Collectors.groupingBy(name));
        Map<K, OwnNumber> alone = new HashMap<>();
        all.forEach((key, under) -> {
            if (under.size() == 1) {
                alone.put(key, under.get(0));
            }
        });
        return alone;
    }
}
