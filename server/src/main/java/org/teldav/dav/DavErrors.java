package org.teldav.dav;

/** The one place where an error becomes an answer: {@code DAV:error} with the precondition and a sentence (RFC 4918 §16). */
public final class DavErrors {
    private DavErrors() {}

    /** To a HEAD too: the server sends no body to it, and the length has to be that of the answer to a GET (RFC 9110 §8.6). */
    public static void write(DavException error, DavResponse response) {
        error.headers().forEach(response::header);
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
