package org.teldav.propagation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Change;
import org.teldav.storage.Transaction;

/** When a change goes out: after the settle time, and not before the user's daily limit allows it. */
final class Departure {
    private static final Duration DAY = Duration.ofDays(1);

    private Departure() {}

    /** @param edited when the own card was */
    static Change.Course of(Transaction tx, long user, PropagationRules rules, Instant edited, Instant now) {
        Instant settled = edited.plus(rules.settle());
        Instant time = freeAgain(tx, user, rules.dailyLimit(), now)
                .filter(settled::isBefore)
                .orElse(settled);
        return time.isAfter(now) ? Change.Course.from(time) : Change.Course.AT_ONCE;
    }

    /** Whether it goes out later than it has settled: that is what the daily limit does, and nothing else. */
    static boolean isOverLimit(Change.Course course, PropagationRules rules, Instant edited) {
        return course.notBefore().filter(edited.plus(rules.settle())::isBefore).isPresent();
    }

    /** Those over the limit are never refused: the own card is the user's. They go out one by one, as the days since earlier ones end. */
    private static Optional<Instant> freeAgain(Transaction tx, long user, int limit, Instant now) {
        List<Instant> newest = limit == 0 ? List.of() : tx.changes().departures(user, now.minus(DAY), limit);
        return newest.size() < limit || limit == 0
                ? Optional.empty()
                : Optional.of(newest.get(limit - 1).plus(DAY));
    }
}
