package org.teldav.propagation;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.storage.CardId;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Transaction;

/** The cards that a change is to come to, in the order of their keys: what was found when they were counted isn't looked for again. Used by one thread at a time. */
final class Reach {
    private static final int PAGE = 1000;
    /** Some megabytes. */
    private static final int KEPT = 50_000;

    private final Errand errand;
    private final ArrayDeque<CardId> found = new ArrayDeque<>();
    /** The last that was found and kept. */
    private Optional<CardId> last = Optional.empty();

    private boolean whole;

    Reach(Errand errand) {
        this.errand = errand;
    }

    /**
     * Counted along the index, without a look at any card. To be called before the first {@link #next}.
     *
     * @return how many cards there are of holders whom the changer wants to be told: of others nothing shows, not even in a sum
     */
    long count(Transaction tx) {
        Map<Long, Boolean> reached = new HashMap<>();
        long count = 0;
        List<Holding> page = errand.page(tx, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            if (found.size() < KEPT) {
                keep(page);
            }
            count += page.stream()
                    .map(holding -> holding.card().book().home())
                    .filter(home -> reached.computeIfAbsent(
                            home, holder -> errand.choices().reaches(tx, holder)))
                    .count();
            page = errand.page(tx, Optional.of(page.get(page.size() - 1).card()), PAGE);
        }
        whole = found.size() < KEPT;
        return count;
    }

    /** The next cards; none at the end. */
    List<CardId> next(Transaction tx, int limit) {
        if (found.isEmpty() && !whole) {
            keep(errand.page(tx, last, PAGE));
        }
        List<CardId> next = found.stream().limit(limit).toList();
        next.forEach(card -> found.remove());
        return next;
    }

    private void keep(List<Holding> page) {
        page.forEach(holding -> found.add(holding.card()));
        whole = page.isEmpty();
        page.stream().reduce((first, second) -> second).ifPresent(holding -> last = Optional.of(holding.card()));
    }
}
