package org.teldav.vcard;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.teldav.vcard.Rewritten.Unchanged;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * Rule 5 of propagation.md: puts new numbers in the place of old ones in a card, and leaves every other byte as it is.
 * Thread-safe.
 */
public final class TelRewriter {
    private final PhoneNumbers numbers;

    public TelRewriter(PhoneNumbers numbers) {
        this.numbers = numbers;
    }

    /**
     * Rewrites the TELs that have an old key. Where the new number is in the card already, the old TEL is removed instead,
     * and with it the label lines of its group when the group holds nothing else. Where that one changes places with it, and may not be touched, neither is.
     * A number that is only kept, as {@link TelLines.Tel#old}, is no twin: it goes where it comes back as the current one.
     *
     * @param card one vCard; it isn't altered
     * @param newKeyByOldKey applied together, so that two numbers can be swapped
     * @param region of the card's holder, for numbers without a country code
     * @param mayRewrite the TEL positions that may be touched
     * @return the new bytes, checked to differ in those values only; else why nothing is to be written
     */
    public Rewritten rewrite(
            byte[] card, Map<String, String> newKeyByOldKey, Optional<String> region, IntPredicate mayRewrite) {
        if (!newKeyByOldKey.values().stream().allMatch(numbers::isKey)) {
            return new Unchanged("a new number is no key");
        }
        VCardText text = VCardText.parse(card);
        try {
            CardFrame.check(text);
        } catch (InvalidCardException invalid) {
            return new Unchanged("the card can't be read: " + invalid.getMessage());
        }
        if (text.isGroup()) {
            return new Unchanged("a group of cards is no contact");
        }
        List<Tel> tels = tels(text, region, endings(newKeyByOldKey));
        List<Tel> leaving = leaving(tels, newKeyByOldKey, mayRewrite);
        if (leaving.isEmpty()) {
            return new Unchanged("no entry has an old number");
        }
        while (leaving.removeIf(tel -> isStuck(tel, tels, leaving, newKeyByOldKey))) {
            // whose place it would have taken may be stuck now, too
        }
        return leaving.isEmpty()
                ? new Unchanged("of the numbers that change places, one may not be touched there")
                : new CardRewrite(numbers, text, region).carryOut(steps(tels, leaving, newKeyByOldKey));
    }

    /**
     * @param key of the number; empty where it isn't certain, or none of those that the mapping names
     * @param old whether it is labelled as a number that was
     */
    record Tel(
            int position, ContentLine line, String written, Optional<TelText> read, Optional<String> key, boolean old) {
        boolean has(String wanted) {
            return key.filter(wanted::equals).isPresent();
        }
    }

    /** @param twin the entry that has the new number already, or gets it, for which this one is removed */
    record Step(Tel tel, String newKey, Optional<Tel> twin) {}

    /** The last digits of all numbers in question: in no manner of writing a number do these differ. */
    private static Set<String> endings(Map<String, String> newKeyByOldKey) {
        return Stream.concat(newKeyByOldKey.keySet().stream(), newKeyByOldKey.values().stream())
                .map(key -> ending(key.split(";")[0]))
                .collect(toSet());
    }

    private static String ending(String digits) {
        return digits.substring(Math.max(digits.length() - 4, 0));
    }

    /** Asks the phone library, which is slow, about those numbers only that may be in question. */
    private List<Tel> tels(VCardText text, Optional<String> region, Set<String> endings) {
        List<Tel> tels = new ArrayList<>();
        for (ContentLine line : text.lines("TEL")) {
            String written = line.text();
            Optional<TelText> read = TelText.read(written);
            Optional<String> key = read.filter(tel -> endings.contains(ending(tel.dialled())))
                    .flatMap(tel -> numbers.phone(tel, region))
                    .map(Phone::key);
            tels.add(new Tel(tels.size(), line, written, read, key, key.isPresent() && TelLines.isOld(text, line)));
        }
        return tels;
    }

    private static List<Tel> leaving(List<Tel> tels, Map<String, String> newKeyByOldKey, IntPredicate mayRewrite) {
        return tels.stream()
                .filter(tel -> tel.key().map(newKeyByOldKey::get).isPresent())
                .filter(tel -> !tel.has(newKeyByOldKey.get(tel.key().orElseThrow())))
                .filter(tel -> mayRewrite.test(tel.position()))
                .collect(toCollection(ArrayList::new));
    }

    private static List<Step> steps(List<Tel> tels, List<Tel> leaving, Map<String, String> newKeyByOldKey) {
        Map<String, Tel> holders = holders(tels, Set.copyOf(leaving));
        List<Step> steps = new ArrayList<>();
        for (Tel tel : leaving) {
            String newKey = newKeyByOldKey.get(tel.key().orElseThrow());
            Tel holder = holders.putIfAbsent(newKey, tel);
            boolean twin = holder != null && !holder.key().equals(tel.key());
            steps.add(new Step(tel, newKey, twin ? Optional.of(holder) : Optional.empty()));
        }
        return Stream.concat(steps.stream(), cameBack(tels, leaving, steps)).toList();
    }

    /** The numbers kept as old ones that are current again. */
    private static Stream<Step> cameBack(List<Tel> tels, List<Tel> leaving, List<Step> steps) {
        return tels.stream()
                .filter(tel -> tel.old() && !leaving.contains(tel))
                .flatMap(tel -> steps.stream()
                        .filter(step -> step.twin().isEmpty() && tel.has(step.newKey()))
                        .limit(1)
                        .map(step -> new Step(tel, step.newKey(), Optional.of(step.tel()))));
    }

    /** A number that is to change places with one that stays. */
    private static boolean isStuck(Tel tel, List<Tel> tels, List<Tel> leaving, Map<String, String> newKeyByOldKey) {
        String newKey = newKeyByOldKey.get(tel.key().orElseThrow());
        return newKeyByOldKey.containsKey(newKey)
                && tels.stream().anyMatch(other -> other.has(newKey) && !other.old() && !leaving.contains(other));
    }

    /** Who has which number for good. An entry with a pause dials more than the number: no twin of a plain one. */
    private static Map<String, Tel> holders(List<Tel> tels, Set<Tel> leaving) {
        Map<String, Tel> holders = new HashMap<>();
        tels.stream()
                .filter(tel -> !leaving.contains(tel) && !tel.old())
                .filter(tel -> tel.read().filter(read -> !read.postDial()).isPresent())
                .forEach(tel -> tel.key().ifPresent(key -> holders.putIfAbsent(key, tel)));
        return holders;
    }
}
