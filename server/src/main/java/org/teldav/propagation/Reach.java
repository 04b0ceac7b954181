package org.teldav.propagation;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

    /** Of the cards that are read, planned and written together. */
    private static final long OCTETS = 4 << 20;

    private final Errand errand;
    private final int page;
    private final int kept;
    private final ArrayDeque<Holding> found = new ArrayDeque<>();
    /** The last that was found and kept. */
    private Optional<CardId> last = Optional.empty();

    private boolean whole;

    Reach(Errand errand) {
        this(errand, PAGE, KEPT);
    }

    /** @param page how many are looked for at once @param kept how many that were counted are remembered */
    Reach(Errand errand, int page, int kept) {
        this.errand = errand;
        this.page = page;
        this.kept = kept;
    }

    /**
     * Counted along the index, without a look at any card. To be called before the first {@link #next}.
     *
     * @return how many cards there are of holders whom the changer wants to be told: of others nothing shows, not even in a sum
     */
    long count(Transaction tx) {
        Map<Long, Boolean> reached = new HashMap<>();
        long count = 0;
        List<Holding> next = errand.page(tx, Optional.empty(), page);
        while (!next.isEmpty()) {
            if (found.size() < kept) {
                keep(next);
            }
            count += next.stream()
                    .map(holding -> holding.card().book().home())
                    .filter(home -> reached.computeIfAbsent(
                            home, holder -> errand.choices().reaches(tx, holder)))
                    .count();
            next = errand.page(tx, Optional.of(next.get(next.size() - 1).card()), page);
        }
        whole = found.size() < kept;
        return count;
    }

    /** The next cards, as many as fit into memory side by side, at least one; none at the end. */
    List<CardId> next(Transaction tx, int limit) {
        if (found.isEmpty() && !whole) {
            keep(errand.page(tx, last, page));
        }
        List<CardId> next = new ArrayList<>();
        long size = 0;
        while (!found.isEmpty()
                && next.size() < limit
                && (next.isEmpty() || size + found.peek().size() <= OCTETS)) {
            size += found.peek().size();
            next.add(found.remove().card());
        }
        return next;
    }

    private void keep(List<Holding> next) {
        found.addAll(next);
        whole = next.isEmpty();
        next.stream().reduce((first, second) -> second).ifPresent(holding -> last = Optional.of(holding.card()));
    }
}
