package org.teldav.carddav;

import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.XmlElement;

/** How many results a client wants at most: {@code CARDDAV:limit} (RFC 6352 §10.6) and {@code DAV:limit} (RFC 5323 §5.17, RFC 6578 §6.2). */
final class ResultLimit {
    private ResultLimit() {}

    /**
     * From 0. More digits than a number can have are just many.
     *
     * @param limit the element below the report; {@code nresults} is in its namespace
     * @throws DavException 400 where it is no number
     */
    static OptionalInt of(XmlElement report, QName limit) {
        Optional<XmlElement> element = report.child(limit);
        if (element.isEmpty()) {
            return OptionalInt.empty();
        }
        String digits = element.get()
                .child(new QName(limit.getNamespaceURI(), "nresults"))
                .orElseThrow(() -> DavException.badRequest("limit has no nresults"))
                .text()
                .strip();
        if (!digits.matches("[0-9]+")) {
            throw DavException.badRequest("nresults is not a number: " + Quoted.of(digits));
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return OptionalInt.of(significant.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(significant));
    }
}
