package org.teldav.propagation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teldav.storage.Change;
import org.teldav.storage.Changes;
import org.teldav.storage.Claim;
import org.teldav.storage.Transaction;

/** A change on its way from the edit to its row. Belongs to one transaction. */
final class ChangeDraft {
    /** How many of the changes of a user that have reached nobody are looked at: an edit that touches one takes it back, so there are hardly more. */
    static final int RECENT = 20;

    private final Transaction tx;
    private final long user;
    private final Proof proof;
    private final List<OwnNumber> removed = new ArrayList<>();
    private final List<OwnNumber> added = new ArrayList<>();
    private final List<Pairing.Pair> exchanged = new ArrayList<>();
    private final Map<String, Boolean> proved = new HashMap<>();
    private final Set<String> unclaimed = new LinkedHashSet<>();
    private boolean oneForOne;

    ChangeDraft(Transaction tx, long user, Proof proof) {
        this.tx = tx;
        this.user = user;
        this.proof = proof;
    }

    /** Takes the edit in, and what the old numbers are worth now, before their claims end. */
    void edit(NumberEdit edit) {
        oneForOne = edit.isOneForOne();
        removed.addAll(edit.removed());
        added.addAll(edit.added());
        exchanged.addAll(edit.exchanged());
        removed.forEach(number -> prove(number.key()));
        exchanged.forEach(pair -> prove(pair.before().key()));
    }

    private void prove(String key) {
        Optional<Claim.State> own = Proof.own(tx, user, key);
        proved.put(key, own.filter(state -> state == Claim.State.VERIFIED).isPresent());
        if (own.isEmpty()) {
            unclaimed.add(key);
        }
    }

    /**
     * A change that waits, for an administrator or for its time, has reached nobody. Where the edit touches its numbers the two are one change from here
     * on: A → V, then V → C, is A → C.
     *
     * @param has the numbers in the own card now
     */
    void takeBack(Change waiting, List<OwnNumber> has, Instant now) {
        if (waiting.numbers().stream().noneMatch(this::touches) || !tx.changes().cancel(waiting.id(), false, now)) {
            return;
        }
        again(waiting, has);
    }

    /**
     * A change whose new number was refused ({@link Verification#refuse}) has reached nobody, either: A → V, then V → C, is A → C.
     *
     * @param since older ones are left as they are: A may be a stranger's by now
     */
    void takeUpRefused(List<OwnNumber> has, Instant since) {
        unclaimed.stream()
                .flatMap(key -> refused(key).stream())
                .filter(change -> !change.at().isBefore(since))
                .distinct()
                .forEach(change -> again(change, has));
    }

    /** The user's last that brought the number, where it ended, and not by the user, who would have wanted it to reach nobody. */
    private Optional<Change> refused(String key) {
        return tx.changes()
                .lastWith(user, key)
                .filter(change -> change.state() == Change.State.CANCELLED
                        && change.numbers().stream()
                                .filter(number ->
                                        number.newKey().filter(key::equals).isPresent())
                                .noneMatch(Change.Number::paired));
    }

    private void again(Change waiting, List<OwnNumber> has) {
        Map<String, OwnNumber> here = new HashMap<>();
        has.forEach(number -> here.putIfAbsent(number.key(), number));
        Set<String> brought = waiting.numbers().stream()
                .flatMap(number -> number.newKey().stream())
                .collect(Collectors.toSet());
        for (Change.Number number : waiting.numbers()) {
            if (number.oldKey().filter(brought::contains).isPresent()) {
                exchangeAgain(number, here);
            } else {
                number.oldKey().filter(old -> number.newKey().isPresent()).ifPresent(old -> replaceAgain(number, here));
                number.newKey().ifPresent(key -> bringAgain(key, here));
            }
        }
    }

    private boolean touches(Change.Number number) {
        return number.newKey().filter(NumberEdit.keys(removed)::contains).isPresent()
                || number.newKey()
                        .flatMap(key -> number.oldKey())
                        .filter(NumberEdit.keys(added)::contains)
                        .isPresent();
    }

    private void exchangeAgain(Change.Number number, Map<String, OwnNumber> here) {
        String old = number.oldKey().orElseThrow();
        Optional<OwnNumber> now = number.newKey().map(here::get);
        if (now.isPresent() && here.containsKey(old)) {
            exchanged.add(new Pairing.Pair(OwnNumber.earlier(old, number), now.get()));
            proved.put(old, number.proved());
        }
    }

    /** What the waiting change brought: gone again, or still to be brought. */
    private void bringAgain(String key, Map<String, OwnNumber> here) {
        removed.removeIf(other -> other.key().equals(key));
        if (here.containsKey(key) && !NumberEdit.keys(added).contains(key)) {
            added.add(here.get(key));
        }
    }

    /** What the waiting change replaced: back again, or still to be replaced, where what took its place stood. */
    private void replaceAgain(Change.Number number, Map<String, OwnNumber> here) {
        String old = number.oldKey().orElseThrow();
        added.removeIf(other -> other.key().equals(old));
        if (!here.containsKey(old)) {
            Optional<OwnNumber> gone = removed.stream()
                    .filter(other -> number.newKey().filter(other.key()::equals).isPresent())
                    .findFirst();
            OwnNumber earlier = OwnNumber.earlier(old, number);
            removed.add(
                    gone.map(removed::indexOf).orElse(removed.size()),
                    gone.map(earlier::inPlaceOf).orElse(earlier));
            proved.put(old, number.proved());
        }
    }

    /** Rule 3: removed keys end claims, new ones open them; those of a change that was taken back are weighed again. */
    void claim(NumberEdit edit, Instant now) {
        NumberEdit.keys(edit.removed()).forEach(key -> tx.claims().end(user, key, now));
        NumberEdit.keys(edit.added()).forEach(key -> proof.claim(tx, user, key, now));
        NumberEdit.keys(added).forEach(key -> proof.claim(tx, user, key, now));
    }

    /**
     * The rows of the change.
     *
     * @param earlier what the user withdrew within the grace time, oldest first
     * @param adds whether numbers that took no other's place are told, too
     */
    List<Change.Number> rows(List<Changes.Withdrawn> earlier, boolean adds) {
        List<Changes.Withdrawn> waiting = new ArrayList<>(earlier);
        waiting.sort(Comparator.comparing(Changes.Withdrawn::change).reversed());
        waiting.forEach(each -> proved.putIfAbsent(oldKey(each), each.number().proved()));
        List<OwnNumber> back = back(waiting);
        Pairing pairing = Pairing.of(removed, added);
        Pairing later = Pairing.later(numbers(waiting), pairing.added());
        take(
                waiting,
                NumberEdit.keys(
                        later.replaced().stream().map(Pairing.Pair::before).toList()));
        List<Change.Number> rows = new ArrayList<>();
        Stream.of(exchanged, pairing.replaced(), later.replaced())
                .flatMap(List::stream)
                .forEach(pair -> rows.add(
                        row(rows.size(), pair.before(), Optional.of(pair.after().key()))));
        pairing.withdrawn().forEach(old -> rows.add(row(rows.size(), old, Optional.empty())));
        Stream.concat(
                        back.stream().filter(number -> adds || Proof.waits(tx, user, number.key())),
                        later.added().stream())
                .forEach(number -> rows.add(added(rows.size(), number)));
        return rows;
    }

    /**
     * A withdrawn number that is in the card again is as if it had never been away: it waits for no other, and takes no other's place, unless this edit put it
     * into the place of the one that it took out. That is asked of the edit itself: together with one that waits it may seem to be so.
     */
    private List<OwnNumber> back(List<Changes.Withdrawn> waiting) {
        Set<String> gone = NumberEdit.keys(numbers(waiting));
        List<OwnNumber> back =
                added.stream().filter(number -> gone.contains(number.key())).toList();
        take(waiting, NumberEdit.keys(back));
        if (oneForOne
                && NumberEdit.keys(removed).size() == 1
                && NumberEdit.keys(added).size() == 1) {
            return List.of();
        }
        added.removeAll(back);
        return back;
    }

    /** These wait no more. */
    private void take(List<Changes.Withdrawn> waiting, Set<String> keys) {
        List<Changes.Withdrawn> taken =
                waiting.stream().filter(each -> keys.contains(oldKey(each))).toList();
        taken.forEach(each -> tx.changes().pair(each.change(), each.number().position()));
        waiting.removeAll(taken);
    }

    private static List<OwnNumber> numbers(List<Changes.Withdrawn> waiting) {
        return waiting.stream()
                .map(each -> OwnNumber.earlier(oldKey(each), each.number()))
                .toList();
    }

    private static String oldKey(Changes.Withdrawn withdrawn) {
        return withdrawn.number().oldKey().orElseThrow();
    }

    private static Change.Number added(int position, OwnNumber number) {
        return new Change.Number(
                position, Optional.empty(), Optional.of(number.key()), false, number.kindText(), number.label(), false);
    }

    private Change.Number row(int position, OwnNumber old, Optional<String> newKey) {
        return new Change.Number(
                position,
                Optional.of(old.key()),
                newKey,
                proved.getOrDefault(old.key(), false),
                old.kindText(),
                old.label(),
                false);
    }
}
