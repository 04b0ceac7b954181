package org.teldav.web;

import java.util.Map;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.propagation.OwnCardEditor;
import org.teldav.propagation.OwnCardEditor.Outcome;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Transaction;

/** {@link OwnCardEditor} for requests: what can't be done rolls the transaction back, and says what would do. Thread-safe. */
record OwnCardEdits(OwnCardEditor editor) {
    /**
     * Replaces numbers, all together.
     *
     * @param replaced new keys by their old ones
     * @return the change that came of it
     * @throws RefusedException where there is no own card, or not those numbers in it
     */
    Optional<Change> change(Transaction tx, Principal.User user, Map<String, String> replaced) {
        Outcome outcome = editor.edit(tx, user, replaced);
        if (outcome instanceof Outcome.Edited edited) {
            return edited.change();
        } else if (outcome instanceof Outcome.NoOwnCard) {
            throw RefusedException.missing("'" + user.name() + "' has no own card")
                    .as("no-own-card");
        } else if (outcome instanceof Outcome.Impossible impossible) {
            throw RefusedException.conflict("the own card of '" + user.name() + "' is left as it is: "
                            + impossible.why() + "; 'teldav user show " + user.name() + "' lists the numbers")
                    .as("own-card-left");
        }
        throw RefusedException.conflict("the own card was changed by somebody else just now; try again")
                .as("own-card-overtaken");
    }
}
