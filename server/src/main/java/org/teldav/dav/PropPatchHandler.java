package org.teldav.dav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/** RFC 4918 §9.2: all instructions or none. */
public final class PropPatchHandler extends MethodHandler {
    private static final QName PROPERTYUPDATE = Xml.dav("propertyupdate");
    private static final Set<String> STANDARDS = Set.of(Xml.DAV, Xml.CARDDAV, Xml.CALENDARSERVER);

    public PropPatchHandler(DavTree tree) {
        super(tree, "PROPPATCH");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        Patchable patchable = as(Patchable.class, resource, request);
        if (!patchable.takesProperties()) {
            throw DavException.methodNotAllowed("PROPPATCH", resource.allow());
        }
        XmlElement root = request.xmlBody()
                .filter(body -> body.is(PROPERTYUPDATE))
                .orElseThrow(() -> DavException.badRequest("the body of a PROPPATCH is DAV:propertyupdate"));
        List<PropertyUpdate> updates = PropertyUpdate.of(root);
        if (updates.isEmpty()) {
            throw DavException.badRequest("DAV:propertyupdate names no property");
        }
        Preconditions conditions = Preconditions.of(request, tree);
        Map<QName, DavException> failures = protectedOnes(updates, resource.properties());
        if (!failures.isEmpty()) {
            conditions.require(Optional.of(resource.validators()));
            Preconditions.requireStates(request, tree);
        }
        Map<QName, DavException> result = failures.isEmpty() ? patchable.patch(updates, conditions) : failures;
        Preferences preferences = Preferences.of(request);
        if (result.isEmpty() && preferences.minimal()) {
            // RFC 8144 §2.2: that all was done is said by the status alone.
            preferences.minimalApplied(response);
            response.status(200).header("Content-Length", "0");
            return;
        }
        List<QName> names =
                updates.stream().map(PropertyUpdate::name).distinct().toList();
        response.multistatus(multistatus -> {
            multistatus.patched(resource.href(), names, result);
        });
    }

    /** Those of the updates that would change what only the server may. To remove what is not there is no error (RFC 4918 §14.23). */
    public static Map<QName, DavException> protectedOnes(List<PropertyUpdate> updates, LiveProperties<?> live) {
        Map<QName, DavException> failures = new LinkedHashMap<>();
        for (PropertyUpdate update : updates) {
            boolean writable = live.find(update.name())
                    .map(LiveProperty::writable)
                    .orElseGet(() -> update.value().isEmpty() || !isStandard(update.name()));
            if (!writable) {
                failures.put(
                        update.name(),
                        new DavException(
                                Precondition.CANNOT_MODIFY_PROTECTED_PROPERTY,
                                update.name().getLocalPart() + " is the server's own"));
            }
        }
        return failures;
    }

    /** A name of the standards', or of Apple's extension of them, is never a dead property: what it means on this resource is for the server to say. */
    private static boolean isStandard(QName name) {
        return STANDARDS.contains(name.getNamespaceURI());
    }
}
