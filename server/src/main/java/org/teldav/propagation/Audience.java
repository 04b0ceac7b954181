package org.teldav.propagation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param choices whom the changer wants to be told
 */
record Audience(Change change, Map<String, String> replaced, Set<String> proved, Choices choices) {
    /**
     * The audience as it is to be served now: a proof that somebody else's holds against by now is none any more, however old the change is.
     */
    static Audience of(Transaction tx, Change change) {
        Set<String> proved = new LinkedHashSet<>();
        for (Change.Number number : change.numbers()) {
            number.oldKey()
                    .filter(old -> number.proved() && number.newKey().isPresent())
                    .filter(old -> Proof.onlyOf(tx, change.user(), old))
                    .ifPresent(proved::add);
        }
        return new Audience(change, replaced(change.numbers()), proved, Choices.of(tx, change.user()));
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
        return replaced.isEmpty() ? List.of() : tx.changes().holders(change, replaced.keySet(), proved, after, limit);
    }

    /** How many cards are still to be rewritten. */
    long count(Transaction tx) {
        return replaced.isEmpty() ? 0 : tx.changes().countHolders(change, replaced.keySet(), proved);
    }

    /** Whether this entry of a holder's card is the changer's number, as {@link Changes#holders} says it for the stored index. */
    boolean concerns(IndexRow row) {
        return row.kind() == IndexRow.Kind.TEL
                && row.key().filter(replaced::containsKey).isPresent()
                && (row.about().isPresent()
                        ? row.about().getAsLong() == change.user()
                        : proved.contains(row.key().get()));
    }
}
