package org.teldav.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * One instruction of a PROPPATCH or of an extended MKCOL.
 *
 * @param value the property's element; empty where it shall be removed
 */
public record PropertyUpdate(QName name, Optional<XmlElement> value) {
    private static final QName SET = Xml.dav("set");
    private static final QName REMOVE = Xml.dav("remove");
    private static final QName PROP = Xml.dav("prop");

    /**
     * All instructions below {@code propertyupdate} or {@code mkcol}, in document order (RFC 4918 §14.19).
     *
     * @throws DavException 413 where they are too many for one transaction
     */
    public static List<PropertyUpdate> of(XmlElement root) {
        List<PropertyUpdate> updates = new ArrayList<>();
        for (XmlElement instruction : root.children()) {
            if (instruction.is(SET) || instruction.is(REMOVE)) {
                for (XmlElement prop : instruction.children(PROP)) {
                    prop.children()
                            .forEach(property -> updates.add(new PropertyUpdate(
                                    property.name(), instruction.is(SET) ? Optional.of(property) : Optional.empty())));
                }
            }
        }
        if (updates.size() > PropertyRequest.MAX_NAMES) {
            throw new DavException(413, "the request changes more than " + PropertyRequest.MAX_NAMES + " properties");
        }
        return updates;
    }
}
