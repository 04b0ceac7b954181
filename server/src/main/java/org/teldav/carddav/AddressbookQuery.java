package org.teldav.carddav;

import java.util.List;
import java.util.OptionalInt;
import org.teldav.dav.DavException;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;

/**
 * What an addressbook-query report (RFC 6352 §10.3) asks beside its {@link CardReport}.
 *
 * @param limit how many cards to answer at most, from 0
 */
public record AddressbookQuery(Filter filter, OptionalInt limit) {
    /** @throws DavException 400 where there is not one filter, or something is malformed, 403 for what is not supported */
    public static AddressbookQuery parse(XmlElement report) {
        List<XmlElement> filters = report.children(Xml.carddav("filter"));
        if (filters.size() != 1) {
            // Of two, whichever is left out, the answer would be one to another question.
            throw DavException.badRequest(
                    "addressbook-query has " + (filters.isEmpty() ? "no filter" : "more than one filter"));
        }
        return new AddressbookQuery(Filter.parse(filters.get(0)), ResultLimit.of(report, Xml.carddav("limit")));
    }
}
