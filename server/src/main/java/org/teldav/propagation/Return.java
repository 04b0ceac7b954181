package org.teldav.propagation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.teldav.storage.Changes.Withdrawn;
import org.teldav.storage.StoreListener.OwnCardEdit;
import org.teldav.storage.Transaction;

/**
 * The numbers of an own card that was deleted and is put again (docs/decisions/own-card-name.md). Immutable.
 *
 * @param withdrawn those that the deletion withdrew: they are the user's again, as well proved as they were
 * @param waited the others, which changes had brought that reached nobody and were taken back by the deletion: each is brought again by a change of its own, so that what waits holds up no other
 */
record Return(List<OwnNumber> withdrawn, List<OwnNumber> waited) {
    /** None past the grace time: what comes then has come anew. Nor one that became somebody else's meanwhile: that waits still for what takes its place (rule 2). */
    static Return of(Transaction tx, OwnCardEdit edit, List<OwnNumber> deleted, Proof proof) {
        List<Withdrawn> gone = tx.changes().withdrawn(edit.user(), edit.at().minus(proof.grace()));
        List<OwnNumber> withdrawn = new ArrayList<>();
        List<OwnNumber> waited = new ArrayList<>();
        for (OwnNumber number : gone.isEmpty() ? List.<OwnNumber>of() : deleted) {
            List<Withdrawn> here = gone.stream()
                    .filter(each ->
                            each.number().oldKey().filter(number.key()::equals).isPresent())
                    .toList();
            if (here.isEmpty()) {
                waited.add(number);
            } else if (isBack(tx, edit.user(), number.key(), proof, edit.at())) {
                here.forEach(
                        each -> tx.changes().pair(each.change(), each.number().position()));
                withdrawn.add(number);
            }
        }
        return new Return(List.copyOf(withdrawn), List.copyOf(waited));
    }

    private static boolean isBack(Transaction tx, long user, String key, Proof proof, Instant now) {
        proof.claim(tx, user, key, now);
        boolean back = !Proof.waits(tx, user, key);
        if (!back) {
            tx.claims().end(user, key, now);
        }
        return back;
    }
}
