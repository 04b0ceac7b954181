package org.teldav.dav;

/** RFC 5995: a member whose name the server makes. What may be stored, and how it is refused, is as in a PUT. */
public final class PostHandler extends MethodHandler {
    public PostHandler(DavTree tree) {
        super(tree, "POST");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        MemberTarget target = as(MemberTarget.class, resource, request);
        if (!target.addsMembers()) {
            throw DavException.methodNotAllowed("POST", resource.allow());
        }
        String name = target.newName();
        PutTarget.Outcome outcome =
                target.put(name, request.cardBody(), request.mediaType(), Preconditions.of(request, tree));
        String href = Href.member(resource.href(), name, false);
        response.header("Location", href);
        boolean sent = Preferences.of(request).representation()
                && Representation.send(201, tree.find(request, Href.parse(href)), response);
        if (!sent) {
            response.status(201).header("ETag", outcome.etag()).header("Content-Length", "0");
        }
    }
}
