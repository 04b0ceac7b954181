package org.teldav.dav;

import javax.xml.namespace.QName;

/** What the reports of RFC 3744 §9 have in common: they are defined for Depth 0 only. */
public abstract class PrincipalReport implements Report {
    private final QName name;

    protected PrincipalReport(QName name) {
        this.name = name;
    }

    @Override
    public final QName name() {
        return name;
    }

    @Override
    public final void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        if (Depth.of(request, Depth.ZERO) != Depth.ZERO) {
            throw DavException.badRequest("this report is for Depth 0 only (RFC 3744 §9)");
        }
        answerZero(resource, body, request, response);
    }

    /** @see #answer */
    protected abstract void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response);

    /** Where they ask for no properties, the hrefs are all that is wanted. */
    static PropertyRequest properties(XmlElement body, DavRequest request) {
        return PropertyRequest.of(body, PropertyRequest.minimal(request)).orElseGet(PropertyRequest::prop);
    }
}
