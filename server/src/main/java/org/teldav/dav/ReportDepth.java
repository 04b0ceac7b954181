package org.teldav.dav;

/** What the reports of RFC 3744 §9 have in common. */
final class ReportDepth {
    private ReportDepth() {}

    /** They are defined for Depth 0 only. @throws DavException 400 */
    static void requireZero(DavRequest request) {
        if (Depth.of(request, Depth.ZERO) != Depth.ZERO) {
            throw DavException.badRequest("this report is for Depth 0 only (RFC 3744 §9)");
        }
    }

    /** Where they ask for no properties, the hrefs are all that is wanted. */
    static PropertyRequest properties(XmlElement body, DavRequest request) {
        return PropertyRequest.of(body, PropertyRequest.minimal(request)).orElseGet(PropertyRequest::prop);
    }
}
