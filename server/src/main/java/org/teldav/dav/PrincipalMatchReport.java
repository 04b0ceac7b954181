package org.teldav.dav;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;

/** RFC 3744 §9.3: the members, at any depth, that are the current user or a group of theirs, or that name them in a property. Streamed. */
public final class PrincipalMatchReport extends PrincipalReport {
    public static final QName NAME = Xml.dav("principal-match");

    private static final QName SELF = Xml.dav("self");
    private static final QName PRINCIPAL_PROPERTY = Xml.dav("principal-property");
    private static final QName HREF = Xml.dav("href");

    public PrincipalMatchReport() {
        super(NAME);
    }

    @Override
    protected void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        Optional<QName> property = property(body);
        PropertyRequest properties = properties(body, request);
        response.multistatus(multistatus -> {
            Set<String> user = ((AccessControlled) resource).currentUserPrincipals();
            Hrefs hrefs = new Hrefs();
            PropertyRequest looked = property.map(properties::and).orElse(properties);
            members(resource, looked, property.isEmpty(), member -> {
                boolean matches = property.isPresent()
                        ? hrefs.of(member, property.get()).stream().anyMatch(user::contains)
                        : member instanceof PrincipalResource && user.contains(member.href());
                if (matches) {
                    multistatus.resource(member, properties);
                }
            });
        });
    }

    /** @return empty for {@code DAV:self} */
    private static Optional<QName> property(XmlElement body) {
        Optional<XmlElement> property = body.child(PRINCIPAL_PROPERTY);
        if (property.isPresent() == body.child(SELF).isPresent()) {
            throw DavException.badRequest("principal-match asks for either self or a principal-property");
        }
        if (property.isPresent() && property.get().children().size() != 1) {
            throw DavException.badRequest("principal-property names one property");
        }
        return property.map(element -> element.children().get(0).name());
    }

    /** Those at any depth, each before its own members. */
    static void members(
            DavResource resource, PropertyRequest properties, boolean principalsOnly, Consumer<DavResource> receiver) {
        if (resource instanceof DavCollection collection && (!principalsOnly || collection.holdsPrincipals())) {
            collection.members(properties, member -> {
                receiver.accept(member);
                members(member, properties, principalsOnly, receiver);
            });
        }
    }

    /** Reads hrefs out of a property, be it one that clients have set. */
    private static final class Hrefs {
        private final XmlOutput nowhere = new XmlOutput(OutputStream.nullOutputStream());

        List<String> of(DavResource resource, QName property) {
            return resource.properties().find(property).isPresent()
                    ? of(resource, resource.properties(), property)
                    : dead(resource, property);
        }

        private static List<String> dead(DavResource resource, QName name) {
            return resource.deadProperties().stream()
                    .filter(property -> property.name().equals(name))
                    .map(property -> XmlRequest.parse(property.xml().getBytes(StandardCharsets.UTF_8)))
                    .flatMap(property -> property.children(HREF).stream())
                    .map(href -> href.text().strip())
                    .toList();
        }

        @SuppressWarnings("unchecked") // a resource has the live properties of its own kind
        private <R> List<String> of(DavResource resource, LiveProperties<R> live, QName name) {
            List<String> hrefs = new ArrayList<>();
            live.find(name)
                    .filter(property -> property.present().test((R) resource))
                    .ifPresent(property ->
                            nowhere.hrefsTo(hrefs::add, () -> property.content().accept((R) resource, nowhere)));
            return hrefs;
        }
    }
}
