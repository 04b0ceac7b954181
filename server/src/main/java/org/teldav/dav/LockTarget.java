package org.teldav.dav;

/** A collection in which a name can be locked that nothing has yet (RFC 4918 §7.3). */
public interface LockTarget {
    /**
     * Makes what a locked name stands for, if anything; asked while nobody else writes, before the lock is kept.
     *
     * @throws DavException where nothing can have that name
     */
    void reserve(String name);
}
