package org.teldav.propagation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.Principal;
import org.teldav.storage.Transaction;

/**
 * What a change would come to, before it is made (propagation.md, "Seen by people"). Writes nothing and reads no card. Whom the changer chose to tell does not count: else they could find
 * out, by blocking one after the other, who holds their number; nor do holders of a number that is not proved to be theirs. Immutable, thread-safe.
 */
public final class Preview {
    private static final int PAGE = 1000;

    private final OwnCardEditor editor;
    private final PropagationRules rules;
    private final Proof proof;
    private final InstantSource clock;

    public Preview(OwnCardEditor editor, PropagationRules rules, InstantSource clock) {
        this.editor = editor;
        this.rules = rules;
        this.proof = new Proof(rules.grace());
        this.clock = clock;
    }

    /** Cards, and the people in whose books they are. */
    public record Count(long people, long cards) {}

    /**
     * What is to be expected.
     *
     * @param reached cards that would be rewritten
     * @param asking cards whose holder would be asked first
     * @param never cards whose holder wants no changes there
     * @param choice whom the changer chose to tell, of all these
     * @param blocked how many people the changer blocked, whether they have the number or not
     * @param proved whether the old number is proved to be the changer's alone: else only what earlier changes of theirs wrote is rewritten (rule 3)
     * @param shared whether somebody else holds, or held, the old number verified as well: where something else on a card shows whose it is, it is rewritten, but
     *     that is not counted, since no card is read (rule 10)
     * @param waitsFor what the change would wait for; empty where it would not
     * @param notBefore when it would go out; empty for at once
     * @param overLimit whether that is so late because the user has sent out as many in a day as they may
     */
    public record Result(
            Count reached,
            Count asking,
            Count never,
            ChangerChoice choice,
            int blocked,
            boolean proved,
            boolean shared,
            Optional<Verification.WaitsFor> waitsFor,
            Optional<Instant> notBefore,
            boolean overLimit) {}

    /** @return empty where the own card has not the old number */
    public Optional<Result> of(Transaction tx, Principal.User user, String from, String to) {
        return editor.has(tx, user, from) ? Optional.of(result(tx, user.id(), from, to)) : Optional.empty();
    }

    private Result result(Transaction tx, long user, String from, String to) {
        Instant now = clock.instant();
        boolean shared = !Proof.onlyOf(tx, user, from);
        boolean proved = !shared && proof.proves(tx, user, from);
        Optional<Verification.WaitsFor> waitsFor = waitsFor(tx, user, to);
        Change.Course course = waitsFor.isPresent() ? Change.Course.AT_ONCE : Departure.of(tx, user, rules, now, now);
        ChangerChoice choice = tx.preferences().changer(user);
        Tally tally = new Tally();
        if (choice.audience() != ChangerChoice.Audience.NOBODY) {
            count(tx, Audience.of(tx, change(user, from, to, proved, now)), tally);
        }
        return new Result(
                tally.of(HolderChoice.Mode.AUTOMATIC),
                tally.of(HolderChoice.Mode.ASK),
                tally.of(HolderChoice.Mode.NEVER),
                choice,
                tx.preferences().blockedIds(user).size(),
                proved,
                shared,
                waitsFor,
                course.notBefore(),
                Departure.isOverLimit(course, rules, now));
    }

    private Optional<Verification.WaitsFor> waitsFor(Transaction tx, long user, String to) {
        if (!Proof.others(tx, user, to).isEmpty()) {
            return Optional.of(Verification.WaitsFor.ADMINISTRATOR);
        }
        return rules.codes() && !proof.proves(tx, user, to)
                ? Optional.of(Verification.WaitsFor.CODE)
                : Optional.empty();
    }

    private static Change change(long user, String from, String to, boolean proved, Instant now) {
        Change.Number number = new Change.Number(0, Optional.of(from), Optional.of(to), proved, "", "", false);
        return new Change(0, user, now, Change.State.PENDING, List.of(number), Optional.empty());
    }

    private static void count(Transaction tx, Audience audience, Tally tally) {
        List<Holding> page = audience.page(tx, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            Set<Long> homes =
                    page.stream().map(holding -> holding.card().book().home()).collect(Collectors.toSet());
            Set<Long> choosers = tx.preferences().choosers(homes);
            for (Holding holding : page) {
                tally.add(holding.card(), mode(tx, holding.card(), choosers));
            }
            page = audience.page(tx, Optional.of(page.get(page.size() - 1).card()), PAGE);
        }
    }

    private static HolderChoice.Mode mode(Transaction tx, CardId card, Set<Long> choosers) {
        if (!choosers.contains(card.book().home())) {
            return HolderChoice.Effective.DEFAULT.mode();
        }
        return tx.cards()
                .find(card)
                .map(found -> Choices.of(tx, found).mode())
                .orElse(HolderChoice.Effective.DEFAULT.mode());
    }

    private static final class Tally {
        private final long[] cards = new long[HolderChoice.Mode.values().length];
        private final List<Set<Long>> people = java.util.Arrays.stream(HolderChoice.Mode.values())
                .<Set<Long>>map(mode -> new HashSet<>())
                .toList();

        void add(CardId card, HolderChoice.Mode mode) {
            cards[mode.ordinal()]++;
            people.get(mode.ordinal()).add(card.book().home());
        }

        Count of(HolderChoice.Mode mode) {
            return new Count(people.get(mode.ordinal()).size(), cards[mode.ordinal()]);
        }
    }
}
