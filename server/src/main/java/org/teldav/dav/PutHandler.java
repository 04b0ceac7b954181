package org.teldav.dav;

import java.util.Optional;

/** RFC 9110 §9.3.4, RFC 4918 §9.7. No Location on the answer: some clients take it for a redirect. */
public final class PutHandler extends MethodHandler {
    public PutHandler(DavTree tree) {
        super(tree, "PUT");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        Href href = request.href();
        if (href.isRoot() || href.slash()) {
            throw tree.find(request, href)
                    .map(resource -> DavException.methodNotAllowed("PUT", resource.allow()))
                    .orElseGet(DavException::notFound);
        }
        if (request.header("Content-Range").isPresent()) {
            throw DavException.badRequest("a PUT of a part is not accepted (RFC 9110 §14.5)");
        }
        DavResource parent = tree.find(request, href.parent())
                .orElseThrow(() -> DavException.conflict("the collection above is not there"));
        if (!(parent instanceof PutTarget target)) {
            throw refuse(request, href, parent);
        }
        byte[] body = request.cardBody(() -> target.size(href.name()));
        PutTarget.Outcome outcome = target.put(href.name(), body, request.mediaType(), Preconditions.of(request, tree));
        if (Preferences.of(request).representation()
                && Representation.send(outcome.created() ? 201 : 200, tree.find(request, href), response)) {
            return;
        }
        response.status(outcome.created() ? 201 : 204).header("ETag", outcome.etag());
        if (outcome.created()) {
            response.header("Content-Length", "0");
        }
    }

    @Override
    protected Optional<DavResource> inTheWay(DavRequest request) {
        return tree.find(request, request.href());
    }

    private DavException refuse(DavRequest request, Href href, DavResource parent) {
        return tree.find(request, href)
                .map(resource -> DavException.methodNotAllowed("PUT", resource.allow()))
                .orElseGet(() ->
                        DavException.forbidden("nothing can be stored here").with("Allow", parent.allow()));
    }
}
