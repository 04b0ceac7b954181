package org.teldav.dav;

import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * The body of a LOCK (RFC 4918 §14.11).
 *
 * @param exclusive else shared
 * @param owner the element as it was sent
 */
record LockInfo(boolean exclusive, Optional<String> owner) {
    /** Characters of a {@code DAV:owner}, with its markup. */
    static final int MAX_OWNER = 4096;

    private static final QName LOCKINFO = Xml.dav("lockinfo");
    private static final QName LOCKSCOPE = Xml.dav("lockscope");
    private static final QName LOCKTYPE = Xml.dav("locktype");
    private static final QName EXCLUSIVE = Xml.dav("exclusive");
    private static final QName SHARED = Xml.dav("shared");
    private static final QName WRITE = Xml.dav("write");
    private static final QName OWNER = Xml.dav("owner");

    /** @throws DavException 400 where it asks for no write lock of one of the two scopes, 507 where its owner is too long */
    static LockInfo of(XmlElement body) {
        if (!body.is(LOCKINFO)) {
            throw DavException.badRequest("the body of a LOCK is DAV:lockinfo");
        }
        boolean exclusive = asks(body, LOCKSCOPE, EXCLUSIVE);
        boolean oneScope = exclusive != asks(body, LOCKSCOPE, SHARED);
        if (!oneScope || !asks(body, LOCKTYPE, WRITE)) {
            throw DavException.badRequest("a lock is a write lock, exclusive or shared");
        }
        Optional<String> owner =
                body.child(OWNER).map(element -> element.source().xml());
        if (owner.isPresent() && owner.get().length() > MAX_OWNER) {
            throw new DavException(507, "the owner of a lock has at most " + MAX_OWNER + " characters");
        }
        return new LockInfo(exclusive, owner);
    }

    private static boolean asks(XmlElement body, QName outer, QName inner) {
        return body.child(outer).flatMap(element -> element.child(inner)).isPresent();
    }
}
