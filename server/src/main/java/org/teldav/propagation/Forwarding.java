package org.teldav.propagation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Replacement;

/**
 * The way of a number from the last change that replaced it to where it has come to by now (rules 9 and 12). Pure.
 *
 * @param at when it was replaced
 * @param proved whether it was proved then
 * @param changes those on the way, ascending
 * @param told whom all of them were for
 */
record Forwarding(String from, String to, Instant at, boolean proved, List<Long> changes, ChangerChoice.Audience told) {
    /**
     * @param replacements one user's, in the order of the edits
     * @return empty where the user never replaced it, or came back to it
     */
    static Optional<Forwarding> of(String key, List<Replacement> replacements) {
        Optional<Replacement> first =
                replacements.stream().filter(each -> each.oldKey().equals(key)).reduce((earlier, later) -> later);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String at = first.get().newKey();
        ChangerChoice.Audience told = first.get().told();
        List<Long> changes = new ArrayList<>(List.of(first.get().change()));
        for (Replacement next : replacements) {
            if (next.change() > changes.get(changes.size() - 1) && next.oldKey().equals(at)) {
                at = next.newKey();
                told = told.and(next.told());
                changes.add(next.change());
            }
        }
        return at.equals(key)
                ? Optional.empty()
                : Optional.of(
                        new Forwarding(key, at, first.get().at(), first.get().proved(), List.copyOf(changes), told));
    }

    /** The change that brought it where it is. */
    long last() {
        return changes.get(changes.size() - 1);
    }
}
