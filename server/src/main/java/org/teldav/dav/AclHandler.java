package org.teldav.dav;

import javax.xml.namespace.QName;

/** RFC 3744 §8.1. Nobody holds {@code DAV:write-acl}: who may do what follows from whose a home is, and from the groups, which DAV does not change. */
public final class AclHandler extends MethodHandler {
    private static final QName ACL = Xml.dav("acl");

    public AclHandler(DavTree tree) {
        super(tree, "ACL");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        as(AccessControlled.class, resource, request);
        if (request.xmlBody().filter(body -> body.is(ACL)).isEmpty()) {
            throw DavException.badRequest("the body of an ACL is DAV:acl");
        }
        throw new DavException(
                        Precondition.NEED_PRIVILEGES,
                        "who may do what follows from whose it is, and can't be set here",
                        resource.href())
                .needing(Privilege.WRITE_ACL);
    }
}
