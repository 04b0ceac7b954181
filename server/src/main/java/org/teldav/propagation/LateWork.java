package org.teldav.propagation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.storage.CardId;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.LateComers;
import org.teldav.storage.LateComers.Newcomer;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Rule 12: takes the cards, and the members of groups, that came late, beside any number of other workers. Immutable, thread-safe. */
record LateWork(Store store, LateRun late, InstantSource clock, BooleanSupplier closing) {
    private static final Logger LOG = LoggerFactory.getLogger(LateWork.class);
    private static final int MOST = 100;
    private static final int TRIES = 3;

    /** While all is paused, nobody comes late. */
    static boolean isAny(Transaction tx) {
        LateComers waiting = tx.lateComers();
        return tx.changes().pausedSince().isEmpty()
                && !(waiting.list(1).isEmpty() && waiting.newcomers(1).isEmpty());
    }

    /** Carries some, but for those that another worker is at. @return false where there was none */
    boolean run() {
        int carried = 0;
        if (store.read(LateWork::isAny)) {
            while (carried < MOST && !closing.getAsBoolean() && (carry() || welcome())) {
                carried++;
            }
        }
        return carried > 0;
    }

    private boolean welcome() {
        return store.write(tx -> {
            Optional<Newcomer> newcomer = tx.lateComers().takeNewcomer();
            newcomer.ifPresent(user -> late.welcome(tx, user));
            return newcomer.isPresent();
        });
    }

    /** Most of them need nothing, which is seen of many at once; those that do are looked at again, each by itself. @return false where there was none */
    private boolean carry() {
        OptionalInt waiting = carry(MOST);
        for (int i = 0; i < waiting.orElse(0) && !closing.getAsBoolean(); i++) {
            carry(1);
        }
        return waiting.isPresent();
    }

    /**
     * The oldest, in one transaction: those that need nothing, and the first that does.
     *
     * @return how many more of them need something, and wait still; empty where there was none
     */
    private OptionalInt carry(int most) {
        AtomicReference<Optional<CardId>> taken = new AtomicReference<>(Optional.empty());
        try {
            return store.write(tx -> {
                List<CardId> cards = tx.lateComers().lock(most);
                List<CardId> concerned = late.concerned(tx, cards);
                taken.set(concerned.stream().findFirst());
                Set<CardId> waiting = concerned.stream().skip(1).collect(Collectors.toUnmodifiableSet());
                tx.lateComers()
                        .remove(cards.stream()
                                .filter(card -> !waiting.contains(card))
                                .toList());
                taken.get().ifPresent(card -> carry(tx, card));
                return cards.isEmpty() ? OptionalInt.empty() : OptionalInt.of(waiting.size());
            });
        } catch (RuntimeException e) {
            if (e instanceof DatabaseAwayException
                    || !store.healthy()
                    || taken.get().isEmpty()) {
                throw e;
            }
            failed(taken.get().get(), e);
        }
        return OptionalInt.of(0);
    }

    /**
     * A card that was rewritten is looked at once more: its number may have been replaced again meanwhile, by a change that went out before anybody could see what
     * was written here.
     */
    private void carry(Transaction tx, CardId card) {
        if (late.run(tx, card)) {
            tx.lateComers().add(card, clock.instant());
        }
    }

    private void failed(CardId card, RuntimeException failure) {
        if (store.write(tx -> tx.lateComers().failed(card, clock.instant())) >= TRIES) {
            LOG.warn("{}, which came late, is left as it is: {}", card, Failure.kind(failure));
            LOG.debug("the failure itself", failure);
            store.write(tx -> tx.lateComers().remove(card));
        }
    }
}
