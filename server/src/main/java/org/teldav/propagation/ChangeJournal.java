package org.teldav.propagation;

import java.time.InstantSource;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** Writes down what became of each holder's card in one change, in the transaction in which it became that (rules 7 and 8). Immutable. */
record ChangeJournal(Change change, InstantSource clock, PropagationMetrics metrics) {
    /** @return false where the card has its line already: what was written must be rolled back */
    boolean done(Transaction tx, CardPlan.Rewriting plan, Card after) {
        boolean first = tx.changes()
                .record(new Rewrite(
                        change.id(),
                        change.user(),
                        after.id(),
                        after.name(),
                        clock.instant(),
                        plan.read().syncNumber(),
                        after.syncNumber(),
                        plan.oldText(),
                        plan.newText(),
                        ""));
        tx.afterCommit(metrics::rewritten);
        return first;
    }

    void leave(Transaction tx, Card card, String reason) {
        record(tx, card, "", "", reason, Rewrite.State.LEFT);
        tx.afterCommit(metrics::left);
    }

    void offer(Transaction tx, CardPlan.Offering offering) {
        record(tx, offering.read(), offering.oldText(), offering.newText(), offering.reason(), Rewrite.State.OFFERED);
        tx.afterCommit(metrics::offered);
    }

    private void record(Transaction tx, Card card, String oldText, String newText, String reason, Rewrite.State state) {
        tx.changes()
                .record(new Rewrite(
                        change.id(),
                        change.user(),
                        card.id(),
                        card.name(),
                        clock.instant(),
                        card.syncNumber(),
                        0,
                        oldText,
                        newText,
                        reason,
                        state));
    }
}
