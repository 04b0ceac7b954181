package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.text;

import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.DavResource;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.LockProperties;
import org.teldav.dav.Lockable;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlOutput;

/** The live properties that every resource has. */
final class CommonProperties {
    private static final QName COLLECTION = Xml.dav("collection");
    private static final QName PRIVILEGE = Xml.dav("privilege");

    /** RFC 3744 §3, for what is one's own; macOS syncs nothing where one of them is missing. */
    static final List<QName> OWNER_PRIVILEGES = List.of(
            Xml.dav("read"),
            Xml.dav("read-current-user-privilege-set"),
            Xml.dav("write"),
            Xml.dav("write-properties"),
            Xml.dav("write-content"),
            Xml.dav("bind"),
            Xml.dav("unbind"));

    /** For what one may only look at. */
    static final List<QName> READ_PRIVILEGES = List.of(Xml.dav("read"), Xml.dav("read-current-user-privilege-set"));

    static final LiveProperties<Owned> ALL = LiveProperties.of(
            CommonProperties.<Owned>resourcetype().inAllprop(),
            live(Xml.dav("current-user-principal"), (resource, out) -> out.href(resource.userHref())),
            live(
                    Xml.dav("principal-collection-set"),
                    (resource, out) ->
                            out.href(Paths.ROOT + "principals/users/").href(Paths.ROOT + "principals/groups/")),
            live(Xml.dav("current-user-privilege-set"), CommonProperties::privileges),
            live(Xml.dav("supported-report-set"), (resource, out) -> reports(resource.reports(), out)));

    static final LiveProperties<OwnedLockable> LOCKABLE =
            ALL.and(LockProperties.<OwnedLockable>supportedLock(), LockProperties.<OwnedLockable>lockDiscovery());

    private CommonProperties() {}

    /** A resource of the tree: it knows its type, and who asks. */
    abstract static class Owned extends DavResource {
        final Requester requester;

        Owned(Requester requester) {
            this.requester = requester;
        }

        abstract List<QName> types();

        abstract List<QName> privileges();

        String userHref() {
            return Paths.user(requester.user().name());
        }
    }

    /** One that can be locked. */
    abstract static class OwnedLockable extends Owned implements Lockable {
        OwnedLockable(Requester requester) {
            super(requester);
        }

        @Override
        public List<ActiveLock> locks() {
            return requester.locksSeen().on(href(), requester);
        }
    }

    /** A collection's type, and what else it is. */
    static List<QName> collectionAnd(QName... others) {
        List<QName> types = new java.util.ArrayList<>(List.of(COLLECTION));
        types.addAll(List.of(others));
        return List.copyOf(types);
    }

    static <R> LiveProperty<R> displayName(java.util.function.Function<R, String> name) {
        return CommonProperties.<R>asText("displayname", name).inAllprop();
    }

    private static <R> LiveProperty<R> asText(String name, java.util.function.Function<R, String> value) {
        return text(Xml.dav(name), value);
    }

    private static <R extends Owned> LiveProperty<R> resourcetype() {
        return live(Xml.dav("resourcetype"), (resource, out) -> resource.types().forEach(out::empty));
    }

    private static void privileges(Owned resource, XmlOutput out) {
        for (QName privilege : resource.privileges()) {
            out.start(PRIVILEGE).empty(privilege).end(PRIVILEGE);
        }
    }

    private static void reports(Set<QName> reports, XmlOutput out) {
        QName supported = Xml.dav("supported-report");
        QName report = Xml.dav("report");
        for (QName name : reports) {
            out.start(supported).start(report).empty(name).end(report).end(supported);
        }
    }
}
