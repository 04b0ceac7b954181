package org.teldav.propagation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.storage.CardId;
import org.teldav.storage.Changes.Holding;
import org.teldav.storage.Transaction;

/** How far a change reaches: counted along the index, without a look at any card. */
final class Reach {
    private static final int PAGE = 1000;

    private Reach() {}

    /** The cards that a change is to come to, of holders whom its changer wants to be told: of others nothing shows, not even in a sum. */
    static long cards(Transaction tx, Errand errand) {
        Map<Long, Boolean> reached = new HashMap<>();
        long count = 0;
        Optional<CardId> after = Optional.empty();
        while (true) {
            List<Holding> page = errand.page(tx, after, PAGE);
            if (page.isEmpty()) {
                return count;
            }
            count += page.stream()
                    .map(holding -> holding.card().book().home())
                    .filter(home -> reached.computeIfAbsent(
                            home, holder -> errand.choices().reaches(tx, holder)))
                    .count();
            after = Optional.of(page.get(page.size() - 1).card());
        }
    }
}
