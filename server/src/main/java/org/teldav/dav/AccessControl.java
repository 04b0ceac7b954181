package org.teldav.dav;

import static org.teldav.dav.LiveProperty.live;

/** The live properties of RFC 3744 §5 and RFC 5397, which every resource has. None of them is in allprop, and none can be set. */
public final class AccessControl {
    public static final LiveProperties<AccessControlled> PROPERTIES = LiveProperties.of(
            live(Xml.dav("current-user-principal"), (resource, out) -> out.href(resource.currentUser())),
            live(Xml.dav("owner"), (resource, out) -> resource.owner().ifPresent(out::href)),
            // §5.2: as on Unix; here nothing belongs to a group.
            live(Xml.dav("group"), (resource, out) -> {}),
            live(Xml.dav("supported-privilege-set"), (resource, out) -> Privilege.ALL.writeSupported(out)),
            live(
                    Xml.dav("current-user-privilege-set"),
                    (resource, out) -> resource.privileges().forEach(privilege -> privilege.write(out))),
            live(Xml.dav("acl"), (resource, out) -> resource.aces().forEach(ace -> ace.write(out))),
            live(Xml.dav("acl-restrictions"), (resource, out) -> out.raw("<D:grant-only/><D:no-invert/>")),
            live(
                    Xml.dav("inherited-acl-set"),
                    (resource, out) -> resource.inheritedAcl().ifPresent(out::href)),
            live(
                    Xml.dav("principal-collection-set"),
                    (resource, out) -> resource.principalCollections().forEach(out::href)));

    private AccessControl() {}
}
