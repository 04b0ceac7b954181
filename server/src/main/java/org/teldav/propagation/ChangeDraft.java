package org.teldav.propagation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    ChangeDraft(Transaction tx, long user, Proof proof) {
        this.tx = tx;
        this.user = user;
        this.proof = proof;
    }

    /** Takes the edit in, and what the old numbers are worth now, before their claims end. */
    void edit(NumberEdit edit) {
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
                number.newKey().ifPresent(key -> bringAgain(key, here));
                number.oldKey().filter(old -> number.newKey().isPresent()).ifPresent(old -> replaceAgain(number, here));
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

    /** What the waiting change replaced: back again, or still to be replaced. */
    private void replaceAgain(Change.Number number, Map<String, OwnNumber> here) {
        String old = number.oldKey().orElseThrow();
        added.removeIf(other -> other.key().equals(old));
        if (!here.containsKey(old)) {
            removed.add(OwnNumber.earlier(old, number));
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
     */
    List<Change.Number> rows(List<Changes.Withdrawn> earlier) {
        Pairing pairing = Pairing.of(removed, added);
        List<Changes.Withdrawn> waiting = new ArrayList<>(earlier);
        Collections.reverse(waiting);
        returned(waiting);
        List<Change.Number> rows = new ArrayList<>();
        exchanged.forEach(pair -> rows.add(
                row(rows.size(), pair.before(), Optional.of(pair.after().key()))));
        pairing.replaced()
                .forEach(pair -> rows.add(
                        row(rows.size(), pair.before(), Optional.of(pair.after().key()))));
        pairing.withdrawn().forEach(old -> rows.add(row(rows.size(), old, Optional.empty())));
        for (OwnNumber number : pairing.added()) {
            rows.add(added(rows.size(), number, waiting));
        }
        return rows;
    }

    /** A withdrawn number that is back in the card waits for no other. */
    private void returned(List<Changes.Withdrawn> waiting) {
        Set<String> keys = NumberEdit.keys(added);
        List<Changes.Withdrawn> back = waiting.stream()
                .filter(each -> each.number().oldKey().filter(keys::contains).isPresent())
                .toList();
        back.forEach(each -> tx.changes().pair(each.change(), each.number().position()));
        waiting.removeAll(back);
    }

    private Change.Number added(int position, OwnNumber number, List<Changes.Withdrawn> waiting) {
        Map<String, Changes.Withdrawn> byKey = waiting.stream()
                .collect(Collectors.toMap(each -> each.number().oldKey().orElseThrow(), each -> each, (a, b) -> a));
        List<OwnNumber> olds = waiting.stream()
                .map(each -> OwnNumber.earlier(each.number().oldKey().orElseThrow(), each.number()))
                .toList();
        Optional<Changes.Withdrawn> taken = Pairing.earlier(olds, number).map(old -> byKey.get(old.key()));
        taken.ifPresent(each -> {
            tx.changes().pair(each.change(), each.number().position());
            proved.put(each.number().oldKey().orElseThrow(), each.number().proved());
            waiting.remove(each);
        });
        return new Change.Number(
                position,
                taken.flatMap(each -> each.number().oldKey()),
                Optional.of(number.key()),
                taken.map(each -> each.number().proved()).orElse(false),
                number.kindText(),
                number.label(),
                false);
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
