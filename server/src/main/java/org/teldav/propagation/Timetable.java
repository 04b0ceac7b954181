package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.propagation.OwnCardEditor.Outcome;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.Principal;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.ScheduledEdit.State;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/**
 * Edits of own cards at a date, or for a time and then back (propagation.md, "Choices"). Each is made once, whichever of several servers is first, in one transaction with what
 * becomes of it. Thread-safe.
 */
public final class Timetable {
    /** How far ahead an edit can be planned: the proof of a number that is to come back stands so long. */
    public static final Duration FARTHEST = Duration.ofDays(731);

    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final int MOST = 100;
    private static final int KEPT = 100;
    private static final int BATCH = 20;
    private static final int TRIES = 3;

    private final OwnCardEditor editor;
    private final InstantSource clock;

    public Timetable(OwnCardEditor editor, InstantSource clock) {
        this.editor = editor;
        this.clock = clock;
    }

    /** Why an edit can't be planned. @param code a name of the reason that stays @param why for people to read */
    public record Refusal(String code, String why) {}

    /**
     * Plans an edit, and the one that takes it back.
     *
     * @param at empty where it is made already, and only its return is planned
     * @return why it can't be; empty where it is planned
     */
    public Optional<Refusal> plan(
            Transaction tx,
            Principal.User user,
            String from,
            String to,
            Optional<Instant> at,
            Optional<Instant> until) {
        Instant now = clock.instant();
        if (tx.scheduledEdits().countPlanned(user.id()) + 2 > MOST) {
            return Optional.of(
                    new Refusal("plans-most", "there are " + MOST + " planned changes already; cancel some first"));
        }
        if (at.isPresent() && !editor.has(tx, user, from) && !isPlanned(tx, user, from)) {
            return Optional.of(new Refusal(
                    "plan-old-number", "the own card has not the old number, and no planned change brings it"));
        }
        tx.scheduledEdits().forget(user.id(), KEPT);
        OptionalLong first = at.isPresent()
                ? OptionalLong.of(tx.scheduledEdits().plan(user.id(), from, to, now, at.get(), OptionalLong.empty()))
                : OptionalLong.empty();
        until.ifPresent(end -> tx.scheduledEdits().plan(user.id(), to, from, now, end, first));
        return Optional.empty();
    }

    /**
     * Whether an edit can be for a time only. Where the own card has the new number already, the old one is taken out beside it; what gave that back would
     * take the other.
     *
     * @return why it can't; to be asked before the edit is made, and again when its time has come
     */
    public Optional<Refusal> returning(Transaction tx, Principal.User user, String to) {
        return editor.has(tx, user, to)
                ? Optional.of(new Refusal(
                        "plan-new-number", "the own card has the new number already, and would lose it at the end"))
                : Optional.empty();
    }

    private static boolean isPlanned(Transaction tx, Principal.User user, String key) {
        return tx.scheduledEdits().planned(user.id(), key).isPresent();
    }

    /** Takes an edit off, and the one that would take it back. @return false where it is not planned any more */
    public static boolean cancel(Transaction tx, ScheduledEdit edit) {
        boolean cancelled = tx.scheduledEdits().settle(edit.user(), edit.id(), State.PLANNED, State.CANCELLED, "");
        if (cancelled) {
            tx.scheduledEdits()
                    .returnOf(edit.user(), edit.id())
                    .ifPresent(back -> tx.scheduledEdits()
                            .settle(
                                    back.user(),
                                    back.id(),
                                    State.PLANNED,
                                    State.CANCELLED,
                                    "the change that it takes back is cancelled"));
        }
        return cancelled;
    }

    /**
     * Makes the edits whose time has come, but for those that another worker is making.
     *
     * @return whether there were any
     * @throws RuntimeException where the database fails
     */
    boolean run(Store store) {
        int made = 0;
        while (made < BATCH && isAnyDue(store) && make(store)) {
            made++;
        }
        return made > 0;
    }

    private boolean isAnyDue(Store store) {
        Instant now = clock.instant();
        return store.read(tx -> tx.scheduledEdits().next())
                .filter(due -> !due.isAfter(now))
                .isPresent();
    }

    /** Makes one. One that can't be made must not keep the others waiting. @return false where there is none */
    private boolean make(Store store) {
        AtomicReference<Optional<ScheduledEdit>> taken = new AtomicReference<>(Optional.empty());
        for (int attempt = 1; ; attempt++) {
            try {
                return store.write(tx -> {
                    taken.set(tx.scheduledEdits().take(clock.instant()));
                    taken.get().ifPresent(edit -> make(tx, edit));
                    return taken.get().isPresent();
                });
            } catch (RuntimeException e) {
                if (e instanceof DatabaseAwayException
                        || !store.healthy()
                        || taken.get().isEmpty()) {
                    throw e;
                }
                if (attempt == TRIES) {
                    giveUp(store, taken.get().get(), e);
                    return true;
                }
            }
        }
    }

    private static void giveUp(Store store, ScheduledEdit edit, RuntimeException failure) {
        LOG.warn("planned edit {} can't be made: {}", edit.id(), Failure.kind(failure));
        LOG.debug("the failure itself", failure);
        store.write(tx -> settle(tx, edit, State.PLANNED, "the own card could not be stored"));
    }

    private boolean make(Transaction tx, ScheduledEdit edit) {
        if (!tx.scheduledEdits().settle(edit.user(), edit.id(), State.PLANNED, State.RUNNING, "")) {
            return false;
        }
        Optional<Principal.User> user = tx.principals().user(edit.user());
        if (user.isEmpty() || !isToBeMade(tx, edit)) {
            return settle(tx, edit, State.RUNNING, "the change that it takes back was not made");
        }
        Optional<Refusal> both = isForATime(tx, edit) ? returning(tx, user.get(), edit.newKey()) : Optional.empty();
        if (both.isPresent()) {
            return settle(tx, edit, State.RUNNING, both.get().why());
        }
        Outcome outcome = editor.edit(tx, user.get(), Map.of(edit.oldKey(), edit.newKey()));
        if (outcome instanceof Outcome.Overtaken) {
            throw new IllegalStateException("the own card was written at the same moment");
        } else if (outcome instanceof Outcome.Edited) {
            return tx.scheduledEdits().settle(edit.user(), edit.id(), State.RUNNING, State.DONE, "");
        }
        return settle(tx, edit, State.RUNNING, reason(outcome));
    }

    private static boolean isToBeMade(Transaction tx, ScheduledEdit edit) {
        return edit.returnOf().isEmpty()
                || tx.scheduledEdits()
                        .find(edit.user(), edit.returnOf().getAsLong())
                        .filter(first -> first.state() != State.DONE)
                        .isEmpty();
    }

    private static boolean isForATime(Transaction tx, ScheduledEdit edit) {
        return tx.scheduledEdits()
                .returnOf(edit.user(), edit.id())
                .filter(back -> back.state() == State.PLANNED)
                .isPresent();
    }

    private static String reason(Outcome outcome) {
        return outcome instanceof Outcome.Impossible impossible
                ? "the own card is left as it is: " + impossible.why()
                : "there is no own card";
    }

    private static boolean settle(Transaction tx, ScheduledEdit edit, State from, String why) {
        return tx.scheduledEdits().settle(edit.user(), edit.id(), from, State.FAILED, why);
    }
}
