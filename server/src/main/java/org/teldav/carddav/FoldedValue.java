package org.teldav.carddav;

import java.util.EnumMap;
import java.util.Map;

/** A value that many text-matches ask about: each form of it is made once, and only if it is asked for. Not thread-safe. */
final class FoldedValue {
    private final String value;
    private final Map<Collation, String> forms = new EnumMap<>(Collation.class);

    FoldedValue(String value) {
        this.value = value;
    }

    String in(Collation collation) {
        return forms.computeIfAbsent(collation, c -> c.fold(value));
    }
}
