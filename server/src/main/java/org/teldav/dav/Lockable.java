package org.teldav.dav;

import java.util.List;

/** A resource that can be locked, exclusively and shared (RFC 4918 §6). */
public interface Lockable {
    /** The locks in whose scope it is. */
    List<ActiveLock> locks();

    /** Whether the one who asks may lock it. */
    default boolean takesLocks() {
        return true;
    }
}
