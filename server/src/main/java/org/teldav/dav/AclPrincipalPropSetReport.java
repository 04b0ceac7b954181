package org.teldav.dav;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** RFC 3744 §9.2: properties of the principals that stand in the resource's {@code DAV:acl}, of each once. */
public final class AclPrincipalPropSetReport implements Report {
    public static final QName NAME = Xml.dav("acl-principal-prop-set");

    private final DavTree tree;

    public AclPrincipalPropSetReport(DavTree tree) {
        this.tree = tree;
    }

    @Override
    public QName name() {
        return NAME;
    }

    @Override
    public void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        ReportDepth.requireZero(request);
        PropertyRequest properties = ReportDepth.properties(body, request);
        List<DavResource> principals = ((AccessControlled) resource)
                .aces().stream()
                        .flatMap(ace -> ace.principal().stream())
                        .distinct()
                        .map(href -> tree.find(request, Href.parse(href)))
                        .flatMap(Optional::stream)
                        .toList();
        response.xml(207, out -> {
            MultistatusWriter multistatus = new MultistatusWriter(out);
            principals.forEach(principal -> multistatus.resource(principal, properties));
            multistatus.end();
        });
    }
}
