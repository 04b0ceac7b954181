package org.teldav.dav;

import java.util.Optional;

/**
 * Two things that a collection may have: a member whose name the server makes (RFC 5995), which is stored, and refused, as in a PUT; and the registration
 * of who wants to be told of changes (WebDAV-Push), which is known by its body.
 */
public final class PostHandler extends MethodHandler {
    public PostHandler(DavTree tree) {
        super(tree, "POST");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        if (resource instanceof PushTarget target && target.pushes() && isXml(request)) {
            register(target, request, response);
        } else {
            add(resource, request, response);
        }
    }

    private static boolean isXml(DavRequest request) {
        return request.mediaType()
                .map(type -> type.equals("application/xml") || type.equals("text/xml"))
                .orElse(false);
    }

    private void register(PushTarget target, DavRequest request, DavResponse response) {
        XmlElement body = request.xmlBody()
                .filter(PushRegister::isOne)
                .orElseThrow(() -> DavException.badRequest("XML that is posted to a collection is push-register"));
        Preconditions.requireStates(request, tree);
        PushTarget.Registration registration = target.register(PushRegister.of(body));
        response.status(registration.anew() ? 201 : 204)
                .header("Location", tree.authority().url(request, registration.href()))
                .header("Expires", DavResponse.date(registration.expires()));
        if (registration.anew()) {
            response.header("Content-Length", "0");
        }
    }

    private void add(DavResource resource, DavRequest request, DavResponse response) {
        Optional<MemberTarget> target = resource instanceof MemberTarget collection && collection.addsMembers()
                ? Optional.of(collection)
                : Optional.empty();
        if (target.isEmpty() && resource instanceof PushTarget pushed && pushed.pushes()) {
            throw new DavException(415, "what is posted to this collection is XML, a push-register");
        }
        add(
                target.orElseThrow(() -> DavException.methodNotAllowed("POST", resource.allow())),
                resource,
                request,
                response);
    }

    private void add(MemberTarget target, DavResource resource, DavRequest request, DavResponse response) {
        String name = target.newName();
        PutTarget.Outcome outcome =
                target.put(name, request.cardBody(() -> 0), request.mediaType(), Preconditions.of(request, tree));
        String href = Href.member(resource.href(), name, false);
        response.header("Location", href);
        boolean sent = Preferences.of(request).representation()
                && Representation.send(201, tree.find(request, Href.parse(href)), response);
        if (!sent) {
            response.status(201).header("ETag", outcome.etag()).header("Content-Length", "0");
        }
    }
}
