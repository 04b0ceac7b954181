package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;

/** What both reports may be asked for (RFC 6352 §§10.3, 10.7): {@code (DAV:allprop | DAV:propname | DAV:prop)?}. */
final class RequestedProperties {
    private static final Set<QName> KINDS = Set.of(Xml.dav("allprop"), Xml.dav("propname"), Xml.dav("prop"));

    private RequestedProperties() {}

    static Optional<XmlElement> of(XmlElement report) {
        List<XmlElement> found = report.children().stream()
                .filter(child -> KINDS.contains(child.name()))
                .toList();
        if (found.size() > 1) {
            throw DavException.badRequest("allprop, propname and prop exclude each other");
        }
        return found.stream().findFirst();
    }

    static Optional<AddressData> addressData(Optional<XmlElement> properties) {
        return properties
                .filter(element -> element.is(Xml.dav("prop")))
                .flatMap(prop -> prop.child(Xml.carddav("address-data")))
                .map(AddressData::parse);
    }
}
