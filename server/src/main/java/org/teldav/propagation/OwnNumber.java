package org.teldav.propagation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.teldav.storage.Change;
import org.teldav.vcard.TelEntry;

/**
 * A number in a user's own card, now or in the past, with what tells it from their others.
 *
 * @param position among the TELs of the card; {@link #NOWHERE} for one that an earlier edit took out
 * @param group the property's group, empty for none
 * @param label its X-ABLabel, empty for none
 * @param types its TYPE set, in upper case
 */
record OwnNumber(String key, int position, String group, String label, Set<String> types) {
    static final int NOWHERE = -1;

    /** Rule 2: these say how a number may be used, not which of a person's numbers it is. */
    private static final Set<String> INDIFFERENT = Set.of("PREF", "VOICE", "INTERNET");

    OwnNumber {
        types = upper(types);
    }

    static Optional<OwnNumber> of(TelEntry tel) {
        return tel.key()
                .map(key -> new OwnNumber(
                        key, tel.position(), tel.group().orElse(""), tel.label().orElse(""), tel.types()));
    }

    /** The old number of an earlier change, as far as its row tells. */
    static OwnNumber earlier(String key, Change.Number number) {
        Set<String> types = number.types().isEmpty()
                ? Set.of()
                : Set.copyOf(Arrays.asList(number.types().split(",")));
        return new OwnNumber(key, NOWHERE, "", number.label(), types);
    }

    /** This number, where the other one stood. */
    OwnNumber inPlaceOf(OwnNumber other) {
        return new OwnNumber(key, other.position, group, label, types);
    }

    Set<String> kind() {
        return types.stream().filter(type -> !INDIFFERENT.contains(type)).collect(Collectors.toUnmodifiableSet());
    }

    /** {@link #kind} as {@link Change.Number#types} has it. */
    String kindText() {
        return String.join(",", new TreeSet<>(kind()));
    }

    /** Two labels that differ name two numbers; none says nothing. */
    boolean labelAllows(OwnNumber other) {
        return label.equals(other.label) || label.isEmpty() || other.label.isEmpty();
    }

    private static Set<String> upper(Collection<String> types) {
        return types.stream().map(type -> type.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
