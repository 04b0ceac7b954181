package org.teldav.dav;

/** A resource that can be deleted (RFC 4918 §9.6). */
public interface Deletable {
    /** @param conditions asked again while it is locked */
    void delete(Preconditions conditions);
}
