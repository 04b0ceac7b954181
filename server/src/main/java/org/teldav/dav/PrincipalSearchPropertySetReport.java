package org.teldav.dav;

import java.util.List;
import javax.xml.namespace.QName;

/** RFC 3744 §9.5: by what principals can be found. */
public final class PrincipalSearchPropertySetReport extends PrincipalReport {
    public static final QName NAME = Xml.dav("principal-search-property-set");

    private static final QName PROP = Xml.dav("prop");
    private static final QName ENTRY = Xml.dav("principal-search-property");

    private final List<SearchableProperty> searchable;

    public PrincipalSearchPropertySetReport(List<SearchableProperty> searchable) {
        super(NAME);
        this.searchable = List.copyOf(searchable);
    }

    @Override
    protected void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        response.xml(200, out -> {
            out.root(NAME);
            for (SearchableProperty property : searchable) {
                out.start(ENTRY).start(PROP).empty(property.name()).end(PROP);
                out.raw("<D:description xml:lang=\"en\">")
                        .text(property.description())
                        .raw("</D:description>")
                        .end(ENTRY);
            }
            out.end(NAME);
        });
    }
}
