package org.teldav.propagation;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Replacement;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelLines;
import org.teldav.vcard.TelRewriter;

/**
 * The holder's last word on a line of their journal: a rewrite is undone, an offer accepted or refused (propagation.md, "Seen by people", rule 11). Each is one transaction with the
 * card, and writes it as everything else does. Immutable, thread-safe.
 */
public final class HolderJournal {
    private final CardWriting writing;
    private final TelRewriter rewriter;
    private final CardPlanner planner;
    private final AdditionPlanner adder;
    private final InstantSource clock;

    public HolderJournal(CardWriting writing, TelRewriter rewriter, InstantSource clock) {
        this.writing = writing;
        this.rewriter = rewriter;
        this.planner = new CardPlanner(writing, rewriter);
        this.adder = new AdditionPlanner(writing);
        this.clock = clock;
    }

    /** How it went. */
    public sealed interface Outcome {
        /** The card is, byte for byte, what it was before the rewrite. */
        record GivenBack() implements Outcome {}

        /** The card was edited since: only the number is what it was. */
        record NumberGivenBack() implements Outcome {}

        record Accepted() implements Outcome {}

        record Refused() implements Outcome {}

        /** Nothing was written. @param code a name of the reason that stays @param why for people to read */
        record Impossible(String code, String why) implements Outcome {}
    }

    /** Gives back what was there before the rewrite. */
    public Outcome undo(Transaction tx, Rewrite line) {
        if (line.state() != Rewrite.State.DONE) {
            return line.state() == Rewrite.State.UNDONE
                    ? new Outcome.Impossible("journal-undone", "it is undone already")
                    : new Outcome.Impossible("journal-nothing", "nothing was rewritten there");
        }
        Optional<StoredCard> stored = tx.cards().read(line.card());
        Optional<Principal.User> holder =
                tx.principals().user(line.card().book().home());
        if (stored.isEmpty() || holder.isEmpty()) {
            return new Outcome.Impossible("journal-moved", "the card is not where it was any more");
        }
        if (isOwn(tx, line.card())) {
            return new Outcome.Impossible("journal-own", "it has become the holder's own card");
        }
        Optional<String> region = writing.region(holder.get());
        Optional<byte[]> before =
                isAsWritten(tx, line, stored.get()) ? tx.cards().version(line.card(), line.before()) : Optional.empty();
        return before.isPresent()
                ? put(tx, line, stored.get().card(), before.get(), region, new Outcome.GivenBack())
                : number(tx, line, stored.get(), region);
    }

    /** Also where a later rewrite was undone before. */
    private static boolean isAsWritten(Transaction tx, Rewrite line, StoredCard now) {
        return now.card().syncNumber() == line.after()
                || tx.cards()
                        .version(line.card(), line.after())
                        .filter(written -> Arrays.equals(written, now.content()))
                        .isPresent();
    }

    private static boolean isOwn(Transaction tx, CardId card) {
        return tx.principals().ownCard(card.book().home()).filter(card::equals).isPresent();
    }

    /** An entry that was taken out as a twin can't come back alone: nobody knows any more where it stood. */
    private Outcome number(Transaction tx, Rewrite line, StoredCard stored, Optional<String> region) {
        Map<String, String> back = back(line, region);
        boolean added = line.oldText().isEmpty();
        Set<String> keys = added ? writing.keys(line.newText(), region) : back.keySet();
        Set<Integer> positions = tx.cards().index(line.card()).stream()
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .filter(row -> row.about().equals(OptionalLong.of(line.changer())))
                .filter(row -> row.key().filter(keys::contains).isPresent())
                .map(IndexRow::position)
                .collect(Collectors.toSet());
        if (positions.isEmpty()) {
            return new Outcome.Impossible(
                    "journal-edited", "the card was edited since, and the number is not in it any more");
        }
        if (added) {
            byte[] without = TelLines.without(stored.content(), positions);
            return put(tx, line, stored.card(), without, region, new Outcome.NumberGivenBack());
        }
        Rewritten rewritten = rewritten(stored, back, region, positions);
        return rewritten instanceof Rewritten.Changed changed
                ? put(tx, line, stored.card(), changed.card(), region, new Outcome.NumberGivenBack())
                : new Outcome.Impossible(
                        "journal-edited",
                        "the card was edited since, and " + ((Rewritten.Unchanged) rewritten).reason());
    }

    /** By what the journal says, and not by the change: a card that came late has several changes in one (rule 12). */
    private Map<String, String> back(Rewrite line, Optional<String> region) {
        String[] olds = line.oldText().split("\n", -1);
        String[] news = line.newText().split("\n", -1);
        Map<String, String> back = new HashMap<>();
        for (int i = 0; i < olds.length && i < news.length; i++) {
            Optional<String> old = writing.key(olds[i], region);
            writing.key(news[i], region).ifPresent(key -> old.ifPresent(before -> back.put(key, before)));
        }
        return back;
    }

    private Rewritten rewritten(
            StoredCard stored, Map<String, String> back, Optional<String> region, Set<Integer> positions) {
        return rewriter.rewrite(stored.content(), back, region, positions::contains);
    }

    private Outcome put(
            Transaction tx, Rewrite line, Card current, byte[] content, Optional<String> region, Outcome done) {
        try {
            CardPut put = writing.put(line.card().book(), current.name(), content, region, unmoved(current));
            Predicate<Rewrite> earlier = other -> other.change() != line.change();
            PutResult result = tx.cards().put(known(tx, put, region, earlier), clock.instant());
            if (result instanceof PutResult.Replaced replaced) {
                tx.locks().end(replaced.card().id().book(), replaced.card().name());
                settle(tx, line.as(Rewrite.State.UNDONE, "its holder took it back"), Rewrite.State.DONE);
                return done;
            }
            return new Outcome.Impossible("journal-moment", "the card was edited at the same moment; try again");
        } catch (InvalidCardException e) {
            return new Outcome.Impossible(
                    "journal-invalid", "the version of before is no card that could be stored today");
        }
    }

    /** A version of old that is brought back: a number that a change wrote into the contact is its changer's still, and so a later change, or undo, finds it (rule 3). */
    public CardPut known(Transaction tx, CardPut put, Optional<String> region) {
        return known(tx, put, region, line -> true);
    }

    private CardPut known(Transaction tx, CardPut put, Optional<String> region, Predicate<Rewrite> which) {
        Map<String, OptionalLong> changers = new HashMap<>();
        tx.changes().rewritesOf(put.book().home(), put.uid()).stream()
                .filter(line -> line.done() && which.test(line))
                .filter(line -> tx.principals().user(line.changer()).isPresent())
                .forEach(line -> writing.keys(line.newText(), region)
                        .forEach(key -> changers.put(key, OptionalLong.of(line.changer()))));
        return put.with(put.index().stream()
                .map(row -> row.key()
                        .map(changers::get)
                        .map(about -> new IndexRow(row.kind(), row.position(), row.key(), row.text(), about))
                        .orElse(row))
                .toList());
    }

    private static Predicate<Optional<Card>> unmoved(Card read) {
        return current -> current.filter(card -> card.id().equals(read.id()) && card.syncNumber() == read.syncNumber())
                .isPresent();
    }

    /** Rewrites the card that waited. */
    public Outcome accept(Transaction tx, Rewrite line) {
        Optional<Change> change = tx.changes().find(line.change());
        if (line.state() != Rewrite.State.OFFERED || change.isEmpty()) {
            return new Outcome.Impossible("journal-settled", "it does not wait any more");
        }
        CardPlan plan = change.get().course().adds()
                ? adder.accepted(tx, added(tx, change.get(), line.card()), line.card())
                : planner.accepted(
                        tx,
                        offered(tx, change.get(), line.card()),
                        line.card(),
                        writing.keys(
                                line.oldText(),
                                writing.region(tx, line.card().book().home())));
        if (!(plan instanceof CardPlan.Rewriting rewriting)) {
            String why = plan instanceof CardPlan.Leaving leaving
                    ? leaving.reason()
                    : "the number is not in the card any more, or not the changer's";
            settle(tx, line.as(Rewrite.State.LEFT, why), Rewrite.State.OFFERED);
            return new Outcome.Impossible("journal-left", why);
        }
        PutResult result = tx.cards().put(rewriting.put(), clock.instant());
        if (!(result instanceof PutResult.Replaced replaced)) {
            return new Outcome.Impossible("journal-moment", "the card was edited at the same moment; try again");
        }
        tx.locks().end(replaced.card().id().book(), replaced.card().name());
        settle(
                tx,
                new Rewrite(
                        line.change(),
                        line.changer(),
                        line.card(),
                        replaced.card().name(),
                        clock.instant(),
                        rewriting.read().syncNumber(),
                        replaced.card().syncNumber(),
                        rewriting.oldText(),
                        rewriting.newText(),
                        ""),
                Rewrite.State.OFFERED);
        return new Outcome.Accepted();
    }

    /** Whom the changer tells no more gets what was offered, and learns of nothing that came later (rule 4, "Choices"). */
    private static Audience offered(Transaction tx, Change change, CardId card) {
        long holder = card.book().home();
        List<Replacement> replacements = tx.changes().replacements(change.user(), change.at());
        List<Forwarding> ways = change.numbers().stream()
                .flatMap(number -> number.oldKey().stream())
                .flatMap(key -> Forwarding.of(key, replacements).stream())
                .toList();
        return isTold(tx, change.user(), holder, ways) ? untilNow(tx, change, ways) : Audience.of(tx, change);
    }

    private static Additions added(Transaction tx, Change change, CardId card) {
        long holder = card.book().home();
        return Additions.of(tx, change, way -> isTold(tx, change.user(), holder, List.of(way)));
    }

    private static boolean isTold(Transaction tx, long changer, long holder, List<Forwarding> ways) {
        Choices choices = Choices.of(tx, changer);
        return tx.principals().shareGroup(changer, holder)
                && ways.stream().allMatch(way -> choices.within(way.told()).reaches(tx, holder));
    }

    /** Rule 9: what waited while its changer went on goes to where the number has come to by now. */
    private static Audience untilNow(Transaction tx, Change change, List<Forwarding> ways) {
        Set<String> proved = change.numbers().stream()
                .filter(Change.Number::proved)
                .flatMap(number -> number.oldKey().stream())
                .collect(Collectors.toSet());
        Map<String, String> replaced = new HashMap<>();
        ways.forEach(way -> replaced.put(way.from(), way.to()));
        proved.retainAll(replaced.keySet());
        return Audience.of(tx, change, replaced, proved);
    }

    /** Leaves the card as it is, for good. */
    public Outcome refuse(Transaction tx, Rewrite line) {
        if (line.state() != Rewrite.State.OFFERED) {
            return new Outcome.Impossible("journal-settled", "it does not wait any more");
        }
        return tx.changes()
                        .settle(line.as(Rewrite.State.REFUSED, "its holder wanted none of it"), Rewrite.State.OFFERED)
                ? new Outcome.Refused()
                : new Outcome.Impossible("journal-settled", "it does not wait any more");
    }

    /** Rolls the card back with the rest where somebody settled the line at the same moment. */
    private static void settle(Transaction tx, Rewrite line, Rewrite.State from) {
        if (!tx.changes().settle(line, from)) {
            throw new IllegalStateException("the line of the journal was settled by somebody else");
        }
    }
}
