package org.teldav.propagation;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelRewriter;

/** Edits numbers in a user's own card just as their phone would: what follows from it follows by itself. Thread-safe. */
public final class OwnCardEditor {
    private final CardWriting writing;
    private final TelRewriter rewriter;
    private final InstantSource clock;

    public OwnCardEditor(CardWriting writing, TelRewriter rewriter, InstantSource clock) {
        this.writing = writing;
        this.rewriter = rewriter;
        this.clock = clock;
    }

    /** How it went. */
    public sealed interface Outcome {
        /** @param change what came of it; empty where nobody else has to be told */
        record Edited(Optional<Change> change) implements Outcome {}

        /** There is no own card. */
        record NoOwnCard() implements Outcome {}

        /** Nothing was written. @param why for people to read, without a number */
        record Impossible(String why) implements Outcome {}

        /** Somebody else wrote the card at the same moment, and nothing was written here. */
        record Overtaken() implements Outcome {}
    }

    /** @param replaced new keys by their old ones, applied together: they may be swapped */
    public Outcome edit(Transaction tx, Principal.User user, Map<String, String> replaced) {
        Optional<StoredCard> own = tx.principals()
                .ownCard(user.id())
                .flatMap((CardId id) -> tx.cards().read(id));
        if (own.isEmpty()) {
            return new Outcome.NoOwnCard();
        }
        Rewritten result = rewriter.rewrite(own.get().content(), replaced, writing.region(user), position -> true);
        return result instanceof Rewritten.Changed changed
                ? put(tx, own.get().card(), changed.card(), user)
                : new Outcome.Impossible(((Rewritten.Unchanged) result).reason());
    }

    /** Whether the own card has the number. */
    public boolean has(Transaction tx, Principal.User user, String key) {
        return tx.principals().ownCard(user.id()).stream()
                .flatMap(id -> tx.cards().index(id).stream())
                .anyMatch(row -> row.key().filter(key::equals).isPresent());
    }

    private Outcome put(Transaction tx, Card card, byte[] content, Principal.User user) {
        Optional<Long> before = newest(tx, user).map(Change::id);
        try {
            CardPut put = writing.put(
                    card.id().book(),
                    card.name(),
                    content,
                    writing.region(user),
                    now -> now.map(Card::etag).equals(Optional.of(card.etag())));
            if (!(tx.cards().put(put, clock.instant()) instanceof PutResult.Replaced)) {
                return new Outcome.Overtaken();
            }
        } catch (InvalidCardException e) {
            throw new IllegalStateException("a rewritten own card can't be read", e);
        }
        tx.locks().end(card.id().book(), card.name());
        return new Outcome.Edited(newest(tx, user).filter(change -> !before.equals(Optional.of(change.id()))));
    }

    private static Optional<Change> newest(Transaction tx, Principal.User user) {
        return tx.changes().listOf(user.id(), 1).stream().findFirst();
    }
}
