package org.teldav.dav;

import java.util.List;
import java.util.Optional;

/**
 * What a LOCK or UNLOCK is asked of: something that can be locked, or a name in a collection that keeps such names.
 *
 * @param href in its canonical spelling
 * @param target the collection, where nothing has the name
 */
record LockedPath(Href href, Optional<LockTarget> target) {
    /** @throws DavException 405 where it can't be locked, 403 where the one who asks may not, 404 or 409 where it is not there and can't be */
    static LockedPath of(DavTree tree, DavRequest request) {
        Href href = request.href();
        Optional<DavResource> there = tree.find(request, href);
        if (there.isPresent()) {
            if (!MethodHandler.as(Lockable.class, there.get(), request).takesLocks()) {
                throw Privilege.WRITE_CONTENT.missingOn(there.get().href());
            }
            return new LockedPath(Href.parse(there.get().href()), Optional.empty());
        }
        if (href.isRoot() || href.slash()) {
            throw DavException.notFound();
        }
        DavResource parent = tree.find(request, href.parent())
                .orElseThrow(() -> DavException.conflict("the collection above is not there"));
        if (!(parent instanceof LockTarget target)) {
            throw DavException.notFound();
        }
        return new LockedPath(href, Optional.of(target));
    }

    /** @throws DavException 404 where it is gone meanwhile */
    void reserve() {
        target.orElseThrow(DavException::notFound).reserve(href.name());
    }

    /** @throws DavException 404 where there is nothing, and no lock on the name */
    void requireThere(LockSpace.State state) {
        if (target.isPresent() && locks(state).isEmpty()) {
            throw DavException.notFound();
        }
    }

    List<ActiveLock> locks(LockSpace.State state) {
        return state.locks().stream().filter(lock -> lock.covers(href)).toList();
    }
}
