package org.teldav.dav;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/** MKCOL, plain and extended (RFC 4918 §9.3, RFC 5689). */
public final class MkcolHandler extends MethodHandler {
    private static final QName MKCOL = Xml.dav("mkcol");
    private static final QName MKCOL_RESPONSE = Xml.dav("mkcol-response");
    private static final QName RESOURCETYPE = Xml.dav("resourcetype");

    public MkcolHandler(DavTree tree) {
        super(tree, "MKCOL");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        Href href = request.href();
        // With a slash at the end only a collection would be found, and a plain resource has the name all the same.
        Optional<DavResource> there = tree.find(request, href.withoutSlash());
        if (there.isPresent()) {
            throw new DavException(
                            405,
                            Optional.of(Precondition.RESOURCE_MUST_BE_NULL),
                            "something is here already",
                            List.of())
                    .with("Allow", there.get().allow());
        }
        Preconditions conditions = Preconditions.of(request, tree);
        DavResource parent = tree.find(request, href.parent())
                .orElseThrow(() -> DavException.conflict("the collection above is not there"));
        List<PropertyUpdate> all = updates(request);
        if (!(parent instanceof MkcolTarget target)) {
            throw new DavException(
                    Precondition.ADDRESSBOOK_COLLECTION_LOCATION_OK, "an address book is made directly in the home");
        }
        List<PropertyUpdate> properties = all.stream()
                .filter(update -> !update.name().equals(RESOURCETYPE))
                .toList();
        Map<QName, DavException> failures = target.mkcol(href.name(), types(all), properties, conditions);
        if (failures.isEmpty()) {
            Preferences.of(request).minimalApplied(response);
            response.status(201).header("Content-Length", "0");
        } else {
            List<QName> names =
                    all.stream().map(PropertyUpdate::name).distinct().toList();
            response.xml(424, out -> {
                out.root(MKCOL_RESPONSE);
                MultistatusWriter.patchedPropstats(out, names, failures);
                out.end(MKCOL_RESPONSE);
            });
        }
    }

    private static List<PropertyUpdate> updates(DavRequest request) {
        Optional<XmlElement> body = request.xmlBody();
        if (body.isPresent() && !body.get().is(MKCOL)) {
            throw new DavException(415, "the body of a MKCOL is DAV:mkcol (RFC 5689)");
        }
        return body.map(PropertyUpdate::of).orElse(List.of());
    }

    private static Set<QName> types(List<PropertyUpdate> updates) {
        Set<QName> types = new LinkedHashSet<>();
        for (PropertyUpdate update : updates) {
            if (update.name().equals(RESOURCETYPE)) {
                update.value().ifPresent(value -> value.children().forEach(type -> types.add(type.name())));
            }
        }
        return types;
    }
}
