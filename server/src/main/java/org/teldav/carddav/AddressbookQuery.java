package org.teldav.carddav;

import java.util.Optional;
import java.util.OptionalInt;
import org.teldav.dav.DavException;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;

/**
 * The body of an addressbook-query report (RFC 6352 §10.3).
 *
 * @param properties {@code DAV:prop}, {@code DAV:allprop} or {@code DAV:propname}, as sent
 * @param addressData where it is among the properties
 * @param limit how many cards to answer at most, from 0
 */
public record AddressbookQuery(
        Optional<XmlElement> properties, Optional<AddressData> addressData, Filter filter, OptionalInt limit) {
    /** @throws DavException 400 where the filter is missing or something is malformed, 403 for what is not supported */
    public static AddressbookQuery parse(XmlElement report) {
        Optional<XmlElement> properties = RequestedProperties.of(report);
        XmlElement filter = report.child(Xml.carddav("filter"))
                .orElseThrow(() -> DavException.badRequest("addressbook-query has no filter"));
        return new AddressbookQuery(
                properties,
                RequestedProperties.addressData(properties),
                Filter.parse(filter),
                ResultLimit.of(report, Xml.carddav("limit")));
    }
}
