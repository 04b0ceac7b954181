package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;

/**
 * The body of an addressbook-multiget report (RFC 6352 §10.7).
 *
 * @param properties {@code DAV:prop}, {@code DAV:allprop} or {@code DAV:propname}, as sent
 * @param addressData where it is among the properties
 * @param hrefs as sent, but for white space around them; at least one. Those that are empty name no card, and a client with one such among its names still
 *     gets the others
 */
public record AddressbookMultiget(
        Optional<XmlElement> properties, Optional<AddressData> addressData, List<String> hrefs) {
    public AddressbookMultiget {
        hrefs = List.copyOf(hrefs);
    }

    /** @throws DavException 400 where no href is there or something is malformed, 403 for what is not supported */
    public static AddressbookMultiget parse(XmlElement report) {
        Optional<XmlElement> properties = RequestedProperties.of(report);
        List<String> hrefs = report.children(Xml.dav("href")).stream()
                .map(href -> href.text().strip())
                .filter(href -> !href.isEmpty())
                .toList();
        if (hrefs.isEmpty()) {
            throw DavException.badRequest("addressbook-multiget needs an href that is not empty");
        }
        return new AddressbookMultiget(properties, RequestedProperties.addressData(properties), hrefs);
    }
}
