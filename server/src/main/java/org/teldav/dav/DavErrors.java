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
            error.precondition().ifPresent(precondition -> {
                if (error.hrefs().isEmpty()) {
                    out.empty(precondition.element());
                } else {
                    out.start(precondition.element());
                    error.hrefs().forEach(out::href);
                    out.end(precondition.element());
                }
            });
            out.text(new javax.xml.namespace.QName(Xml.TELDAV, "message"), error.getMessage());
            out.end(Xml.dav("error"));
        });
    }
}
