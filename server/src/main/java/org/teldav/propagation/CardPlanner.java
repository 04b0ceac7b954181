package org.teldav.propagation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.HeldCard;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelLines;
import org.teldav.vcard.TelRewriter;

/** Decides what becomes of a holder's card (rules 5 and 6). Writes nothing. Immutable, thread-safe. */
final class CardPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(CardPlanner.class);

    private static final String WANTS_TO_BE_ASKED = "its holder wants to be asked";
    /** Says of nobody else that they have, or had, the number. */
    private static final String MAY_BE_ANOTHERS =
            "the number may be somebody else's, too, and nothing else on the card shows whose it is";

    private final CardWriting writing;
    private final TelRewriter rewriter;

    CardPlanner(CardWriting writing, TelRewriter rewriter) {
        this.writing = writing;
        this.rewriter = rewriter;
    }

    /** What becomes of a holder's card, as it was read, with its change. */
    CardPlan plan(Audience audience, HeldCard read) {
        HolderChoice.Effective choice = read.choice();
        Map<Integer, IndexRow> entries = entries(read, audience::concerns);
        Map<Integer, IndexRow> doubtful = entries(read, audience::mayConcern);
        if (!doubtful.isEmpty()) {
            entries.putAll(shown(audience, read, doubtful, !entries.isEmpty()));
        }
        if (!entries.isEmpty()) {
            CardPlan plan = plan(audience, read, entries, choice.oldNumber());
            return asChosen(plan, choice.mode(), choice.mode() != HolderChoice.Mode.AUTOMATIC, WANTS_TO_BE_ASKED);
        }
        return doubtful.isEmpty()
                ? new CardPlan.Nothing()
                : asChosen(plan(audience, read, doubtful, choice.oldNumber()), choice.mode(), true, MAY_BE_ANOTHERS);
    }

    /** Rule 10. @param another whether the card has another number of the changer's */
    private static Map<Integer, IndexRow> shown(
            Audience audience, HeldCard read, Map<Integer, IndexRow> doubtful, boolean another) {
        Evidence.Told told = Evidence.Told.of(read.stored(), read.index());
        return doubtful.entrySet().stream()
                .filter(entry -> audience.shared()
                        .get(entry.getValue().key().orElseThrow())
                        .isChangersIn(told, another))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * The same for a card whose holder has accepted the change: what they chose for others of its kind does not matter, and whose number it is they know best.
     *
     * @param offered the keys that they were shown as the changer's
     */
    CardPlan accepted(Transaction tx, Audience audience, CardId id, Set<String> offered) {
        Optional<HeldCard> read = tx.cards().held(List.of(id)).stream().findFirst();
        Map<Integer, IndexRow> entries = read.map(card -> entries(
                        card,
                        row -> audience.concerns(row) || audience.mayConcern(row) || audience.isAccepted(row, offered)))
                .orElse(Map.of());
        return entries.isEmpty()
                ? new CardPlan.Nothing()
                : plan(audience, read.get(), entries, read.get().choice().oldNumber());
    }

    /** By their positions among the TELs. */
    private static Map<Integer, IndexRow> entries(HeldCard read, Predicate<IndexRow> which) {
        return read.index().stream().filter(which).collect(Collectors.toMap(IndexRow::position, row -> row));
    }

    private static CardPlan asChosen(CardPlan plan, HolderChoice.Mode mode, boolean asks, String reason) {
        if (!asks || !(plan instanceof CardPlan.Rewriting rewriting)) {
            return plan;
        }
        return mode == HolderChoice.Mode.NEVER
                ? new CardPlan.Leaving(rewriting.read(), "its holder wants no changes there")
                : new CardPlan.Offering(rewriting.read(), rewriting.oldText(), rewriting.newText(), reason);
    }

    /** A card that nobody foresaw must not keep the others from theirs. */
    private CardPlan plan(
            Audience audience, HeldCard read, Map<Integer, IndexRow> entries, HolderChoice.OldNumber oldNumber) {
        Card card = read.card();
        Optional<String> region = writing.region(read.region());
        try {
            Rewritten rewritten =
                    rewriter.rewrite(read.stored().content(), audience.replaced(), region, entries::containsKey);
            return rewritten instanceof Rewritten.Changed changed
                    ? changed(audience, read.stored(), kept(audience, changed, entries, oldNumber), entries, region)
                    : new CardPlan.Leaving(card, ((Rewritten.Unchanged) rewritten).reason());
        } catch (InvalidCardException e) {
            return new CardPlan.Leaving(card, "the card can't be read");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("change {}: {} can't be rewritten: {}", audience.change().id(), card.id(), Failure.kind(e));
            LOG.debug("the failure itself", e);
            return new CardPlan.Leaving(card, "the card could not be rewritten");
        }
    }

    /** Not a number that its owner has still: of two that changed places, neither is old. */
    private static Rewritten.Changed kept(
            Audience audience,
            Rewritten.Changed changed,
            Map<Integer, IndexRow> entries,
            HolderChoice.OldNumber chosen) {
        if (chosen == HolderChoice.OldNumber.REPLACE) {
            return changed;
        }
        List<TelLines.Tel> old = changed.entries().stream()
                .filter(entry -> Optional.ofNullable(entries.get(entry.position()))
                        .flatMap(IndexRow::key)
                        .filter(key -> !audience.replaced().containsValue(key))
                        .isPresent())
                .map(entry -> TelLines.Tel.old(entry.oldText()))
                .toList();
        return new Rewritten.Changed(TelLines.with(changed.card(), old), changed.entries());
    }

    private CardPlan changed(
            Audience audience,
            StoredCard stored,
            Rewritten.Changed changed,
            Map<Integer, IndexRow> entries,
            Optional<String> region)
            throws InvalidCardException {
        Card card = stored.card();
        if (Arrays.equals(changed.card(), stored.content())) {
            return new CardPlan.Nothing();
        }
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
