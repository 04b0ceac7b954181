package org.teldav.carddav;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.teldav.dav.DavException;
import org.teldav.dav.XmlElement;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/** What a card must be like to be answered (RFC 6352 §10.5). Immutable. */
public record Filter(Test test, List<PropFilter> propFilters) {
    /** More prop-filters, param-filters and text-matches than this in all are refused: each is asked of each card. */
    public static final int MAX_PARTS = 200;
    /** Longer texts of a text-match, in UTF-16 units, are refused. */
    public static final int MAX_TEXT = 1000;

    /** Whether one or all of the conditions must hold. */
    public enum Test {
        ANYOF,
        ALLOF
    }

    public Filter {
        propFilters = List.copyOf(propFilters);
    }

    /**
     * Reads {@code CARDDAV:filter}. What the server doesn't know is never passed over, since the answer would be another question's.
     *
     * @throws DavException 403 supported-filter or supported-collation, 400 where something required is missing
     */
    public static Filter parse(XmlElement filter) {
        return new FilterReader().filter(filter);
    }

    /** RFC 6352 §10.5; without a prop-filter every card matches, as no condition excludes it. */
    public boolean matches(VCardText card) {
        if (propFilters.isEmpty()) {
            return true;
        }
        Map<ContentLine, FoldedValue> seen = new IdentityHashMap<>();
        Function<ContentLine, FoldedValue> values =
                line -> seen.computeIfAbsent(line, asked -> new FoldedValue(asked.text()));
        Predicate<PropFilter> holds = part -> part.matches(card, values);
        return switch (test) {
            case ANYOF -> propFilters.stream().anyMatch(holds);
            case ALLOF -> propFilters.stream().allMatch(holds);
        };
    }
}
