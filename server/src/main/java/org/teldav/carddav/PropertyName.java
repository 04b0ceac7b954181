package org.teldav.carddav;

import java.util.Locale;
import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.XmlElement;

/**
 * The {@code name} of a prop-filter or of a property to return (RFC 6352 §§10.4.2, 10.5.1), in upper case.
 *
 * @param group the one group it may be in; empty is any, and none
 */
record PropertyName(Optional<String> group, String name) {
    /** @throws DavException 400 where it is missing */
    static PropertyName of(XmlElement element) {
        String upper = attribute(element).toUpperCase(Locale.ROOT);
        int dot = upper.indexOf('.');
        if (dot == upper.length() - 1) {
            throw DavException.badRequest(Quoted.of(upper) + " is a group without a property");
        }
        return dot < 0
                ? new PropertyName(Optional.empty(), upper)
                : new PropertyName(Optional.of(upper.substring(0, dot)), upper.substring(dot + 1));
    }

    static String attribute(XmlElement element) {
        return element.attribute("name")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> DavException.badRequest(element.name().getLocalPart() + " has no name"));
    }
}
