package org.teldav.propagation;

import java.util.List;
import org.teldav.storage.Transaction;

/**
 * A number that is {@linkplain Proof#alsoOf somebody else's, too} (rule 10). Immutable.
 *
 * @param others who those are
 */
record SharedNumber(Evidence changer, List<Evidence> others) {
    static SharedNumber of(Transaction tx, Evidence changer, String key) {
        return new SharedNumber(
                changer,
                Proof.alsoOf(tx, changer.user(), key).stream()
                        .map(other -> Evidence.of(tx, other))
                        .toList());
    }

    /**
     * Whether something else on the card shows that it is about the changer, and nothing that it is about one of the others. Whoever took over a number
     * could take over its last holder's name, too: that counts only against somebody who is still there to be compared with.
     *
     * @param number whether the card has another number that is the changer's for certain
     */
    boolean isChangersIn(Evidence.Told card, boolean number) {
        boolean another = others.stream().anyMatch(other -> other.isNumberIn(card) || other.isNamedIn(card));
        return !another
                && (number
                        || changer.isNumberIn(card)
                        || changer.isNamedIn(card) && others.stream().allMatch(Evidence::known));
    }
}
