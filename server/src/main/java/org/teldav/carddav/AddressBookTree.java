package org.teldav.carddav;

import io.milton.http.Auth;
import java.util.List;
import java.util.Optional;
import org.teldav.dav.Authority;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavTree;
import org.teldav.dav.DontNotify;
import org.teldav.dav.Href;
import org.teldav.dav.LockSpace;
import org.teldav.dav.OptionsHandler;
import org.teldav.storage.Visit;

/** The address space, as the one who asks may see it: their own home and principal, their groups and who is in them. Thread-safe. */
public final class AddressBookTree implements DavTree {
    private final Requester.Service service;
    private final Authority authority;

    AddressBookTree(Requester.Service service, Authority authority) {
        this.service = service;
        this.authority = authority;
    }

    @Override
    public Optional<DavResource> find(DavRequest request, Href href) {
        Requester requester = new Requester(service, arriving(request), DontNotify.of(request));
        if (href.isRoot()) {
            return Optional.of(root(requester, "/"));
        }
        if (!href.segments().get(0).equals(Paths.DAV)) {
            return Optional.empty();
        }
        if (isRegistration(href)) {
            return PushRegistration.find(requester, href.name()).map(found -> found);
        }
        Optional<DavResource> found = Optional.of(root(requester, Paths.ROOT));
        for (String name : href.segments().subList(1, href.segments().size())) {
            if (found.isEmpty() || !(found.get() instanceof DavCollection collection)) {
                return Optional.empty();
            }
            found = collection.member(name);
        }
        boolean asCollection = href.slash() && href.segments().size() > 1;
        return found.filter(resource -> !asCollection || resource.href().endsWith("/"));
    }

    /** They are in no collection that would show them. */
    private static boolean isRegistration(Href href) {
        return href.segments().size() == 3 && href.segments().get(1).equals(Paths.PUSH) && !href.slash();
    }

    @Override
    public String classes() {
        return service.options().push().isPresent() ? OptionsHandler.CLASSES_WITH_PUSH : OptionsHandler.CLASSES;
    }

    @Override
    public LockSpace locks(DavRequest request) {
        return new HomeLocks(new Requester(service, Visit.of(visit(request).user())));
    }

    @Override
    public Authority authority() {
        return authority;
    }

    /** What was read with the login is told once: whoever looks again does so because it may have changed. */
    private static Visit arriving(DavRequest request) {
        Visit visit = visit(request);
        request.getAuthorization().setTag(Visit.of(visit.user()));
        return visit;
    }

    private static Visit visit(DavRequest request) {
        Auth auth = request.getAuthorization();
        if (auth == null || !(auth.getTag() instanceof Visit visit)) {
            throw new IllegalStateException("a request without a user got past the login");
        }
        return visit;
    }

    private PlainCollection root(Requester requester, String href) {
        PlainCollection principals = principals(requester);
        PlainCollection homes = new PlainCollection(
                requester,
                Paths.ROOT + "addressbooks/",
                name -> home(requester, name),
                () -> List.of(new HomeResource(requester)));
        List<PlainCollection> members = List.of(principals, homes);
        return new PlainCollection(requester, href, name -> byName(members, name), () -> members);
    }

    private PlainCollection principals(Requester requester) {
        PlainCollection users = new PlainCollection(
                requester,
                Paths.ROOT + "principals/users/",
                name -> UserPrincipal.find(requester, name),
                () -> UserPrincipal.all(requester));
        PlainCollection groups = new PlainCollection(
                requester,
                Paths.ROOT + "principals/groups/",
                name -> GroupPrincipal.find(requester, name),
                () -> GroupPrincipal.all(requester));
        List<PlainCollection> members = List.of(users, groups);
        return new PlainCollection(requester, Paths.ROOT + "principals/", name -> byName(members, name), () -> members);
    }

    private static Optional<PlainCollection> byName(List<PlainCollection> members, String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    private static Optional<HomeResource> home(Requester requester, String name) {
        return requester.user().name().equals(name) ? Optional.of(new HomeResource(requester)) : Optional.empty();
    }
}
