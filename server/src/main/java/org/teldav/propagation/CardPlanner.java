package org.teldav.propagation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.OldNumbers;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelRewriter;

/** Decides what becomes of a holder's card (rules 5 and 6). Writes nothing. Immutable, thread-safe. */
final class CardPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(CardPlanner.class);

    private final CardWriting writing;
    private final TelRewriter rewriter;

    CardPlanner(CardWriting writing, TelRewriter rewriter) {
        this.writing = writing;
        this.rewriter = rewriter;
    }

    /** Reads the bytes before the index: where both are of the version that is replaced, so are the entries' positions. */
    CardPlan plan(Transaction tx, Audience audience, CardId id) {
        Optional<StoredCard> stored = tx.cards().read(id);
        if (stored.isEmpty()) {
            return new CardPlan.Nothing();
        }
        Map<Integer, IndexRow> entries = entries(tx, audience, id);
        Optional<Principal.User> holder = tx.principals().user(id.book().home());
        if (entries.isEmpty() || holder.isEmpty() || isOwn(tx, id)) {
            return new CardPlan.Nothing();
        }
        if (!audience.choices().reaches(tx, holder.get().id())) {
            return new CardPlan.Nothing();
        }
        HolderChoice.Effective choice = Choices.of(tx, stored.get().card());
        return asChosen(
                plan(audience, stored.get(), entries, writing.region(holder.get()), choice.oldNumber()), choice.mode());
    }

    /** The same for a card whose holder has accepted the change: what they chose for others of its kind does not matter. */
    CardPlan accepted(Transaction tx, Audience audience, CardId id) {
        Optional<StoredCard> stored = tx.cards().read(id);
        Optional<Principal.User> holder = tx.principals().user(id.book().home());
        if (stored.isEmpty() || holder.isEmpty() || isOwn(tx, id)) {
            return new CardPlan.Nothing();
        }
        Map<Integer, IndexRow> entries = entries(tx, audience, id);
        return entries.isEmpty()
                ? new CardPlan.Nothing()
                : plan(
                        audience,
                        stored.get(),
                        entries,
                        writing.region(holder.get()),
                        Choices.of(tx, stored.get().card()).oldNumber());
    }

    private static Map<Integer, IndexRow> entries(Transaction tx, Audience audience, CardId id) {
        return tx.cards().index(id).stream()
                .filter(audience::concerns)
                .collect(Collectors.toMap(IndexRow::position, row -> row));
    }

    private static CardPlan asChosen(CardPlan plan, HolderChoice.Mode mode) {
        if (!(plan instanceof CardPlan.Rewriting rewriting) || mode == HolderChoice.Mode.AUTOMATIC) {
            return plan;
        }
        return mode == HolderChoice.Mode.NEVER
                ? new CardPlan.Leaving(rewriting.read(), "its holder wants no changes there")
                : new CardPlan.Offering(
                        rewriting.read(), rewriting.oldText(), rewriting.newText(), "its holder wants to be asked");
    }

    /** Asked again of the card in hand: it may have become an own card since it was found (rule 6). */
    private static boolean isOwn(Transaction tx, CardId card) {
        return tx.principals().ownCard(card.book().home()).filter(card::equals).isPresent();
    }

    /** A card that nobody foresaw must not keep the others from theirs. */
    private CardPlan plan(
            Audience audience,
            StoredCard stored,
            Map<Integer, IndexRow> entries,
            Optional<String> region,
            HolderChoice.OldNumber oldNumber) {
        Card card = stored.card();
        try {
            Rewritten rewritten = rewriter.rewrite(stored.content(), audience.replaced(), region, entries::containsKey);
            return rewritten instanceof Rewritten.Changed changed
                    ? changed(audience, card, kept(changed, oldNumber), entries, region)
                    : new CardPlan.Leaving(card, ((Rewritten.Unchanged) rewritten).reason());
        } catch (InvalidCardException e) {
            return new CardPlan.Leaving(card, "the card can't be read");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("change {}: {} can't be rewritten: {}", audience.change().id(), card.id(), Failure.kind(e));
            LOG.debug("the failure itself", e);
            return new CardPlan.Leaving(card, "the card could not be rewritten");
        }
    }

    private static Rewritten.Changed kept(Rewritten.Changed changed, HolderChoice.OldNumber oldNumber) {
        List<String> old =
                changed.entries().stream().map(Rewritten.Entry::oldText).toList();
        return oldNumber == HolderChoice.OldNumber.KEEP
                ? new Rewritten.Changed(OldNumbers.kept(changed.card(), old), changed.entries())
                : changed;
    }

    private CardPlan changed(
            Audience audience,
            Card card,
            Rewritten.Changed changed,
            Map<Integer, IndexRow> entries,
            Optional<String> region)
            throws InvalidCardException {
        CardIndex index = writing.read(changed.card(), region);
        if (index.group()) {
            return new CardPlan.Leaving(card, "the card of a group");
        }
        Map<Integer, String> written = written(audience, changed.entries(), entries);
        if (!index.tels().stream()
                .filter(tel -> written.containsKey(tel.position()))
                .allMatch(tel -> tel.key().equals(Optional.of(written.get(tel.position()))))) {
            return new CardPlan.Leaving(card, "the new number can't be written as the old one was");
        }
        return new CardPlan.Rewriting(
                card,
                writing.put(
                        card.id().book(),
                        card.name(),
                        changed.card(),
                        index,
                        written.keySet(),
                        OptionalLong.of(audience.change().user()),
                        unmoved(card)),
                lines(changed.entries(), Rewritten.Entry::oldText),
                lines(changed.entries(), entry -> entry.removed() ? "" : entry.newText()));
    }

    /** The new keys by their positions in the new card, where the entries after a removed one have moved up. */
    private static Map<Integer, String> written(
            Audience audience, List<Rewritten.Entry> entries, Map<Integer, IndexRow> before) {
        TreeSet<Integer> removed = new TreeSet<>(entries.stream()
                .filter(Rewritten.Entry::removed)
                .map(Rewritten.Entry::position)
                .toList());
        return entries.stream()
                .filter(entry -> !entry.removed())
                .collect(Collectors.toMap(
                        entry -> entry.position()
                                - removed.headSet(entry.position()).size(),
                        entry -> audience.replaced()
                                .get(before.get(entry.position()).key().orElseThrow())));
    }

    /** Compare-and-set on the version: a holder who put the same bytes back in between has edited, too. */
    private static Predicate<Optional<Card>> unmoved(Card read) {
        return current -> current.filter(card -> card.id().equals(read.id()) && card.syncNumber() == read.syncNumber())
                .isPresent();
    }

    private static String lines(List<Rewritten.Entry> entries, Function<Rewritten.Entry, String> text) {
        return entries.stream().map(text).collect(Collectors.joining("\n"));
    }
}
