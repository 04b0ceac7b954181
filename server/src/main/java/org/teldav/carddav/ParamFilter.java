package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * RFC 6352 §10.5.2.
 *
 * @param name in upper case
 * @param textMatch without one, and unless {@code isNotDefined}, the parameter need only be there
 */
public record ParamFilter(String name, boolean isNotDefined, Optional<TextMatch> textMatch) {
    /**
     * A parameter with several values, in one list or several, matches where one of them does; a negated match, where none of them does. One that isn't
     * there matches no text, negated or not.
     */
    boolean matches(ContentLine line) {
        List<String> values = values(line);
        if (isNotDefined || values.isEmpty()) {
            return isNotDefined && values.isEmpty();
        }
        return textMatch
                .map(match -> values.stream().anyMatch(value -> match.found(new FoldedValue(value))) != match.negate())
                .orElse(true);
    }

    /** {@code TYPE="cell,voice"} is what some clients write for two values. */
    private List<String> values(ContentLine line) {
        List<String> values = line.parameter(name);
        return name.equals("TYPE")
                ? values.stream().flatMap(value -> Stream.of(value.split(","))).toList()
                : values;
    }
}
