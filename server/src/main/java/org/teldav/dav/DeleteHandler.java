package org.teldav.dav;

import java.util.Optional;

/** RFC 4918 §9.6: all of it or nothing, so never a 207. */
public final class DeleteHandler extends MethodHandler {
    public DeleteHandler(DavTree tree) {
        super(tree, "DELETE");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        Deletable deletable = as(Deletable.class, resource, request);
        if (resource instanceof DavCollection && Depth.of(request, Depth.INFINITY) != Depth.INFINITY) {
            throw DavException.badRequest("a collection is deleted with Depth: infinity (RFC 4918 §9.6.1)");
        }
        deletable.delete(Preconditions.of(request, tree));
        response.status(204);
    }

    @Override
    protected Optional<DavResource> inTheWay(DavRequest request) {
        return tree.find(request, request.href());
    }
}
