package org.teldav.propagation;

import java.util.List;
import java.util.Set;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HeldCard;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Transaction;

/**
 * What people chose (propagation.md, "Choices"): the one place where it is looked at. The changer's part is as it was when it was read; a holder is asked
 * with each card. Immutable.
 */
record Choices(long changer, ChangerChoice choice, Set<Long> blocked) {
    static Choices of(Transaction tx, long changer) {
        return new Choices(
                changer, tx.preferences().changer(changer), tx.preferences().blockedIds(changer));
    }

    /** As far as a change that is done was for them, whatever the changer wants to be told by now. */
    Choices within(ChangerChoice.Audience told) {
        return new Choices(changer, new ChangerChoice(choice.audience().and(told), choice.scope()), blocked);
    }

    /** Whether the changer wants this holder to be told. One who is not told gets no journal row either, and no token of theirs moves. */
    boolean reaches(Transaction tx, long holder) {
        if (blocked.contains(holder)) {
            return false;
        }
        return switch (choice.audience()) {
            case EVERYONE -> true;
            case CONTACTS -> tx.preferences().hasContact(changer, holder);
            case NOBODY -> false;
        };
    }

    /** Those of the cards that are contacts of holders whom the changer wants to be told. */
    List<HeldCard> reached(Transaction tx, List<CardId> cards) {
        return tx.cards()
                .held(cards.stream()
                        .filter(card -> reaches(tx, card.book().home()))
                        .toList());
    }

    /** What the holder wants done with this card. */
    static HolderChoice.Effective of(Transaction tx, Card card) {
        return tx.preferences().holder(card.id().book(), card.uid());
    }
}
