package org.teldav.propagation;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Change;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoreListener.Overwrite;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardDifference;

/**
 * A client that says not which version it edits puts an old number back with another edit: maybe it never saw the new one. Its holder is asked (docs/decisions/stale-put.md).
 * Immutable, thread-safe.
 */
record StalePut(CardWriting writing) {
    private static final String REASON =
            "a program that may not have seen the new number put the old one back, together with another edit";

    /** What says nothing of a contact: clients write these with each edit. */
    private static final Set<String> INDIFFERENT = Set.of("TEL", "REV", "PRODID");

    /** Of each changer whose number went, the newest rewrite of the card whose old number came; what no rewrite of it was is the holder's own word. */
    void offer(Transaction tx, Overwrite put, Instant now) {
        Set<String> before = LateRun.keys(put.index());
        Set<String> came = without(LateRun.keys(put.put().index()), before);
        Map<String, Long> gone = gone(put);
        if (came.isEmpty() || Choices.of(tx, put.card()).mode() == HolderChoice.Mode.NEVER) {
            return;
        }
        long home = put.card().id().book().home();
        Optional<String> region = writing.region(tx, home);
        lines(tx, put, gone.values())
                .filter(line -> writing.keys(line.oldText(), region).stream().anyMatch(came::contains))
                .collect(toMap(Rewrite::changer, line -> line, BinaryOperator.maxBy(Rewrite.BY_TIME)))
                .values()
                .stream()
                .filter(line -> isMore(put, line, writing.keys(line.oldText(), region)))
                .filter(line -> leads(tx, line, writing.keys(line.oldText(), region), came))
                .forEach(line -> tx.changes().settle(offered(line, put, now), Rewrite.State.DONE));
    }

    /** The changers of the numbers that went. */
    private static Map<String, Long> gone(Overwrite put) {
        Set<String> after = LateRun.keys(put.put().index());
        return put.index().stream()
                .filter(row -> row.about().isPresent() && row.key().isPresent())
                .filter(row -> !after.contains(row.key().get()))
                .collect(toMap(row -> row.key().get(), row -> row.about().getAsLong(), (first, second) -> first));
    }

    private static Stream<Rewrite> lines(Transaction tx, Overwrite put, Collection<Long> changers) {
        return tx.changes().rewritesOf(put.card().id().book().home(), put.card().uid()).stream()
                .filter(line -> line.done() && line.card().equals(put.card().id()))
                .filter(line -> changers.contains(line.changer()));
    }

    private static Set<String> without(Set<String> keys, Set<String> others) {
        Set<String> left = new HashSet<>(keys);
        left.removeAll(others);
        return left;
    }

    /** Whether something else was edited: the number alone is what its holder wants (rule 11). */
    private static boolean isMore(Overwrite put, Rewrite line, Set<String> olds) {
        Set<String> after = LateRun.keys(put.put().index());
        boolean others = put.index().stream()
                        .filter(row -> row.about().isEmpty() || row.about().getAsLong() != line.changer())
                        .flatMap(row -> row.key().stream())
                        .anyMatch(key -> !after.contains(key))
                || without(without(after, LateRun.keys(put.index())), olds).size() > 0;
        return others
                || CardDifference.between(put.before(), put.put().content()).stream()
                        .anyMatch(difference -> !INDIFFERENT.contains(difference.property()));
    }

    /** Whether its changer has another number still instead of one that came (rule 9). */
    private static boolean leads(Transaction tx, Rewrite line, Set<String> olds, Set<String> came) {
        Optional<Change> change = tx.changes().find(line.change());
        return change.isPresent()
                && olds.stream()
                        .filter(came::contains)
                        .anyMatch(key -> Forwarding.of(
                                        key,
                                        tx.changes()
                                                .replacements(
                                                        line.changer(),
                                                        change.get().at()))
                                .isPresent());
    }

    private static Rewrite offered(Rewrite line, Overwrite put, Instant now) {
        return new Rewrite(
                line.change(),
                line.changer(),
                line.card(),
                put.card().name(),
                now,
                put.card().syncNumber(),
                0,
                line.oldText(),
                line.newText(),
                REASON,
                Rewrite.State.OFFERED);
    }
}
