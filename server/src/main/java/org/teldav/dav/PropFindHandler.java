package org.teldav.dav;

import java.util.Optional;

/** RFC 4918 §9.1, streamed. */
public final class PropFindHandler extends MethodHandler {
    private static final javax.xml.namespace.QName PROPFIND = Xml.dav("propfind");

    public PropFindHandler(DavTree tree) {
        super(tree, "PROPFIND");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        Depth depth = Depth.of(request, Depth.INFINITY);
        if (depth == Depth.INFINITY && resource instanceof DavCollection) {
            throw new DavException(Precondition.PROPFIND_FINITE_DEPTH, "PROPFIND goes to Depth 0 or 1");
        }
        PropertyRequest properties = properties(request);
        Preconditions.requireStates(request, tree);
        Preferences preferences = Preferences.of(request);
        boolean members = depth == Depth.ONE && resource instanceof DavCollection;
        boolean root = !members || !preferences.noRoot();
        if (root) {
            preferences.minimalApplied(response);
        } else {
            preferences.listingApplied(response);
        }
        response.multistatus(multistatus -> {
            if (root) {
                multistatus.resource(resource, properties);
            }
            if (members && resource instanceof DavCollection collection) {
                collection.members(properties, member -> multistatus.resource(member, properties));
            }
        });
    }

    private static PropertyRequest properties(DavRequest request) {
        boolean minimal = PropertyRequest.minimal(request);
        Optional<XmlElement> body = request.xmlBody();
        if (body.isEmpty()) {
            return PropertyRequest.allprop(minimal);
        }
        if (!body.get().is(PROPFIND)) {
            throw DavException.badRequest("the body of a PROPFIND is DAV:propfind");
        }
        return PropertyRequest.of(body.get(), minimal)
                .orElseThrow(() -> DavException.badRequest("DAV:propfind asks for prop, allprop or propname"));
    }
}
