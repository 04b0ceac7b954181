package org.teldav.propagation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Transaction;

/**
 * Numbers that took no other's place, and whose they are to be told (propagation.md, "Choices": also added ones): those who have the changer by another number of theirs. Immutable.
 *
 * @param added those of the change that the own card has still
 * @param others the changer's other numbers
 * @param proved those of them that are theirs alone: the others show the changer only where it is known of an entry (rule 3)
 */
record Additions(Change change, List<Change.Number> added, Set<String> others, Set<String> proved, Choices choices) {
    /** By how many of their numbers a changer is looked for. */
    private static final int MOST = 20;

    static Additions of(Transaction tx, Change change) {
        long changer = change.user();
        Set<String> own = tx.principals().ownCard(changer).stream()
                .flatMap(card -> tx.cards().index(card).stream())
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .flatMap(row -> row.key().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Change.Number> added = change.numbers().stream()
                .filter(number -> number.oldKey().isEmpty())
                .filter(number -> number.newKey().filter(own::contains).isPresent())
                .toList();
        added.forEach(number -> number.newKey().ifPresent(own::remove));
        Set<String> others = own.stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        Set<String> verified = tx.claims().of(changer).stream()
                .filter(claim -> claim.state() == Claim.State.VERIFIED)
                .map(Claim::key)
                .collect(Collectors.toSet());
        Set<String> proved = others.stream()
                .filter(key -> verified.contains(key) && Proof.onlyOf(tx, changer, key))
                .collect(Collectors.toUnmodifiableSet());
        return new Additions(change, added, others, proved, Choices.of(tx, changer));
    }

    List<Holding> page(Transaction tx, Optional<CardId> after, int limit) {
        return added.isEmpty() || others.isEmpty()
                ? List.of()
                : tx.changes().holders(change, others, proved, after, limit);
    }

    /** Whether this entry of a holder's card is the changer's number. */
    boolean shows(IndexRow row) {
        return row.kind() == IndexRow.Kind.TEL
                && row.key().filter(others::contains).isPresent()
                && (row.about().equals(OptionalLong.of(change.user()))
                        || row.about().isEmpty() && proved.contains(row.key().get()));
    }
}
