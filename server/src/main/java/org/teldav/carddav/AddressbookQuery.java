package org.teldav.carddav;

import java.util.Optional;
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
        Optional<XmlElement> properties, Optional<AddressData> addressData, Filter filter, Optional<Integer> limit) {
    /** @throws DavException 400 where the filter is missing or something is malformed, 403 for what is not supported */
    public static AddressbookQuery parse(XmlElement report) {
        Optional<XmlElement> properties = RequestedProperties.of(report);
        XmlElement filter = report.child(Xml.carddav("filter"))
                .orElseThrow(() -> DavException.badRequest("addressbook-query has no filter"));
        return new AddressbookQuery(
                properties, RequestedProperties.addressData(properties), Filter.parse(filter), limit(report));
    }

    /** RFC 6352 §10.6. More digits than a number can have are just many. */
    private static Optional<Integer> limit(XmlElement report) {
        return report.child(Xml.carddav("limit")).map(limit -> {
            String digits = limit.child(Xml.carddav("nresults"))
                    .orElseThrow(() -> DavException.badRequest("limit has no nresults"))
                    .text()
                    .strip();
            if (!digits.matches("[0-9]+")) {
                throw DavException.badRequest("nresults is not a number: " + Quoted.of(digits));
            }
            String significant = digits.replaceFirst("^0+(?=.)", "");
            return significant.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(significant);
        });
    }
}
