package org.teldav.dav;

/** The one place where an error becomes an answer: {@code DAV:error} with the precondition and a sentence (RFC 4918 §16). */
public final class DavErrors {
    private DavErrors() {}

    public static void write(DavException error, DavResponse response, boolean head) {
        error.headers().forEach(response::header);
        if (head) {
            response.status(error.status());
            return;
        }
        response.xml(error.status(), out -> {
            out.root(Xml.dav("error"));
            error.precondition().ifPresent(precondition -> precondition(precondition, error, out));
            out.text(new javax.xml.namespace.QName(Xml.TELDAV, "message"), error.getMessage());
            out.end(Xml.dav("error"));
        });
    }

    private static void precondition(Precondition precondition, DavException error, XmlOutput out) {
        if (error.hrefs().isEmpty()) {
            out.empty(precondition.element());
            return;
        }
        out.start(precondition.element());
        if (error.needed().isPresent()) {
            out.raw("<D:resource>");
            error.hrefs().forEach(out::href);
            error.needed().get().write(out);
            out.raw("</D:resource>");
        } else {
            error.hrefs().forEach(out::href);
        }
        out.end(precondition.element());
    }
}
