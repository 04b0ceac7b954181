package org.teldav.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.teldav.storage.BookId;
import org.teldav.storage.Cards.IndexText;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Transaction;

/** Finds cards of one book that may be about one person, by the index alone. */
final class DuplicateSearch {
    /** A number of more cards than this is a switchboard's, and a name of more an import's that was done again and again: then each card is set beside the next only. */
    private static final int FEW = 10;

    private DuplicateSearch() {}

    /** What two cards have in common. */
    enum Reason {
        NUMBER,
        EMAIL,
        NAME
    }

    /** Two cards by their numbers, the older one first. */
    record Pair(long first, long second) {}

    /** @param reasons never empty */
    record Found(Pair pair, Set<Reason> reasons) {}

    /** Those that have most in common first. Takes memory for the index rows of the book, one kind at a time, and for what is found. */
    static List<Found> find(Transaction tx, BookId book) {
        Map<Pair, Set<Reason>> pairs = new HashMap<>();
        add(pairs, Reason.NUMBER, tx.cards().keys(book, 0, Long.MAX_VALUE));
        add(pairs, Reason.EMAIL, tx.cards().texts(book, IndexRow.Kind.EMAIL, 0, Long.MAX_VALUE));
        add(pairs, Reason.NAME, tx.cards().texts(book, IndexRow.Kind.FN, 0, Long.MAX_VALUE));
        List<Found> found = new ArrayList<>(pairs.size());
        pairs.forEach((pair, reasons) -> found.add(new Found(pair, reasons)));
        found.sort(Comparator.comparing((Found one) -> -one.reasons().size())
                .thenComparing(one -> one.pair().first())
                .thenComparing(one -> one.pair().second()));
        return found;
    }

    private static void add(Map<Pair, Set<Reason>> pairs, Reason reason, List<IndexText> rows) {
        Map<String, TreeSet<Long>> cards = new HashMap<>();
        for (IndexText row : rows) {
            String text = row.text().strip();
            if (!row.cut() && !text.isEmpty()) {
                cards.computeIfAbsent(text, any -> new TreeSet<>()).add(row.card());
            }
        }
        cards.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> pair(List.copyOf(same))
                        .forEach(pair -> pairs.computeIfAbsent(pair, any -> EnumSet.noneOf(Reason.class))
                                .add(reason)));
    }

    private static List<Pair> pair(List<Long> cards) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < cards.size(); i++) {
            int last = cards.size() > FEW ? Math.min(i + 2, cards.size()) : cards.size();
            for (int j = i + 1; j < last; j++) {
                pairs.add(new Pair(cards.get(i), cards.get(j)));
            }
        }
        return pairs;
    }
}
