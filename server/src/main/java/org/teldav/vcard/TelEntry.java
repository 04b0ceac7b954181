package org.teldav.vcard;

import java.util.Optional;
import java.util.Set;

/**
 * One TEL of a card (propagation.md: an entry).
 *
 * @param position ordinal among the card's TELs, from 0
 * @param key the number's key; empty where the number isn't certain
 * @param text as written, unescaped; a {@code tel:} URI stays one
 * @param group the property's group, as written
 * @param label the text of the {@code X-ABLabel} in the same group, as written (Apple's own ones look like
 *     {@code _$!<Mobile>!$_})
 * @param types upper-cased TYPE values
 */
public record TelEntry(
        int position,
        Optional<String> key,
        String text,
        Optional<String> group,
        Optional<String> label,
        Set<String> types) {
    public TelEntry {
        types = Set.copyOf(types);
    }
}
