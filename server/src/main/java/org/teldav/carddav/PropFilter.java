package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * RFC 6352 §10.5.1. All its conditions are asked of one property: a card with a cell in France and a landline in Spain has no cell in Spain.
 *
 * @param name of a vCard property, in upper case, without a group
 * @param group in upper case; empty finds the property in any group or none
 */
public record PropFilter(
        String name,
        Optional<String> group,
        Filter.Test test,
        boolean isNotDefined,
        List<TextMatch> textMatches,
        List<ParamFilter> paramFilters) {
    public PropFilter {
        textMatches = List.copyOf(textMatches);
        paramFilters = List.copyOf(paramFilters);
    }

    /** @param values of the lines of the card, as far as they are asked for */
    boolean matches(VCardText card, Function<ContentLine, FoldedValue> values) {
        for (ContentLine line : card.lines()) {
            if (names(line) && (isNotDefined || holds(line, values))) {
                return !isNotDefined;
            }
        }
        return isNotDefined;
    }

    private boolean names(ContentLine line) {
        return line.name().equals(name)
                && (group.isEmpty()
                        || line.group().filter(group.get()::equalsIgnoreCase).isPresent());
    }

    private boolean holds(ContentLine line, Function<ContentLine, FoldedValue> values) {
        if (textMatches.isEmpty() && paramFilters.isEmpty()) {
            return true;
        }
        Predicate<TextMatch> text = match -> match.matches(values.apply(line));
        Predicate<ParamFilter> param = filter -> filter.matches(line);
        return switch (test) {
            case ANYOF ->
                textMatches.stream().anyMatch(text) || paramFilters.stream().anyMatch(param);
            case ALLOF ->
                textMatches.stream().allMatch(text) && paramFilters.stream().allMatch(param);
        };
    }
}
