package org.teldav.dav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.xml.namespace.QName;

/** RFC 3744 §9.4: principals by what their properties say, among those whom the one who asks may see. */
public final class PrincipalPropertySearchReport extends PrincipalReport {
    public static final QName NAME = Xml.dav("principal-property-search");
    /** Principals in one answer. */
    public static final int MAX_MATCHES = 500;

    private static final QName EVERYWHERE = Xml.dav("apply-to-principal-collection-set");

    private final DavTree tree;
    private final UnaryOperator<String> fold;

    /** @param fold makes texts alike that differ in case only */
    public PrincipalPropertySearchReport(DavTree tree, UnaryOperator<String> fold) {
        super(NAME);
        this.tree = tree;
        this.fold = fold;
    }

    @Override
    protected void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        PrincipalSearch search = PrincipalSearch.of(body, fold);
        PropertyRequest properties = properties(body, request);
        List<DavResource> where = body.child(EVERYWHERE).isPresent()
                ? ((AccessControlled) resource)
                        .principalCollections().stream()
                                .map(href -> tree.find(request, Href.parse(href)))
                                .flatMap(Optional::stream)
                                .toList()
                : List.of(resource);
        Map<String, DavResource> found = new LinkedHashMap<>();
        for (DavResource collection : where) {
            PrincipalMatchReport.members(collection, properties, true, member -> {
                if (member instanceof PrincipalResource principal && search.matches(principal, fold)) {
                    found.put(member.href(), member);
                }
            });
        }
        if (found.size() > MAX_MATCHES) {
            throw new DavException(
                    403,
                    Optional.of(Precondition.NUMBER_OF_MATCHES_WITHIN_LIMITS),
                    "more than " + MAX_MATCHES + " principals match",
                    List.of());
        }
        response.multistatus(multistatus -> {
            found.values().forEach(principal -> multistatus.resource(principal, properties));
        });
    }
}
