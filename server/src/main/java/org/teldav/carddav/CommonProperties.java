package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.AccessControl;
import org.teldav.dav.AccessControlled;
import org.teldav.dav.Ace;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.DavResource;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.LockProperties;
import org.teldav.dav.Lockable;
import org.teldav.dav.Privilege;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlOutput;

/** The live properties that every resource has. */
final class CommonProperties {
    private static final QName COLLECTION = Xml.dav("collection");

    /** For what is one's own; macOS syncs nothing where one of those in them is missing. */
    static final Privilege[] OWNER = {Privilege.READ, Privilege.WRITE, Privilege.UNLOCK};

    static final List<Privilege> OWNER_PRIVILEGES = Privilege.withContained(List.of(OWNER));

    /** For what one may only look at. */
    static final List<Privilege> READ_PRIVILEGES = Privilege.withContained(List.of(Privilege.READ));

    static final LiveProperties<Owned> ALL = AccessControl.PROPERTIES.and(
            CommonProperties.<Owned>resourcetype().inAllprop(),
            live(Xml.dav("supported-report-set"), (resource, out) -> reports(resource.reports(), out)));

    static final LiveProperties<OwnedLockable> LOCKABLE =
            ALL.and(LockProperties.<OwnedLockable>supportedLock(), LockProperties.<OwnedLockable>lockDiscovery());

    private CommonProperties() {}

    /** A resource of the tree: it knows its type, and who asks. */
    abstract static class Owned extends DavResource implements AccessControlled {
        private static final List<String> PRINCIPALS =
                List.of(Paths.ROOT + "principals/users/", Paths.ROOT + "principals/groups/");

        final Requester requester;

        Owned(Requester requester) {
            this.requester = requester;
        }

        abstract List<QName> types();

        String userHref() {
            return Paths.user(requester.user().name());
        }

        @Override
        public Set<QName> reports() {
            return Reports.OF_ANY;
        }

        @Override
        public Optional<String> inheritedAcl() {
            return Optional.empty();
        }

        @Override
        public List<String> principalCollections() {
            return PRINCIPALS;
        }

        @Override
        public String currentUser() {
            return userHref();
        }

        @Override
        public Set<String> currentUserPrincipals() {
            Set<String> principals = new LinkedHashSet<>(List.of(userHref()));
            requester
                    .read(tx -> tx.principals().groupsOf(requester.user().id()))
                    .forEach(group -> principals.add(Paths.group(group.name())));
            return principals;
        }
    }

    /** What is in a home, with the home: it can be locked. */
    abstract static class OwnedLockable extends Owned implements Lockable {
        OwnedLockable(Requester requester) {
            super(requester);
        }

        /** @throws org.teldav.dav.DavException 403 need-privileges */
        void require(Privilege privilege) {
            if (!privileges().contains(privilege)) {
                throw privilege.missingOn(href());
            }
        }

        /** Everything in a home is its user's, and nobody else's; but for the directories of groups. */
        @Override
        public Optional<String> owner() {
            return Optional.of(userHref());
        }

        @Override
        public List<Privilege> privileges() {
            return OWNER_PRIVILEGES;
        }

        @Override
        public List<Ace> aces() {
            Ace owner = Ace.of(userHref(), OWNER);
            return List.of(inheritedAcl().map(owner::inheritedFrom).orElse(owner));
        }

        @Override
        public List<ActiveLock> locks() {
            return takesLocks() ? requester.locksSeen().on(href(), requester) : List.of();
        }

        @Override
        public boolean takesLocks() {
            return privileges().contains(Privilege.WRITE_CONTENT);
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

    private static void reports(Set<QName> reports, XmlOutput out) {
        QName supported = Xml.dav("supported-report");
        QName report = Xml.dav("report");
        for (QName name : reports) {
            out.start(supported).start(report).empty(name).end(report).end(supported);
        }
    }
}
