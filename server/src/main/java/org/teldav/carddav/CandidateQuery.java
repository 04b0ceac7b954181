package org.teldav.carddav;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Cards;
import org.teldav.storage.IndexRow;
import org.teldav.vcard.UnicodeCasemap;

/**
 * A question to the index ({@link Cards#candidates}).
 *
 * @param folded the text in the form of the index, {@link UnicodeCasemap#foldForIndex}; never empty, no white space around it
 */
public record CandidateQuery(IndexRow.Kind kind, Cards.TextMatch match, String folded) {
    /** For more questions than this, one look at each card is cheaper. */
    public static final int MAX_QUERIES = 8;

    /** Fewer questions first, then the narrower match, then the longer text. */
    private static final Comparator<List<CandidateQuery>> CHEAPEST = Comparator.<List<CandidateQuery>>comparingInt(
                    List::size)
            .thenComparingInt(queries ->
                    queries.stream().mapToInt(CandidateQuery::width).max().orElse(0))
            .thenComparingInt(queries -> -queries.stream()
                    .mapToInt(query -> query.folded.length())
                    .min()
                    .orElse(0));

    /** Whether an index text, which is folded too, matches. */
    boolean mayMatch(String text) {
        return switch (match) {
            case EQUALS -> text.equals(folded);
            case CONTAINS -> text.contains(folded);
            case STARTS_WITH -> text.startsWith(folded);
            case ENDS_WITH -> text.endsWith(folded);
        };
    }

    /**
     * Questions that together find each card that the filter matches, and others, which {@link Filter#matches} then tells apart; a card may be found by
     * several. None where the index can't know: then each card of the book has to be looked at.
     */
    public static List<CandidateQuery> of(Filter filter) {
        List<Optional<List<CandidateQuery>>> parts =
                filter.propFilters().stream().map(CandidateQuery::of).toList();
        return join(filter.test(), parts)
                .filter(queries -> queries.size() <= MAX_QUERIES)
                .orElse(List.of());
    }

    private static Optional<List<CandidateQuery>> of(PropFilter filter) {
        List<Optional<List<CandidateQuery>>> parts = new ArrayList<>();
        filter.textMatches().forEach(match -> parts.add(of(filter.name(), match)));
        filter.paramFilters().forEach(param -> parts.add(Optional.empty()));
        return join(filter.test(), parts);
    }

    /** The index may keep a value without the white space around it: where the text has such, it can only be asked for the rest. */
    private static Optional<List<CandidateQuery>> of(String property, TextMatch match) {
        String whole = UnicodeCasemap.foldForIndex(match.text());
        String folded = whole.strip();
        if (match.negate() || folded.isEmpty()) {
            return Optional.empty();
        }
        Cards.TextMatch asked = folded.equals(whole) ? match.type().inIndex() : Cards.TextMatch.CONTAINS;
        return kind(property).map(kind -> List.of(new CandidateQuery(kind, asked, folded)));
    }

    /** Of alternatives the index must know all; of conditions that hold together any one will do. */
    private static Optional<List<CandidateQuery>> join(Filter.Test test, List<Optional<List<CandidateQuery>>> parts) {
        if (test == Filter.Test.ALLOF) {
            return parts.stream().flatMap(Optional::stream).min(CHEAPEST);
        }
        if (parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(parts.stream()
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .distinct()
                .toList());
    }

    private static Optional<IndexRow.Kind> kind(String property) {
        return switch (property) {
            case "TEL" -> Optional.of(IndexRow.Kind.TEL);
            case "EMAIL" -> Optional.of(IndexRow.Kind.EMAIL);
            case "FN" -> Optional.of(IndexRow.Kind.FN);
            default -> Optional.empty();
        };
    }

    private int width() {
        return switch (match) {
            case EQUALS -> 0;
            case STARTS_WITH -> 1;
            case CONTAINS, ENDS_WITH -> 2;
        };
    }
}
