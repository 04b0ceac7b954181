package org.teldav.propagation;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/** Carries out what was planned for a card, and writes it into its holder's journal, in one transaction (rule 7). Immutable. */
record PlanWriter(Change change, InstantSource clock, PropagationMetrics metrics) {
    /** Does what was planned. @return false where the card is not any more what was read (rule 7) */
    boolean write(Transaction tx, CardPlan plan) {
        return write(tx, List.of(plan)).get(0);
    }

    /** Does what was planned for each, all rewrites before the rest. @return as {@link #write(Transaction, CardPlan)} of each */
    List<Boolean> write(Transaction tx, List<CardPlan> plans) {
        List<CardPlan.Rewriting> rewritings = plans.stream()
                .filter(CardPlan.Rewriting.class::isInstance)
                .map(CardPlan.Rewriting.class::cast)
                .toList();
        Iterator<PutResult> results = tx.cards()
                .put(rewritings.stream().map(CardPlan.Rewriting::put).toList(), clock.instant())
                .iterator();
        List<BooleanSupplier> lines = new ArrayList<>();
        List<Boolean> written = new ArrayList<>();
        for (CardPlan plan : plans) {
            written.add(
                    plan instanceof CardPlan.Rewriting rewriting
                            ? written(tx, rewriting, results.next(), lines)
                            : writeOther(tx, plan));
        }
        if (!lines.stream().allMatch(BooleanSupplier::getAsBoolean)) {
            throw new AlreadyDone();
        }
        return written;
    }

    private boolean writeOther(Transaction tx, CardPlan plan) {
        if (plan instanceof CardPlan.Leaving leaving) {
            return unmoved(tx, leaving.read(), () -> leave(tx, leaving.read(), leaving.reason()));
        }
        if (plan instanceof CardPlan.Offering offering) {
            return unmoved(tx, offering.read(), () -> offer(tx, offering));
        }
        return true;
    }

    /** Writes down what was decided of a card, provided that it is still what was read. @return false where it is not */
    private static boolean unmoved(Transaction tx, Card read, Runnable writing) {
        Optional<Card> now = tx.cards().find(read.id());
        boolean same =
                now.filter(card -> card.syncNumber() == read.syncNumber()).isPresent();
        if (same) {
            writing.run();
        }
        return same || now.isEmpty();
    }

    private void offer(Transaction tx, CardPlan.Offering offering) {
        record(
                tx,
                offering.read(),
                0,
                offering.oldText(),
                offering.newText(),
                offering.reason(),
                Rewrite.State.OFFERED);
        tx.afterCommit(metrics::offered);
    }

    /** @param lines takes the answer of the journal */
    private boolean written(Transaction tx, CardPlan.Rewriting plan, PutResult result, List<BooleanSupplier> lines) {
        if (result instanceof PutResult.Replaced replaced) {
            lines.add(journal(tx, plan, replaced.card()));
            tx.locks().end(replaced.card().id().book(), replaced.card().name());
        } else if (result instanceof PutResult.UidConflict) {
            leave(tx, plan.read(), "another card of the book has the same UID");
        } else if (result instanceof PutResult.Unchanged) {
            leave(tx, plan.read(), "there is nothing to change");
        } else if (result instanceof PutResult.Created) {
            throw new IllegalStateException("a card was made where one was to be replaced");
        }
        return !(result instanceof PutResult.ConditionFailed);
    }

    private BooleanSupplier journal(Transaction tx, CardPlan.Rewriting plan, Card after) {
        tx.afterCommit(metrics::rewritten);
        return record(tx, plan.read(), after.syncNumber(), plan.oldText(), plan.newText(), "", Rewrite.State.DONE);
    }

    /** Writes down why a card is left as it is. */
    void leave(Transaction tx, Card card, String reason) {
        record(tx, card, 0, "", "", reason, Rewrite.State.LEFT);
        tx.afterCommit(metrics::left);
    }

    /** @param read what it was before @return false where it has a row already, once it is asked */
    private BooleanSupplier record(
            Transaction tx, Card read, long after, String oldText, String newText, String reason, Rewrite.State state) {
        return tx.changes()
                .record(
                        new Rewrite(
                                change.id(),
                                change.user(),
                                read.id(),
                                read.name(),
                                clock.instant(),
                                read.syncNumber(),
                                after,
                                oldText,
                                newText,
                                reason,
                                state),
                        read.uid());
    }

    /** Rule 8: the card has its journal row already, of another worker to which it came late (rule 12), or of a commit that was taken for lost; and its holder put the old number back. Rolls back what was just written. */
    static final class AlreadyDone extends RuntimeException {
        AlreadyDone() {
            super("the card is done already", null, false, false);
        }
    }
}
