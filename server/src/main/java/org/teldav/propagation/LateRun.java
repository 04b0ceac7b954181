package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.LateComers.Newcomer;
import org.teldav.storage.Replacement;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;

/**
 * Rule 12: does for a card that came late what the changes before it would have done. Each card that needs something is one transaction. Immutable, thread-safe.
 */
final class LateRun {
    /** After the first time the book's row is locked, and nobody can come in between. */
    private static final int TRIES = 3;

    private final CardPlanner planner;
    private final CardWriting writing;
    private final Duration forwarding;
    private final InstantSource clock;
    private final PropagationMetrics metrics;

    /** @param forwarding how long a number that was replaced is forwarded */
    LateRun(
            CardPlanner planner,
            CardWriting writing,
            Duration forwarding,
            InstantSource clock,
            PropagationMetrics metrics) {
        this.planner = planner;
        this.writing = writing;
        this.forwarding = forwarding;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Those of the cards that may need something; in their order. */
    List<CardId> concerned(Transaction tx, List<CardId> cards) {
        return tx.changes().replacedIn(cards, clock.instant().minus(forwarding));
    }

    /** @return whether it was rewritten */
    boolean run(Transaction tx, CardId id) {
        Optional<Card> card = tx.cards().find(id);
        if (card.isEmpty()) {
            return false;
        }
        Instant since = clock.instant().minus(forwarding);
        Set<String> keys = keys(tx.cards().index(id));
        for (long changer : tx.changes().replacedBy(keys, since)) {
            if (changer != id.book().home()
                    && tx.principals().shareGroup(changer, id.book().home())) {
                run(tx, card.get(), changer, keys, since);
            }
        }
        return tx.cards()
                .find(id)
                .filter(after -> after.syncNumber() == card.get().syncNumber())
                .isEmpty();
    }

    /** What the others of the group have of the newcomer, and the newcomer of the others, comes late. */
    void welcome(Transaction tx, Newcomer newcomer) {
        Instant now = clock.instant();
        tx.changes()
                .withReplaced(newcomer.group(), newcomer.user(), now.minus(forwarding))
                .forEach(card -> tx.lateComers().add(card, now));
    }

    static Set<String> keys(Collection<IndexRow> rows) {
        return rows.stream()
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .flatMap(row -> row.key().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void run(Transaction tx, Card card, long changer, Set<String> keys, Instant since) {
        List<Replacement> replacements = tx.changes().replacements(changer, since);
        List<Rewrite> lines = tx.changes().rewritesOf(card.id().book().home(), card.uid()).stream()
                .filter(line -> line.changer() == changer)
                .toList();
        Choices choices = Choices.of(tx, changer);
        Map<Long, Map<String, Forwarding>> byChange = new TreeMap<>();
        for (String key : keys) {
            Forwarding.of(key, replacements)
                    .filter(way -> lines.stream()
                            .filter(line -> way.changes().contains(line.change()))
                            .noneMatch(line -> isWill(tx, line, card, way)))
                    .filter(way -> isFree(tx, changer, way))
                    .filter(way -> choices.within(way.told())
                            .reaches(tx, card.id().book().home()))
                    .ifPresent(way -> byChange.computeIfAbsent(way.last(), change -> new HashMap<>())
                            .put(key, way));
        }
        byChange.forEach(
                (change, ways) -> tx.changes().find(change).ifPresent(found -> write(tx, found, ways, card.id())));
    }

    /** Rule 11: what the holder decided of this contact, or was asked; and what they took back in the card that was rewritten: this one, or the one that this is a copy of. */
    private boolean isWill(Transaction tx, Rewrite line, Card card, Forwarding way) {
        return switch (line.state()) {
            case OFFERED, REFUSED, UNDONE -> true;
            case DONE -> last(tx, line).contains(way.from());
            case LEFT -> line.card().equals(card.id());
        };
    }

    /** The numbers of the card that was rewritten, as it is now or was when it was deleted. */
    private Set<String> last(Transaction tx, Rewrite line) {
        return tx.cards().find(line.card()).isPresent()
                ? keys(tx.cards().index(line.card()))
                : tx.cards().history(line.card().book(), line.name()).stream()
                        .filter(version -> version.id().equals(line.card()))
                        .findFirst()
                        .flatMap(version -> tx.cards().version(version.id(), version.syncNumber()))
                        .map(content -> keys(tx, line.card().book().home(), content))
                        .orElse(Set.of());
    }

    private Set<String> keys(Transaction tx, long home, byte[] content) {
        try {
            Optional<String> region = writing.region(tx, home);
            return writing.read(content, region).tels().stream()
                    .flatMap(tel -> tel.key().stream())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (InvalidCardException e) {
            return Set.of();
        }
    }

    /** Nobody else has claimed the number since, and its changer has not taken it back. */
    private static boolean isFree(Transaction tx, long changer, Forwarding way) {
        return tx.claims().historyOf(way.from()).stream()
                .noneMatch(claim -> claim.user() == changer
                        ? claim.until().isEmpty()
                        : claim.state() != Claim.State.WAITING && !claim.since().isBefore(way.at()));
    }

    private void write(Transaction tx, Change change, Map<String, Forwarding> ways, CardId card) {
        Map<String, String> replaced = new HashMap<>();
        Set<String> proved = new HashSet<>();
        ways.forEach((key, way) -> {
            replaced.put(key, way.to());
            if (way.proved()) {
                proved.add(key);
            }
        });
        Audience audience = Audience.of(tx, change, replaced, proved);
        PlanWriter writer = new PlanWriter(change, clock, metrics);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (writer.write(tx, new Errand.Replacing(audience, planner).plan(tx, card))) {
                return;
            }
        }
        throw new IllegalStateException("a card changes while its book is locked");
    }
}
