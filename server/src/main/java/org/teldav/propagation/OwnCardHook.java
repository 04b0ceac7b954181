package org.teldav.propagation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.teldav.cards.CardWriting;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.LateComers.Newcomer;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;

/**
 * Turns an edit of an own card into claims and a change, in the transaction of the edit itself (rules 1, 2, 3 and 8). Immutable, thread-safe.
 */
public final class OwnCardHook implements StoreListener {
    private final CardWriting writing;
    private final PropagationRules rules;
    private final Proof proof;
    private final KnownContacts known;
    private final StalePut stale;
    private final Runnable wake;

    /** @param wake run after the commit of each change that has work for the {@link PropagationWorker} or the {@link CodeCourier} */
    public OwnCardHook(CardWriting writing, PropagationRules rules, Runnable wake) {
        this.writing = writing;
        this.rules = rules;
        this.proof = new Proof(rules.grace());
        this.known = new KnownContacts(writing);
        this.stale = new StalePut(writing);
        this.wake = wake;
    }

    @Override
    public void edited(Transaction tx, OwnCardEdit edit) {
        region(tx, edit).ifPresent(region -> edited(tx, edit, before(edit, region), after(edit, region)));
    }

    /** By its UID, as every client knows a contact. */
    @Override
    public boolean isSame(Card card, byte[] deleted) {
        try {
            return writing.read(deleted, Optional.empty()).uid().equals(card.uid());
        } catch (InvalidCardException e) {
            return false;
        }
    }

    /** Some clients edit a card so. It comes back as it was, with what waited then; and what differs is an edit like any other. */
    @Override
    public void returned(Transaction tx, OwnCardEdit edit) {
        region(tx, edit).ifPresent(region -> {
            Return back = Return.of(tx, edit, before(edit, region), proof);
            List<OwnNumber> there = back.withdrawn();
            for (OwnNumber number : back.waited()) {
                List<OwnNumber> next =
                        Stream.concat(there.stream(), Stream.of(number)).toList();
                edited(tx, edit, there, next);
                there = next;
            }
            edited(tx, edit, there, after(edit, region));
        });
    }

    /** Where the numbers of the user's own card are read; empty where there is no such user. */
    private Optional<Optional<String>> region(Transaction tx, OwnCardEdit edit) {
        return tx.principals().user(edit.user()).map(writing::region);
    }

    private void edited(Transaction tx, OwnCardEdit edit, List<OwnNumber> before, List<OwnNumber> after) {
        NumberEdit numbers = NumberEdit.of(before, after);
        if (!numbers.isNone()) {
            change(tx, edit, numbers, after);
        }
    }

    /**
     * Rule 12: whether a change before it would have rewritten the card is for the {@link PropagationWorker} to see, when the card is committed. Here a change
     * that is not committed yet can't be seen, and its worker can't see the card; so it is asked whether there is anybody who may have made one. Rule 3: what such a one wrote into the contact
     * before is known.
     */
    @Override
    public List<IndexRow> entered(
            Transaction tx, Card card, List<IndexRow> index, Supplier<List<Rewrite>> lines, Instant now) {
        long home = card.id().book().home();
        if (!tx.claims().isAnyOther(LateRun.keys(index), home)) {
            return index;
        }
        tx.lateComers().addNew(card.id(), now);
        tx.afterCommit(wake);
        return known.of(tx, home, index, lines.get());
    }

    @Override
    public void overwritten(Transaction tx, Overwrite put, Instant now) {
        stale.offer(tx, put, now);
    }

    /** Rule 12: as of each single card that enters. */
    @Override
    public void copied(Transaction tx, BookId book, Instant now) {
        if (tx.lateComers().addNew(book, now)) {
            tx.afterCommit(wake);
        }
    }

    /** Rule 12: what the others have of the newcomer, and the newcomer of the others, is looked for when they are committed to be one. */
    @Override
    public void joined(Transaction tx, long group, long user, Instant now) {
        tx.lateComers().add(new Newcomer(user, group), now);
        tx.afterCommit(wake);
    }

    private void change(Transaction tx, OwnCardEdit edit, NumberEdit numbers, List<OwnNumber> has) {
        ChangeDraft draft = new ChangeDraft(tx, edit.user(), proof);
        draft.edit(numbers);
        tx.changes()
                .held(edit.user(), edit.at(), ChangeDraft.RECENT)
                .forEach(held -> draft.takeBack(held, has, edit.at()));
        draft.takeUpRefused(has, edit.at().minus(rules.forwarding()));
        draft.claim(numbers, edit.at());
        boolean adds = tx.preferences().changer(edit.user()).scope() == ChangerChoice.Scope.ADDED;
        List<Change.Number> rows =
                draft.rows(tx.changes().withdrawn(edit.user(), edit.at().minus(rules.grace())), adds);
        Predicate<Change.Number> told = number -> adds && number.oldKey().isEmpty();
        boolean waits = Verification.state(tx, edit.user(), rows, false, rules) == Change.State.WAITING;
        add(tx, edit, rows.stream().filter(told.negate()).toList(), waits, false);
        add(tx, edit, rows.stream().filter(told).toList(), waits, true);
    }

    /** Numbers that are told though they took no other's place are a change of their own: a card may be rewritten by one, and get a number by the other. */
    private void add(Transaction tx, OwnCardEdit edit, List<Change.Number> rows, boolean waits, boolean adds) {
        if (rows.isEmpty()) {
            return;
        }
        Change.State state = waits ? Change.State.WAITING : Verification.state(tx, edit.user(), rows, adds, rules);
        Change.Course course = state == Change.State.PENDING
                ? Departure.of(tx, edit.user(), rules, edit.at(), edit.at())
                : Change.Course.AT_ONCE;
        tx.changes().add(edit.user(), edit.at(), state, rows, course.adding(adds));
        boolean sends =
                state == Change.State.WAITING && NumberCodes.wantFor(tx, edit.user(), rows, adds, rules, edit.at());
        if (state == Change.State.PENDING || sends) {
            tx.afterCommit(wake);
        }
    }

    /** A card of old that can't be read had no number that anybody could have been told. */
    private List<OwnNumber> before(OwnCardEdit edit, Optional<String> region) {
        try {
            return edit.before().isPresent() ? read(edit.before().get(), region) : List.of();
        } catch (InvalidCardException e) {
            return List.of();
        }
    }

    private List<OwnNumber> after(OwnCardEdit edit, Optional<String> region) {
        try {
            return edit.after().isPresent() ? read(edit.after().get(), region) : List.of();
        } catch (InvalidCardException e) {
            throw new IllegalArgumentException("an own card must be a vCard", e);
        }
    }

    private List<OwnNumber> read(byte[] card, Optional<String> region) throws InvalidCardException {
        return writing.read(card, region).tels().stream()
                .flatMap(tel -> OwnNumber.of(tel).stream())
                .toList();
    }
}
