package org.teldav.dav;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** COPY and MOVE (RFC 4918 §9.8, §9.9), within what one user has. */
public final class CopyMoveHandler extends MethodHandler {
    public CopyMoveHandler(DavTree tree) {
        super(tree, "COPY", "MOVE");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource source = tree.require(request);
        Transferable transferable = as(Transferable.class, source, request);
        Transferable.Kind kind = kind(request, source);
        Href destination = destination(request);
        Optional<DavResource> there = tree.find(request, destination);
        if (there.isPresent() && there.get().href().equals(source.href())) {
            throw DavException.forbidden("source and destination are the same");
        }
        if (destination.isRoot()) {
            throw DavException.forbidden("the root can't be replaced");
        }
        DavResource parent = tree.find(request, destination.parent())
                .orElseThrow(() -> DavException.conflict("the collection above the destination is not there"));
        boolean created = transferable.transfer(
                kind, parent, destination.name(), overwrite(request), Preconditions.of(request, tree));
        if (Preferences.of(request).representation()
                && Representation.send(created ? 201 : 200, tree.find(request, destination), response)) {
            return;
        }
        response.status(created ? 201 : 204);
        if (created) {
            response.header("Content-Length", "0");
        }
    }

    /** The Depth of what has no members says nothing. */
    private static Transferable.Kind kind(DavRequest request, DavResource source) {
        Transferable.Kind kind = Transferable.Kind.valueOf(request.getMethod().code);
        Depth depth = Depth.of(request, Depth.INFINITY);
        if (!(source instanceof DavCollection) || depth == Depth.INFINITY) {
            return kind;
        }
        if (depth == Depth.ONE || kind == Transferable.Kind.MOVE) {
            throw DavException.badRequest(
                    "this depth is not for " + kind + " of a collection (RFC 4918 §9.8.3, §9.9.2)");
        }
        return Transferable.Kind.COPY_SHALLOW;
    }

    /** With {@code Overwrite: F} that is what is at the destination already; else the source is not what it was. */
    @Override
    protected Optional<DavResource> inTheWay(DavRequest request) {
        Optional<DavResource> there = overwrite(request) ? Optional.empty() : tree.find(request, destination(request));
        return there.isPresent() ? there : tree.find(request, request.href());
    }

    /** RFC 4918 §10.6: T where it is missing. */
    private static boolean overwrite(DavRequest request) {
        return switch (request.header("Overwrite").orElse("T").trim()) {
            case "T", "t" -> true;
            case "F", "f" -> false;
            default -> throw DavException.badRequest("Overwrite is T or F");
        };
    }

    private Href destination(DavRequest request) {
        String header = request.header("Destination")
                .orElseThrow(() -> DavException.badRequest("the Destination header is missing"))
                .trim();
        try {
            URI uri = new URI(Href.inHeader(header));
            if (uri.getRawAuthority() != null && !tree.authority().isOf(uri, request)) {
                throw new DavException(502, "the destination is on another server");
            }
            if (uri.getRawPath() == null || !uri.getRawPath().startsWith("/")) {
                throw DavException.badRequest("the Destination is a URI or an absolute path");
            }
            if (uri.getRawFragment() != null || uri.getRawQuery() != null) {
                // RFC 4918 §8.3: as of a request, a client that forgot to encode a name means something else.
                throw DavException.badRequest("the Destination has no query and no fragment");
            }
            return Href.parse(uri.getRawPath());
        } catch (URISyntaxException e) {
            throw DavException.badRequest("the Destination is not a URI");
        }
    }
}
