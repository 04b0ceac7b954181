package org.teldav.dav;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A write lock (RFC 4918 §6, §14.1).
 *
 * @param root what was locked; with a slash at its end where that is a collection
 * @param exclusive else it is shared
 * @param infinite its Depth; else 0
 * @param owner the {@code DAV:owner} element as it was sent, able to stand alone
 */
public record ActiveLock(
        LockToken token, Href root, boolean exclusive, boolean infinite, Optional<String> owner, Instant expires) {
    /** RFC 4918 §6.1: whether the path, there or not, is in the lock's scope. */
    public boolean covers(Href path) {
        return infinite ? startsWith(path, root) : path.segments().equals(root.segments());
    }

    /** Whether what is locked is a member, at any depth, of what has that path. */
    public boolean isBelow(Href path) {
        return startsWith(root, path)
                && root.segments().size() > path.segments().size();
    }

    /** The same with another end. */
    public ActiveLock until(Instant end) {
        return new ActiveLock(token, root, exclusive, infinite, owner, end);
    }

    private static boolean startsWith(Href path, Href start) {
        List<String> segments = path.segments();
        int length = start.segments().size();
        return segments.size() >= length && segments.subList(0, length).equals(start.segments());
    }
}
