package org.teldav.dav;

import java.util.Optional;

/** RFC 9110 §9.3.7 and RFC 4918 §10.1. */
public final class OptionsHandler extends MethodHandler {
    /** The compliance classes that are there (RFC 4918 §18, RFC 3744 §7.2, RFC 6352 §6.1, RFC 5689 §3.1). */
    public static final String CLASSES = "1, 2, 3, access-control, addressbook, extended-mkcol";
    /** The same where clients can be told of changes by messages (WebDAV-Push, "Service Detection"). */
    public static final String CLASSES_WITH_PUSH = CLASSES + ", webdav-push";
    /** What might be asked of some resource: the answer for whoever has not said who they are, and for what isn't there. */
    public static final String ALL =
            "OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, MKCOL, LOCK, UNLOCK, PROPFIND, PROPPATCH, REPORT, ACL, POST";

    private static final String WHOLE_SERVER = "*";

    public OptionsHandler(DavTree tree) {
        super(tree, "OPTIONS");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        Optional<DavResource> there =
                request.rawPath().equals(WHOLE_SERVER) ? Optional.empty() : tree.find(request, request.href());
        answer(response, tree.classes(), there.map(DavResource::allow).orElse(ALL));
    }

    /** The answer, which tells nothing about what exists. */
    public static void answer(DavResponse response, String classes, String allow) {
        response.status(200).header("DAV", classes).header("Allow", allow).header("Content-Length", "0");
    }
}
