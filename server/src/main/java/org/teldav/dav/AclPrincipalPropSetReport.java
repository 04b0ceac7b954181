package org.teldav.dav;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** RFC 3744 §9.2: properties of the principals that stand in the resource's {@code DAV:acl}, of each once. */
public final class AclPrincipalPropSetReport extends PrincipalReport {
    public static final QName NAME = Xml.dav("acl-principal-prop-set");

    private final DavTree tree;

    public AclPrincipalPropSetReport(DavTree tree) {
        super(NAME);
        this.tree = tree;
    }

    @Override
    protected void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        PropertyRequest properties = properties(body, request);
        List<DavResource> principals = ((AccessControlled) resource)
                .aces().stream()
                        .flatMap(ace -> ace.principal().stream())
                        .distinct()
                        .map(href -> tree.find(request, Href.parse(href)))
                        .flatMap(Optional::stream)
                        .toList();
        response.multistatus(multistatus -> {
            principals.forEach(principal -> multistatus.resource(principal, properties));
        });
    }
}
