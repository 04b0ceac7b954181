package org.teldav.web;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelRewriter;

/** Edits a number in a user's own card just as their phone would: what follows from it follows by itself. Thread-safe. */
final class OwnCardEditor {
    private final Store store;
    private final CardWriting writing;
    private final TelRewriter rewriter;
    private final Clock clock;

    OwnCardEditor(Store store, CardWriting writing, TelRewriter rewriter, Clock clock) {
        this.store = store;
        this.writing = writing;
        this.rewriter = rewriter;
        this.clock = clock;
    }

    /**
     * Replaces a number.
     *
     * @param from its key
     * @param to the new one's key
     * @return the change that came of it
     * @throws RefusedException where there is no own card, or not that number in it
     */
    Optional<Change> change(Principal.User user, String from, String to) {
        return change(user, Map.of(from, to));
    }

    /** Several at once, applied together: they may be swapped. @param replaced new keys by their old ones */
    Optional<Change> change(Principal.User user, Map<String, String> replaced) {
        return store.write(tx -> {
            Optional<Long> before = newest(tx, user).map(Change::id);
            StoredCard own = tx.principals()
                    .ownCard(user.id())
                    .flatMap(id -> tx.cards().read(id))
                    .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has no own card"));
            put(tx, own, edited(user, own, replaced), user);
            return newest(tx, user).filter(change -> !before.equals(Optional.of(change.id())));
        });
    }

    private static Optional<Change> newest(Transaction tx, Principal.User user) {
        return tx.changes().listOf(user.id(), 1).stream().findFirst();
    }

    private byte[] edited(Principal.User user, StoredCard own, Map<String, String> replaced) {
        Rewritten result = rewriter.rewrite(own.content(), replaced, writing.region(user), position -> true);
        if (result instanceof Rewritten.Changed changed) {
            return changed.card();
        }
        throw RefusedException.conflict("the own card of '" + user.name() + "' is left as it is: "
                + ((Rewritten.Unchanged) result).reason() + "; 'teldav user show " + user.name()
                + "' lists the numbers");
    }

    private void put(Transaction tx, StoredCard own, byte[] content, Principal.User user) {
        Card card = own.card();
        try {
            CardPut put = writing.put(
                    card.id().book(),
                    card.name(),
                    content,
                    writing.region(user),
                    now -> now.map(Card::etag).equals(Optional.of(card.etag())));
            if (tx.cards().put(put, clock.instant()) instanceof PutResult.Replaced) {
                tx.locks().end(card.id().book(), card.name());
                return;
            }
        } catch (InvalidCardException e) {
            throw new IllegalStateException("a rewritten own card can't be read", e);
        }
        throw RefusedException.conflict("the own card was changed by somebody else just now; try again");
    }
}
