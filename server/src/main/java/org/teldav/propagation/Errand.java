package org.teldav.propagation;

import java.util.List;
import java.util.Optional;
import org.teldav.storage.CardId;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.HeldCard;
import org.teldav.storage.Transaction;

/** What a change has to do, and in whose cards: numbers are replaced in them, or added to them. */
sealed interface Errand {
    /** Whom the changer wants to be told. */
    Choices choices();

    /** The next cards after one, in the order of their keys; without those that are done. */
    List<Holding> page(Transaction tx, Optional<CardId> after, int limit);

    /** What becomes of a card, as it was read. Thread-safe. */
    CardPlan plan(HeldCard read);

    /** What becomes of a card, as it is now. It may have become an own card since it was found (rule 6). */
    default CardPlan plan(Transaction tx, CardId card) {
        return choices().reached(tx, List.of(card)).stream()
                .findFirst()
                .map(this::plan)
                .orElseGet(CardPlan.Nothing::new);
    }

    record Replacing(Audience audience, CardPlanner planner) implements Errand {
        @Override
        public Choices choices() {
            return audience.choices();
        }

        @Override
        public List<Holding> page(Transaction tx, Optional<CardId> after, int limit) {
            return audience.page(tx, after, limit);
        }

        @Override
        public CardPlan plan(HeldCard read) {
            return planner.plan(audience, read);
        }
    }

    record Adding(Additions additions, AdditionPlanner planner) implements Errand {
        @Override
        public Choices choices() {
            return additions.choices();
        }

        @Override
        public List<Holding> page(Transaction tx, Optional<CardId> after, int limit) {
            return additions.page(tx, after, limit);
        }

        @Override
        public CardPlan plan(HeldCard read) {
            return planner.plan(additions, read);
        }
    }
}
