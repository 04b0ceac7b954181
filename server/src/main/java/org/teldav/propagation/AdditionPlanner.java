package org.teldav.propagation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.HeldCard;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.TelLines;
import org.teldav.vcard.VCardText;

/** Decides what becomes of a holder's card where its changer has a number more. Writes nothing. Immutable, thread-safe. */
final class AdditionPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(AdditionPlanner.class);

    private final CardWriting writing;

    AdditionPlanner(CardWriting writing) {
        this.writing = writing;
    }

    /** What becomes of a holder's card, as it was read, with its change. */
    CardPlan plan(Additions additions, HeldCard read) {
        CardPlan plan = planned(additions, read);
        if (!(plan instanceof CardPlan.Rewriting rewriting)) {
            return plan;
        }
        return switch (read.choice().mode()) {
            case AUTOMATIC -> plan;
            case ASK ->
                new CardPlan.Offering(
                        rewriting.read(), rewriting.oldText(), rewriting.newText(), "its holder wants to be asked");
            case NEVER -> new CardPlan.Leaving(rewriting.read(), "its holder wants no changes there");
        };
    }

    /** The same for a card whose holder has accepted it. */
    CardPlan accepted(Transaction tx, Additions additions, CardId id) {
        return tx.cards().held(List.of(id)).stream()
                .findFirst()
                .map(read -> planned(additions, read))
                .orElseGet(CardPlan.Nothing::new);
    }

    private CardPlan planned(Additions additions, HeldCard read) {
        Set<String> there =
                read.index().stream().flatMap(row -> row.key().stream()).collect(Collectors.toSet());
        List<Change.Number> missing = additions.added().stream()
                .filter(number -> number.newKey().filter(there::contains).isEmpty()
                        && number.oldKey().filter(there::contains).isEmpty())
                .toList();
        Optional<IndexRow> shown =
                read.index().stream().filter(additions::shows).findFirst();
        return missing.isEmpty() || shown.isEmpty()
                ? new CardPlan.Nothing()
                : plan(additions, read.stored(), missing, shown.get().position(), writing.region(read.region()));
    }

    /** A card that nobody foresaw must not keep the others from theirs. */
    private CardPlan plan(
            Additions additions, StoredCard stored, List<Change.Number> missing, int like, Optional<String> region) {
        Card card = stored.card();
        try {
            return added(additions, stored, missing, like, region);
        } catch (InvalidCardException e) {
            return new CardPlan.Leaving(card, "the card can't be read");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "change {}: nothing can be added to {}: {}",
                    additions.change().id(),
                    card.id(),
                    Failure.kind(e));
            LOG.debug("the failure itself", e);
            return new CardPlan.Leaving(card, "the card could not be rewritten");
        }
    }

    private CardPlan added(
            Additions additions, StoredCard stored, List<Change.Number> missing, int like, Optional<String> region)
            throws InvalidCardException {
        Card card = stored.card();
        List<VCardText.ContentLine> tels = VCardText.parse(stored.content()).lines("TEL");
        String written = tels.get(like).text();
        List<TelLines.Tel> lines = new ArrayList<>();
        Set<Integer> positions = new HashSet<>();
        for (Change.Number number : missing) {
            positions.add(tels.size() + lines.size());
            lines.add(line(number, written, region));
        }
        byte[] content = TelLines.with(stored.content(), lines);
        CardIndex index = writing.read(content, region);
        if (index.group()) {
            return new CardPlan.Leaving(card, "the card of a group");
        }
        Set<String> keys = index.tels().stream()
                .filter(tel -> positions.contains(tel.position()))
                .flatMap(tel -> tel.key().stream())
                .collect(Collectors.toSet());
        if (!missing.stream().allMatch(number -> keys.contains(number.newKey().orElseThrow()))) {
            return new CardPlan.Leaving(card, "the new number can't be written as the others are");
        }
        return new CardPlan.Rewriting(
                card,
                writing.put(
                        card.id().book(),
                        card.name(),
                        index,
                        positions,
                        OptionalLong.of(additions.change().user()),
                        now -> now.filter(there ->
                                        there.id().equals(card.id()) && there.syncNumber() == card.syncNumber())
                                .isPresent()),
                "",
                lines.stream().map(TelLines.Tel::value).collect(Collectors.joining("\n")));
    }

    /** With the kind and label that it has in the own card, in the manner of the holder's other number. */
    private TelLines.Tel line(Change.Number number, String like, Optional<String> region) {
        List<String> types = Arrays.stream(number.types().split(","))
                .filter(type -> !type.isEmpty())
                .toList();
        return new TelLines.Tel(
                types, number.label(), writing.inMannerOf(number.newKey().orElseThrow(), like, region));
    }
}
