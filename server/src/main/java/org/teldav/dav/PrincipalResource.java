package org.teldav.dav;

import java.util.List;
import javax.xml.namespace.QName;

/** A user or a group (RFC 3744 §2). */
public interface PrincipalResource {
    /** What is compared in a search for the property (§9.4); empty where the one who asks may not know it. */
    Searched searched(QName property);

    /**
     * The values of a searchable property.
     *
     * @param wholeOnly whether only the whole value may be asked for: what one may find, but not find out letter by letter
     */
    record Searched(List<String> values, boolean wholeOnly) {
        public static Searched anywhereIn(String... values) {
            return new Searched(List.of(values), false);
        }
    }
}
