package org.teldav.dav;

import javax.xml.namespace.QName;

/** A report (RFC 3253 §3.6). Thread-safe. */
public interface Report {
    /** The root of its body. */
    QName name();

    /** Answers it. The resource is one that lists the report among its {@link DavResource#reports()}. */
    void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response);
}
