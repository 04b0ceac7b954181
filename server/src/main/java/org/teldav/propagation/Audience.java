package org.teldav.propagation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Changes;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Transaction;

/**
 * Whom a change concerns (rule 4): the cards that are to be rewritten, found by the index. Immutable.
 *
 * @param replaced new keys by their old ones
 * @param proved the old keys that are rewritten where nothing is known about the entry, too (rule 3)
 * @param shared the old keys that are proved, but are or were somebody else's, too: there something else on the card has to show whose it is (rule 10)
 * @param choices whom the changer wants to be told
 */
record Audience(
        Change change,
        Map<String, String> replaced,
        Set<String> proved,
        Map<String, SharedNumber> shared,
        Choices choices) {
    /** The audience as it is to be served now: a number that became somebody else's, too, is shared by now, however old the change is. */
    static Audience of(Transaction tx, Change change) {
        Set<String> proved = new LinkedHashSet<>();
        for (Change.Number number : change.numbers()) {
            number.oldKey()
                    .filter(old -> number.proved() && number.newKey().isPresent())
                    .ifPresent(proved::add);
        }
        return of(tx, change, replaced(change.numbers()), proved);
    }

    /** The audience of some numbers of a change. @param proved those whose claim was verified */
    static Audience of(Transaction tx, Change change, Map<String, String> replaced, Set<String> proved) {
        long changer = change.user();
        Set<String> own = new LinkedHashSet<>();
        Map<String, SharedNumber> shared = new HashMap<>();
        for (String key : proved) {
            if (Proof.onlyOf(tx, changer, key)) {
                own.add(key);
            } else {
                shared.put(key, SharedNumber.of(tx, Evidence.of(tx, changer), key));
            }
        }
        return new Audience(change, replaced, Set.copyOf(own), Map.copyOf(shared), Choices.of(tx, changer));
    }

    /** New keys by their old ones. */
    static Map<String, String> replaced(List<Change.Number> numbers) {
        Map<String, String> replaced = new LinkedHashMap<>();
        for (Change.Number number : numbers) {
            if (number.oldKey().isPresent() && number.newKey().isPresent()) {
                replaced.putIfAbsent(number.oldKey().get(), number.newKey().get());
            }
        }
        return replaced;
    }

    /** The next cards after one, in the order of their keys; without those that are done. */
    List<Changes.Holding> page(Transaction tx, Optional<CardId> after, int limit) {
        return replaced.isEmpty() ? List.of() : tx.changes().holders(change, replaced.keySet(), open(), after, limit);
    }

    /** The old keys that may be the changer's where nothing is known about the entry. */
    private Set<String> open() {
        Set<String> open = new LinkedHashSet<>(proved);
        open.addAll(shared.keySet());
        return open;
    }

    /** Whether this entry of a holder's card is the changer's number, as {@link Changes#holders} says it for the stored index. */
    boolean concerns(IndexRow row) {
        return isReplaced(row) && (isAbout(row) || row.about().isEmpty() && proved.contains(key(row)));
    }

    /** Whether this entry may be the changer's number, and something else on the card has to show it. */
    boolean mayConcern(IndexRow row) {
        return isReplaced(row) && row.about().isEmpty() && shared.containsKey(key(row));
    }

    /** Whether it is the changer's number where the holder says so of these keys, and nobody else's is known to be. */
    boolean isAccepted(IndexRow row, Set<String> keys) {
        return isReplaced(row) && (isAbout(row) || row.about().isEmpty() && keys.contains(key(row)));
    }

    private boolean isReplaced(IndexRow row) {
        return row.kind() == IndexRow.Kind.TEL
                && row.key().filter(replaced::containsKey).isPresent();
    }

    private boolean isAbout(IndexRow row) {
        return row.about().equals(OptionalLong.of(change.user()));
    }

    private static String key(IndexRow row) {
        return row.key().orElseThrow();
    }
}
