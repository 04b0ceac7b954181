package org.teldav.propagation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Replacement;
import org.teldav.storage.Transaction;

/**
 * Numbers that took no other's place, and whose they are to be told (propagation.md, "Choices": also added ones): those who have the changer by another number of theirs. Immutable.
 *
 * @param added those of the change that the own card has still, or had until a change that is held, or what has taken their place since, with them as its old keys
 * @param others the changer's other numbers, and those that were replaced since: holders' cards may be as they were then
 * @param proved those of them that are theirs alone: the others show the changer only where it is known of an entry (rule 3)
 */
record Additions(Change change, List<Change.Number> added, Set<String> others, Set<String> proved, Choices choices) {
    /** By how many of their numbers a changer is looked for. */
    private static final int MOST = 20;
    /** How many changes back a number is looked for that holders may have still. */
    private static final int LATER = 100;

    static Additions of(Transaction tx, Change change) {
        return of(tx, change, way -> way.told() == ChangerChoice.Audience.EVERYONE);
    }

    /** @param isTold whether a number that was replaced since goes to where it has come to by now (rule 9); else it is added nowhere */
    static Additions of(Transaction tx, Change change, Predicate<Forwarding> isTold) {
        long changer = change.user();
        Set<String> own = ownKeys(tx, changer);
        List<Replacement> replacements = tx.changes().replacements(changer, change.at());
        Set<String> told = new HashSet<>(own);
        told.addAll(held(tx, change, replacements));
        List<Change.Number> added = change.numbers().stream()
                .filter(number -> number.oldKey().isEmpty())
                .flatMap(number -> untilNow(number, told, replacements, isTold).stream())
                .toList();
        Set<String> verified = tx.claims().of(changer).stream()
                .filter(claim -> claim.state() == Claim.State.VERIFIED)
                .map(Claim::key)
                .filter(own::contains)
                .collect(Collectors.toSet());
        former(tx, change).forEach((key, proved) -> {
            if (own.add(key) && proved) {
                verified.add(key);
            }
        });
        change.numbers().forEach(number -> number.newKey().ifPresent(own::remove));
        added.forEach(number -> number.newKey().ifPresent(own::remove));
        Set<String> others = own.stream().limit(MOST).collect(Collectors.toUnmodifiableSet());
        Set<String> proved = others.stream()
                .filter(key -> verified.contains(key) && Proof.onlyOf(tx, changer, key))
                .collect(Collectors.toUnmodifiableSet());
        return new Additions(change, added, others, proved, Choices.of(tx, changer));
    }

    private static Set<String> ownKeys(Transaction tx, long user) {
        return tx.principals().ownCard(user).stream()
                .flatMap(card -> tx.cards().index(card).stream())
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .flatMap(row -> row.key().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Numbers that were replaced since by a change that is held itself: until that goes out, they are what others are told, and what it will find there. */
    private static Set<String> held(Transaction tx, Change change, List<Replacement> replacements) {
        Set<Long> out = replacements.stream().map(Replacement::change).collect(Collectors.toSet());
        return tx.changes().listOf(change.user(), LATER).stream()
                .filter(later -> later.id() > change.id() && !out.contains(later.id()))
                .filter(later -> later.state() == Change.State.WAITING || later.state() == Change.State.PENDING)
                .flatMap(later -> later.numbers().stream())
                .filter(number -> number.newKey().isPresent())
                .flatMap(number -> number.oldKey().stream())
                .collect(Collectors.toSet());
    }

    /**
     * With what was added as its old key, where that was replaced since.
     *
     * @param told what the changer's numbers are for others: those of the own card, and those that a held change replaces
     */
    private static Optional<Change.Number> untilNow(
            Change.Number added, Set<String> told, List<Replacement> replacements, Predicate<Forwarding> isTold) {
        if (added.newKey().filter(told::contains).isPresent()) {
            return Optional.of(added);
        }
        return added.newKey()
                .flatMap(key -> Forwarding.of(key, replacements))
                .filter(isTold)
                .map(Forwarding::to)
                .filter(told::contains)
                .map(to -> new Change.Number(
                        added.position(),
                        added.newKey(),
                        Optional.of(to),
                        added.proved(),
                        added.types(),
                        added.label(),
                        added.paired()));
    }

    /** The numbers that were replaced since, and by the same edit: holders may have them still. Whether each was proved when it was last. */
    private static Map<String, Boolean> former(Transaction tx, Change change) {
        Map<String, Boolean> former = new LinkedHashMap<>();
        tx.changes().listOf(change.user(), LATER).stream()
                .filter(later ->
                        later.state() != Change.State.CANCELLED && !later.at().isBefore(change.at()))
                .flatMap(later -> later.numbers().stream())
                .filter(number -> number.newKey().isPresent())
                .forEach(number -> number.oldKey().ifPresent(key -> former.putIfAbsent(key, number.proved())));
        return former;
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
